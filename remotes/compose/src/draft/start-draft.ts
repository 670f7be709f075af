import type { ComposeRequest, Email, EmailBodyPart, Identity } from '@atrium/mail-contracts'
import { quoteText } from '@atrium/mail-html'
import { addressKey } from '../address/same-address.ts'
import type { Attachment } from '../attachment/attachment.ts'
import { attributionOf, forwardedHead, type Wording } from '../reply/attribution.ts'
import { plainBody } from '../reply/plain-body.ts'
import { ownRecipient, replyRecipients } from '../reply/recipients.ts'
import { lineageOf } from '../reply/references.ts'
import { forwardSubject, replySubject } from '../reply/subject.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { withSignature } from './signature.ts'

export interface Surroundings extends Wording {
  readonly own: readonly string[]
  readonly identities: readonly Identity[]
}

/** Files go by reference: the server has them, nothing is downloaded or uploaded again. */
const attachmentOf = ({ blobId, name, type, size }: EmailBodyPart, { say }: Wording): Attachment[] =>
  blobId === null
    ? []
    : [{ id: `kept-${blobId}`, name: name ?? say('unnamedFile'), type, size, blobId, progress: 1, error: null }]

const attachmentsOf = (email: Email, wording: Wording): Attachment[] =>
  email.attachments.flatMap((part) => attachmentOf(part, wording))

const identityFor = (email: Email, { own, identities }: Surroundings): Identity | undefined => {
  const address = ownRecipient(email, own)
  return identities.find((identity) => addressKey(identity.email) === address) ?? identities[0]
}

const storedDraft = (email: Email, around: Surroundings): Draft => ({
  identityId: identityFor({ ...email, to: null, cc: null, bcc: null }, around)?.id ?? null,
  to: email.to ?? [],
  cc: email.cc ?? [],
  bcc: email.bcc ?? [],
  subject: email.subject ?? '',
  text: plainBody(email),
  quote: '',
  attachments: attachmentsOf(email, around),
  inReplyTo: email.inReplyTo ?? [],
  references: email.references ?? [],
})

const forwarded = (email: Email, around: Surroundings): Draft => {
  const identity = identityFor(email, around)
  return {
    ...emptyDraft,
    identityId: identity?.id ?? null,
    subject: forwardSubject(email.subject),
    text: `${withSignature('', identity?.textSignature ?? '')}\n\n${forwardedHead(email, around)}\n\n${plainBody(email)}`,
    attachments: attachmentsOf(email, around),
    references: lineageOf(email).references,
  }
}

const answer = (email: Email, all: boolean, around: Surroundings): Draft => {
  const identity = identityFor(email, around)
  return {
    ...emptyDraft,
    ...replyRecipients(email, { own: around.own, all }),
    ...lineageOf(email),
    identityId: identity?.id ?? null,
    subject: replySubject(email.subject),
    text: withSignature('', identity?.textSignature ?? ''),
    quote: `${attributionOf(email, around)}\n${quoteText(plainBody(email))}`,
  }
}

/** What stands in the window of an answer, a message passed on, or a stored draft. */
export const startDraft = (kind: Exclude<ComposeRequest['kind'], 'new'>, email: Email, around: Surroundings): Draft => {
  if (kind === 'draft') return storedDraft(email, around)
  return kind === 'forward' ? forwarded(email, around) : answer(email, kind === 'reply-all', around)
}
