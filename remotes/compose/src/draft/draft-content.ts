import type { EmailAddress, Identity } from '@atrium/mail-contracts'
import type { DraftContent } from '@atrium/mail'
import { isAddress } from '../address/is-address.ts'
import { uniqueAddresses } from '../address/same-address.ts'
import { type Draft, wholeText } from './draft.ts'

/** Who writes, as far as it is known: without an identity a draft can be kept, not sent. */
export interface Sender {
  readonly identity: Identity | null
  readonly address: EmailAddress
}

const clean = (list: readonly EmailAddress[]): EmailAddress[] =>
  list.map(({ name, email }) => ({ name: name?.replace(/[\r\n]+/g, ' ') ?? null, email: email.replace(/\s+/g, ' ').trim() }))

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

/** Everybody the draft names, in the order of the fields. */
export const recipientsOf = ({ to, cc, bcc }: Pick<Draft, 'to' | 'cc' | 'bcc'>): readonly EmailAddress[] => [...to, ...cc, ...bcc]

export const invalidRecipients = (draft: Pick<Draft, 'to' | 'cc' | 'bcc'>): readonly EmailAddress[] =>
  recipientsOf(draft).filter(({ email }) => !isAddress(email))
