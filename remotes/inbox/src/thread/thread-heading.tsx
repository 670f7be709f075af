import { folderIcon, folderName } from '@atrium/mail-ui'
import type { Email, Mailbox } from '@atrium/mail-contracts'
import { useMailboxes } from '@atrium/mail'
import { Chip } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode, Ref } from 'react'
import { messages } from '../messages.ts'
import styles from './thread-pane.module.css'

export interface ThreadHeadingProps {
  readonly subject: string
  readonly emails: readonly Email[]
  /** The folder it is read in, which is not named again. */
  readonly mailbox: Mailbox
  readonly ref: Ref<HTMLHeadingElement>
}

/** The subject, once, and the other folders where parts of the conversation lie. */
export function ThreadHeading({ subject, emails, mailbox, ref }: ThreadHeadingProps): ReactNode {
  const t = useMessages(messages)
  const { list } = useMailboxes()
  const elsewhere = list.filter(
    ({ id, role }) => id !== mailbox.id && role !== 'sent' && emails.some(({ mailboxIds }) => mailboxIds[id]),
  )
  return (
    <header className={styles.heading}>
      <h1 ref={ref} tabIndex={-1} className={styles.subject}>
        <bdi>{subject}</bdi>
      </h1>
      {elsewhere.map((each) => (
        <Chip key={each.id} icon={folderIcon(each.role)}>
          {folderName(each, t)}
        </Chip>
      ))}
    </header>
  )
}
