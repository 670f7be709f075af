import type { EmailAddress } from '@atrium/mail-contracts'
import type { Attachment } from '../attachment/attachment.ts'

/** A message as it stands in a window. */
export interface Draft {
  /** Which of the person's identities writes; null is the first one. */
  readonly identityId: string | null
  readonly to: readonly EmailAddress[]
  readonly cc: readonly EmailAddress[]
  readonly bcc: readonly EmailAddress[]
  readonly subject: string
  readonly text: string
  /** What is answered, folded away below the text until somebody wants to see it. */
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
export const wholeText = ({ text, quote }: Draft): string => (quote === '' ? text : `${text.trimEnd()}\n\n${quote}`.trimStart())
