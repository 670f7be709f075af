import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'

export const buildMailbox = (given: Partial<Mailbox> & { readonly role?: MailboxRole | null } = {}): Mailbox => ({
  id: given.role ?? 'm1',
  name: given.role ?? 'Folder',
  parentId: null,
  role: null,
  sortOrder: 0,
  totalEmails: 0,
  unreadEmails: 0,
  totalThreads: 0,
  unreadThreads: 0,
  myRights: {},
  isSubscribed: true,
  ...given,
})

const roles: readonly MailboxRole[] = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash']

export const mailboxesByRole = (): Mailbox[] => roles.map((role) => buildMailbox({ role }))
