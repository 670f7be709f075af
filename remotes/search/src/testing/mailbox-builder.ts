import type { Mailbox } from '@atrium/mail-contracts'

export const aMailbox = (mailbox: Partial<Mailbox> & Pick<Mailbox, 'id' | 'name'>): Mailbox => ({
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
  aMailbox({ id: 'm-inbox', name: 'Inbox', role: 'inbox' }),
  aMailbox({ id: 'm-junk', name: 'Spam', role: 'junk' }),
  aMailbox({ id: 'm-trash', name: 'Trash', role: 'trash' }),
  aMailbox({ id: 'm-travel', name: 'Travel plans' }),
  aMailbox({ id: 'm-tax', name: 'Tax' }),
  aMailbox({ id: 'm-taxi', name: 'Taxi receipts' }),
]
