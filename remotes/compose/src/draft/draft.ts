import type { DraftContent } from '@atrium/mail'
import type { Id, EmailAddress, Identity } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import { isAddress, uniqueAddresses } from '../recipients/parse-addresses.ts'

/** A file of a draft: on its way to the server, there, or stopped by an error. */
export interface Attachment {
  /** Within its draft. */
  readonly id: string
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** Null until the server has it. */
  readonly blobId: Id | null
  /** From 0 to 1. */
  readonly progress: number
  readonly error: AtriumError | null
}

export const isUploading = ({ blobId, error }: Attachment): boolean => blobId === null && error === null

/**
 * Bytes that the attachments of a message may have before they are encoded. Most mail servers refuse larger
 * messages; our own takes 50,000,000 (`maxSizeAttachmentsPerEmail`, RFC 8621 §1.3.1).
 */
export const attachmentsLimit = 25_000_000

/** Bytes of all attachments, before they are encoded. */
export const totalSize = (attachments: readonly { readonly size: number }[]): number =>
  attachments.reduce((sum, { size }) => sum + size, 0)

/** A message as it stands in a window. */
export interface Draft {
  /** Which of the person's identities writes; null is the first one. */
  readonly identityId: string | null
  readonly to: readonly EmailAddress[]
  readonly cc: readonly EmailAddress[]
  readonly bcc: readonly EmailAddress[]
  readonly subject: string
  readonly text: string
  /** The message that is replied to, folded away below the text until the user unfolds it. */
  readonly quote: string
  readonly attachments: readonly Attachment[]
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
}

export const emptyDraft: Draft = {
  identityId: null,
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  quote: '',
  attachments: [],
  inReplyTo: [],
  references: [],
}

/** Text and quote as they are sent. */
export const wholeText = ({ text, quote }: Draft): string =>
  quote === '' ? text : `${text.trimEnd()}\n\n${quote}`.trimStart()

/** Who writes, as far as it is known: without an identity a draft can be kept, not sent. */
export interface Sender {
  readonly identity: Identity | null
  readonly address: EmailAddress
}

const clean = (list: readonly EmailAddress[]): EmailAddress[] =>
  list.map(({ name, email }) => ({
    name: name?.replace(/[\r\n]+/g, ' ') ?? null,
    email: email.replace(/\s+/g, ' ').trim(),
  }))

/** What is stored and sent of a draft: files that have arrived, and nothing of the window. */
export const contentOf = (draft: Draft, { address, identity }: Sender): DraftContent => ({
  from: address,
  to: clean(draft.to),
  cc: clean(draft.cc),
  bcc: uniqueAddresses([...clean(draft.bcc), ...(identity?.bcc ?? [])]),
  ...(identity?.replyTo && identity.replyTo.length > 0 ? { replyTo: identity.replyTo } : {}),
  subject: draft.subject.replace(/[\r\n]+/g, ' ').trim(),
  text: wholeText(draft),
  attachments: draft.attachments.flatMap(({ blobId, name, type, size }) =>
    blobId === null ? [] : [{ blobId, name, type, size }],
  ),
  inReplyTo: draft.inReplyTo,
  references: draft.references,
})

/** Everyone the draft names, in the order of the fields. */
export const recipientsOf = ({ to, cc, bcc }: Pick<Draft, 'to' | 'cc' | 'bcc'>): readonly EmailAddress[] => [
  ...to,
  ...cc,
  ...bcc,
]

export const invalidRecipients = (draft: Pick<Draft, 'to' | 'cc' | 'bcc'>): readonly EmailAddress[] =>
  recipientsOf(draft).filter(({ email }) => !isAddress(email))

/** `-- ` on a line of its own (RFC 3676 §4.3): mail programs fold what follows. */
const mark = '-- \n'

export const withSignature = (text: string, signature: string): string =>
  signature.trim() === '' ? text : `${text}\n\n${signature.startsWith(mark) ? '' : mark}${signature.trimEnd()}`
