import type { MailboxRole } from '@atrium/mail-contracts'
import type { IconName } from '@atrium/ui'

const icons: Readonly<Record<MailboxRole, IconName>> = {
  inbox: 'inbox',
  archive: 'archive',
  drafts: 'draft',
  sent: 'send',
  trash: 'trash',
  junk: 'junk',
  flagged: 'star',
  important: 'tag',
}

export const mailboxIcon = (role: MailboxRole | null): IconName => (role ? icons[role] : 'folder')
