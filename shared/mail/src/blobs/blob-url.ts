import type { Id } from '@atrium/mail-contracts'
import { expand, type SessionResource } from '../jmap/session-resource.ts'

export interface BlobDescription {
  readonly blobId: Id
  /** As the file is to be called; see `safeFileName` of mail-html. */
  readonly name: string
  /** Media type asked for. Default: `application/octet-stream`. */
  readonly type?: string
}

export const blobUrl = (resource: SessionResource, accountId: string, blob: BlobDescription): string =>
  expand(resource.downloadUrl, {
    accountId,
    blobId: blob.blobId,
    name: blob.name || 'attachment',
    type: blob.type ?? 'application/octet-stream',
  })
