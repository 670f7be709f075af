import type { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'

/** A file of a draft: on its way to the server, there, or stopped by an error. */
export interface Attachment {
  /** Within its draft. */
  readonly id: string
  readonly name: string
  readonly type: string
  /** Octets. */
  readonly size: number
  /** Null until the server has it. */
  readonly blobId: Id | null
  /** From 0 to 1. */
  readonly progress: number
  readonly error: AtriumError | null
}

export const isUploading = ({ blobId, error }: Attachment): boolean => blobId === null && error === null

/** Octets a message may have, files and text together. */
export const messageLimit = 25 * 1024 * 1024

/** What files take up; in a message they grow by a third, which every mail server counts in. */
export const totalSize = (attachments: readonly { readonly size: number }[]): number =>
  attachments.reduce((sum, { size }) => sum + size, 0)
