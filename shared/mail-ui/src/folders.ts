import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { cleanText, type IconName } from '@atrium/ui'
import type { MailTexts } from './strings.ts'

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

/** The icon of a folder: of its role (RFC 8621 §2), otherwise the plain folder. */
export const folderIcon = (role: MailboxRole | null): IconName => (role ? icons[role] : 'folder')

/** The name of a folder: of its role in the user's language, otherwise its own. Not isolated. */
export const folderName = ({ role, name }: Pick<Mailbox, 'role' | 'name'>, t: MailTexts): string =>
  role ? t(role) : cleanText(name) || t('unnamedFolder')
