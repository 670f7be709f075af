import { useMailboxes, type EmailRow, type Segment } from '@atrium/mail'
import type { ConversationsProps, Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { RowText, useFolderName } from '@atrium/mail-ui'
import { useStrings } from '@atrium/remote'
import { Badge, cleanFragment, cleanText } from '@atrium/ui'
import { useEffect, useMemo, type ReactNode } from 'react'
import { ConversationsView } from '../inbox-page.tsx'
import { queryOf } from '../list/list-view.tsx'
import type { Place, RowParts } from '../place.ts'
import { strings } from '../strings.ts'
import { prepareThread } from '../thread/lazy-thread.tsx'
import styles from './found-conversations.module.css'

/** Conversations that another remote has found, read and acted on like those of a folder. */
export function FoundConversations({
  filter,
  snippets,
  name,
  mailboxId,
  threadId,
  addressOf,
  navigate,
  onTitle,
  marks,
}: ConversationsProps): ReactNode {
  const { byId } = useMailboxes()
  const mailbox = (mailboxId !== null && byId(mailboxId)) || null
  const rowParts = useMemo(
    (): RowParts => ({
      text: (row) => <FoundText row={row} />,
      end: ({ email }) => (mailboxId === null ? <HomeBadge mailboxIds={email.mailboxIds} /> : null),
    }),
    [mailboxId],
  )
  useEffect(() => prepareThread(), [])
  const key = `found:${name}`
  const place: Place = {
    key,
    mailbox,
    name,
    isWhole: false,
    query: (view) => ({
      ...queryOf(filter, view),
      collapseThreads: true,
      ...(snippets ? { snippets } : {}),
    }),
    address: (id) => addressOf(id ?? null),
    restoreKey: key,
    rowParts,
    marks,
  }
  return (
    <ConversationsView
      key={JSON.stringify(filter)}
      place={place}
      threadId={threadId}
      navigate={navigate}
      onTitle={onTitle}
    />
  )
}

function FoundText({ row: { email, snippet } }: { readonly row: EmailRow }): ReactNode {
  const t = useStrings(strings)
  const subject = cleanText(email.subject)
  return (
    <RowText
      subject={marked(snippet?.subject) ?? (subject || t('noSubject'))}
      muted={!subject}
      preview={marked(snippet?.preview) ?? cleanText(email.preview)}
    />
  )
}

/** Text with the matches marked. Segments, never markup; null when there are none. */
function marked(segments: readonly Segment[] | undefined): ReactNode {
  if (!segments || segments.length === 0) return null
  let start = 0
  return segments.map(({ text, marked: match }) => {
    // A segment has no identity but its position.
    const key = start
    start += text.length
    return match ? (
      <mark key={key} className={styles.mark}>
        {cleanFragment(text)}
      </mark>
    ) : (
      <span key={key}>{cleanFragment(text)}</span>
    )
  })
}

const homeOrder: readonly (MailboxRole | null)[] = [
  'inbox',
  null,
  'archive',
  'important',
  'sent',
  'drafts',
  'flagged',
  'junk',
  'trash',
]

/** The folder that a user would name first of those a message is in. */
const homeOf = (mailboxIds: EmailRow['email']['mailboxIds'], mailboxes: readonly Mailbox[]): Mailbox | undefined =>
  mailboxes
    .filter(({ id }) => mailboxIds[id])
    .sort((one, other) => homeOrder.indexOf(one.role) - homeOrder.indexOf(other.role))[0]

/** Where a message is; the inbox goes without saying. */
function HomeBadge({ mailboxIds }: Pick<EmailRow['email'], 'mailboxIds'>): ReactNode {
  const folderName = useFolderName()
  const home = homeOf(mailboxIds, useMailboxes().list)
  return home && home.role !== 'inbox' ? <Badge>{folderName(home)}</Badge> : null
}
