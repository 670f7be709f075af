import type { Email, EmailBodyPart, Identity, Mailbox, MailboxRole } from '@atrium/mail-contracts'
import type { EmailRow } from '../email-list.ts'
import type { ThreadSummary } from '../thread-summary.ts'

export const partBuilder = (given: Partial<EmailBodyPart> = {}): EmailBodyPart => ({
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

/**
 * An email in the inbox, unread, of plain text. Nothing in it is random.
 * @param given.number Makes id, sender, subject and date: number 1 is the oldest. Default: 1.
 */
export const emailBuilder = ({ number = 1, ...given }: Partial<Email> & { readonly number?: number } = {}): Email => {
  const id = given.id ?? `e${number}`
  return {
    id,
    blobId: `b-${id}`,
    threadId: `t-${id}`,
    mailboxIds: { inbox: true },
    keywords: {},
    size: 1000,
    receivedAt: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString().replace('.000Z', 'Z'),
    from: [{ name: `Writer ${number}`, email: `writer${number}@example.org` }],
    to: [{ name: 'Ada', email: 'ada@atrium.example' }],
    subject: `Message ${number}`,
    preview: `Preview ${number}`,
    hasAttachment: false,
    messageId: [`${id}@example.org`],
    inReplyTo: null,
    references: null,
    sender: null,
    cc: null,
    bcc: null,
    replyTo: null,
    sentAt: null,
    textBody: [partBuilder()],
    htmlBody: [partBuilder()],
    attachments: [],
    bodyValues: { 1: { value: `Preview ${number}`, isEncodingProblem: false, isTruncated: false } },
    ...given,
  }
}

/** Emails 1 to `count`, the oldest first. */
export const emailsBuilder = (count: number, given: Partial<Email> = {}): Email[] =>
  Array.from({ length: count }, (_, index) => emailBuilder({ ...given, number: index + 1 }))

/** A mailbox without emails. Id and name are those of its role; without one `m1` and `Folder`. */
export const mailboxBuilder = (given: Partial<Mailbox> = {}): Mailbox => ({
  id: given.role ?? 'm1',
  name: given.role ?? 'Folder',
  parentId: null,
  role: null,
  sortOrder: 1,
  totalEmails: 0,
  unreadEmails: 0,
  totalThreads: 0,
  unreadThreads: 0,
  myRights: {},
  isSubscribed: true,
  ...given,
})

const roles: readonly MailboxRole[] = ['inbox', 'archive', 'drafts', 'sent', 'trash', 'junk']

/** One mailbox of each role; ids are the roles. */
export const standardMailboxes = (): Mailbox[] => roles.map((role) => mailboxBuilder({ role }))

export const identityBuilder = (given: Partial<Identity> = {}): Identity => ({
  id: 'i1',
  name: 'Ada',
  email: 'ada@atrium.example',
  replyTo: null,
  bcc: null,
  textSignature: '',
  htmlSignature: '',
  mayDelete: false,
  ...given,
})

/** The summary of a conversation of one read email. */
export const threadSummaryBuilder = (given: Partial<ThreadSummary> = {}): ThreadSummary => ({
  id: 't-e1',
  emailIds: ['e1'],
  count: 1,
  unread: false,
  starred: false,
  hasDraft: false,
  hasAttachment: false,
  participants: [{ name: 'Writer 1', email: 'writer1@example.org', unread: false }],
  ...given,
})

export const emailRowBuilder = (email: Partial<Email> = {}, thread: Partial<ThreadSummary> = {}): EmailRow => ({
  email: emailBuilder(email),
  thread: threadSummaryBuilder(thread),
  snippet: undefined,
})
