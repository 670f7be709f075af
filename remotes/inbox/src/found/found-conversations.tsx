import { useMailboxes, type EmailRow, type Segment } from '@atrium/mail'
import type { ConversationsProps, Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { useFolderName } from '@atrium/mail-ui'
import { lazyView } from '@atrium/remote'
import { Badge, cleanFragment } from '@atrium/ui'
import { useMemo, type ReactNode } from 'react'
import type { ConversationsViewProps } from '../inbox-page.tsx'
import type { Place, RowParts } from '../place.ts'
import styles from './found-conversations.module.css'

/** In the chunk of the inbox's page, which is whole without this file: its first row needs no request more. */
const ConversationsView = lazyView<ConversationsViewProps>(async () => {
  const { ConversationsView: View } = await import(/* webpackChunkName: "page" */ '../inbox-page.tsx')
  return { default: View }
})

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
  const rowParts = useMemo(
    (): RowParts => ({
      subject: ({ snippet }) => marked(snippet?.subject),
      preview: ({ snippet }) => marked(snippet?.preview),
      end: ({ email }) => (mailboxId === null ? <HomeBadge mailboxIds={email.mailboxIds} /> : null),
    }),
    [mailboxId],
  )
  const key = `found:${name}`
  const place: Place = {
    key,
    mailbox: (mailboxId !== null && byId(mailboxId)) || null,
    name,
    isWhole: false,
    query: { filter, collapseThreads: true, ...(snippets ? { snippets } : {}) },
    address: (id) => addressOf(id ?? null),
    restoreKey: key,
    rowParts,
    marks,
  }
  const props = { place, threadId, navigate, onTitle }
  return <ConversationsView key={JSON.stringify(filter)} {...props} />
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
