import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { useStrings } from '@atrium/remote'
import { cleanText, type IconName } from '@atrium/ui'
import { useCallback } from 'react'
import { strings } from './strings.ts'

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

/** Returns the name of a folder: of its role in the user's language, otherwise its own. Not isolated. */
export function useFolderName(): (folder: Pick<Mailbox, 'role' | 'name'>) => string {
  const t = useStrings(strings)
  return useCallback(({ role, name }) => (role ? t(role) : cleanText(name) || t('unnamedFolder')), [t])
}
