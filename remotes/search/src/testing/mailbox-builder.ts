import type { Mailbox } from '@atrium/mail-contracts'

export const buildMailbox = (mailbox: Partial<Mailbox> & Pick<Mailbox, 'id' | 'name'>): Mailbox => ({
  parentId: null,
  role: null,
  sortOrder: 0,
  totalEmails: 0,
  unreadEmails: 0,
  totalThreads: 0,
  unreadThreads: 0,
  myRights: {},
  isSubscribed: true,
  ...mailbox,
})

export const someMailboxes: readonly Mailbox[] = [
  buildMailbox({ id: 'm-inbox', name: 'Inbox', role: 'inbox' }),
  buildMailbox({ id: 'm-junk', name: 'Spam', role: 'junk' }),
  buildMailbox({ id: 'm-trash', name: 'Trash', role: 'trash' }),
  buildMailbox({ id: 'm-travel', name: 'Travel plans' }),
  buildMailbox({ id: 'm-tax', name: 'Tax' }),
  buildMailbox({ id: 'm-taxi', name: 'Taxi receipts' }),
]
