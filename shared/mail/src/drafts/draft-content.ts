import type { EmailAddress, Id } from '@atrium/mail-contracts'

/** A file that was uploaded (or that another message holds), by reference: saving does not move its bytes. */
export interface DraftAttachment {
  readonly blobId: Id
  readonly name: string
  readonly type: string
  /** Octets. */
  readonly size: number
  /** Content-ID without angle brackets, for a picture that stands in the text. */
  readonly cid?: string
}

/** A message as it is being written. */
export interface DraftContent {
  readonly from: EmailAddress
  readonly to: readonly EmailAddress[]
  readonly cc?: readonly EmailAddress[]
  readonly bcc?: readonly EmailAddress[]
  readonly replyTo?: readonly EmailAddress[]
  readonly subject: string
  readonly text: string
  /** When absent the message is plain text. */
  readonly html?: string
  readonly attachments?: readonly DraftAttachment[]
  readonly inReplyTo?: readonly string[]
  readonly references?: readonly string[]
}
