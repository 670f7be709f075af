import type { Email, EmailBodyPart } from '@atrium/mail-contracts'

export const aPart = (part: Partial<EmailBodyPart> = {}): EmailBodyPart => ({
  partId: '1',
  blobId: 'b1',
  size: 20,
  name: null,
  type: 'text/plain',
  charset: 'utf-8',
  disposition: null,
  cid: null,
  ...part,
})

/** A message from Ada to Grace, of 5 January 2026, that says "See you at noon." */
export const anEmail = (email: Partial<Email> = {}): Email => ({
  id: 'e1',
  blobId: 'b-e1',
  threadId: 't1',
  mailboxIds: { inbox: true },
  keywords: {},
  size: 1000,
  receivedAt: '2026-01-05T10:12:00Z',
  from: [{ name: 'Ada Byron', email: 'ada@example.org' }],
  to: [{ name: 'Grace', email: 'grace@atrium.test' }],
  subject: 'Lunch',
  preview: 'See you at noon.',
  hasAttachment: false,
  messageId: ['m1@example.org'],
  inReplyTo: null,
  references: null,
  sender: null,
  cc: null,
  bcc: null,
  replyTo: null,
  sentAt: '2026-01-05T11:12:00+01:00',
  textBody: [aPart()],
  htmlBody: [aPart()],
  attachments: [],
  bodyValues: { 1: { value: 'See you at noon.', isEncodingProblem: false, isTruncated: false } },
  ...email,
})
