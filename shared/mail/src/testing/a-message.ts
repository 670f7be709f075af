import type { Email, Mailbox, MailboxRole } from '@atrium/mail-contracts'

/** A message of the past: number 1 is the oldest. Nothing in it is random. */
export const aMessage = (given: Partial<Email> & { readonly number: number }): Email => {
  const { number, ...rest } = given
  const id = rest.id ?? `e${number}`
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
    textBody: [],
    htmlBody: [],
    attachments: [],
    bodyValues: {},
    ...rest,
  }
}

export const messages = (count: number, given: Partial<Email> = {}): Email[] =>
  Array.from({ length: count }, (_, index) => aMessage({ ...given, number: index + 1 }))

export const aMailbox = (role: MailboxRole | null, given: Partial<Mailbox> = {}): Mailbox => ({
  id: role ?? 'work',
  name: role ?? 'Work',
  parentId: null,
  role,
  sortOrder: 1,
  totalEmails: 0,
  unreadEmails: 0,
  totalThreads: 0,
  unreadThreads: 0,
  myRights: {},
  isSubscribed: true,
  ...given,
})
