import type { Email, EmailBodyPart } from '@atrium/mail-contracts'
import type { EmailRow, ThreadSummary } from '@atrium/mail'

export const buildPart = (given: Partial<EmailBodyPart> = {}): EmailBodyPart => ({
  partId: '1',
  blobId: 'b1',
  size: 12,
  name: null,
  type: 'text/plain',
  charset: 'utf-8',
  disposition: null,
  cid: null,
  ...given,
})

export const buildMessage = (given: Partial<Email> = {}): Email => ({
  id: 'e1',
  blobId: 'raw1',
  threadId: 't1',
  mailboxIds: { inbox: true },
  keywords: { $seen: true },
  size: 1200,
  receivedAt: '2026-11-20T09:00:00Z',
  from: [{ name: 'Ada Lovelace', email: 'ada@atrium.test' }],
  to: [{ name: 'Me', email: 'me@atrium.test' }],
  subject: 'Tea on Friday',
  preview: 'Shall we say four o’clock',
  hasAttachment: false,
  messageId: ['m1@atrium.test'],
  inReplyTo: null,
  references: null,
  sender: null,
  cc: null,
  bcc: null,
  replyTo: null,
  sentAt: '2026-11-20T09:00:00Z',
  textBody: [buildPart()],
  htmlBody: [buildPart()],
  attachments: [],
  bodyValues: { 1: { value: 'Shall we say four o’clock?', isEncodingProblem: false, isTruncated: false } },
  ...given,
})

export const buildThread = (given: Partial<ThreadSummary> = {}): ThreadSummary => ({
  id: 't1',
  emailIds: ['e1'],
  count: 1,
  unread: false,
  starred: false,
  hasDraft: false,
  hasAttachment: false,
  participants: [{ name: 'Ada Lovelace', email: 'ada@atrium.test', unread: false }],
  ...given,
})

export const buildRow = (email: Partial<Email> = {}, thread: Partial<ThreadSummary> = {}): EmailRow => ({
  email: buildMessage(email),
  thread: buildThread(thread),
  snippet: undefined,
})
