/** What an account begins with: name and role, in order. */
export const mailboxRoles: readonly (readonly [name: string, role: string])[] = [
  ['Inbox', 'inbox'],
  ['Drafts', 'drafts'],
  ['Sent', 'sent'],
  ['Archive', 'archive'],
  ['Junk', 'junk'],
  ['Trash', 'trash'],
]
