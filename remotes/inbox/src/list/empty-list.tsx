import { folderIcon } from '@atrium/mail-ui'
import type { Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { EmptyState } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'

type Key = keyof (typeof messages)['en']

const words: Readonly<Partial<Record<MailboxRole, readonly [title: Key, detail?: Key]>>> = {
  inbox: ['emptyInbox'],
  archive: ['emptyArchive', 'emptyArchiveDetail'],
  drafts: ['emptyDrafts', 'emptyDraftsDetail'],
  sent: ['emptySent'],
  trash: ['emptyTrash'],
  junk: ['emptyJunk'],
}

/** A folder with nothing in it, in the words of that folder. */
export function EmptyList({ mailbox: { role } }: { readonly mailbox: Mailbox }): ReactNode {
  const t = useMessages(messages)
  const [title, detail] = (role && words[role]) ?? (['emptyFolder', 'emptyFolderDetail'] as const)
  return (
    <EmptyState
      icon={role === 'inbox' ? 'circle-check' : folderIcon(role)}
      title={t(title)}
      detail={detail && t(detail)}
    />
  )
}
