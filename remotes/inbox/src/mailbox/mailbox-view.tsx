import type { Mailbox } from '@atrium/mail-contracts'
import type { PageProps } from '@atrium/protocol'
import type { EmailRow } from '@atrium/mail'
import { classNames, SplitPane } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import { useRef, useState, type ReactNode } from 'react'
import { offersFor } from '../acts/offers.ts'
import { targetOf, type Target } from '../acts/target.ts'
import { KeysDialog } from '../keys/keys-dialog.tsx'
import { useCommands } from '../keys/use-commands.ts'
import { ChooseEverything } from '../list/choose-everything.tsx'
import { ListHeader } from '../list/list-header.tsx'
import { MessageList } from '../list/message-list.tsx'
import { useRowHandlers } from '../list/row-handlers.ts'
import { messages } from '../messages.ts'
import { LazyThread } from '../thread/lazy-thread.tsx'
import { NoThread } from '../thread/no-thread.tsx'
import { keptListWidth, keepListWidth } from './list-width.ts'
import styles from './mailbox-view.module.css'
import { runCommand } from './run-command.ts'
import { useListControl, type ListControl } from './use-list-control.ts'
import { useWide } from './use-wide.ts'

export interface MailboxViewProps {
  readonly mailbox: Mailbox
  readonly threadId: string | null
  readonly navigate: PageProps['navigate']
  readonly onTitle: PageProps['onTitle']
}

function useHandlers(control: ListControl, mailbox: Mailbox) {
  const { acts, choice, leave, open } = control
  const offers = offersFor(mailbox.role)
  const away = (act: (target: Target) => void) => (row: EmailRow) => {
    leave([row.thread.id])
    act(targetOf([row]))
  }
  return useRowHandlers({
    open: (row) => open(row),
    toggle: choice.toggle,
    extend: choice.extend,
    star: (row) => acts.star(targetOf([row]), !row.thread.starred),
    archive: away(acts.archive),
    trash: away(acts.trash),
    restore: away(offers.notSpam ? acts.notSpam : acts.restore),
    markRead: (row) => acts.markRead(targetOf([row]), row.thread.unread),
    approach: control.prefetch,
  })
}

interface ListPaneProps extends Pick<MailboxViewProps, 'mailbox' | 'threadId'> {
  readonly control: ListControl
  /** A conversation lies above it. */
  readonly covered: boolean
}

function ListPane({ mailbox, threadId, control, covered }: ListPaneProps): ReactNode {
  const { list, choice, cursor, handle, acts, target } = control
  const [keysShown, setKeysShown] = useState(false)
  const handlers = useHandlers(control, mailbox)
  const offers = offersFor(mailbox.role)
  const pane = useRef<HTMLDivElement>(null)
  useCommands(pane, (command) =>
    runCommand(command, { control, offers, openThread: threadId, showKeys: () => setKeysShown(true) }),
  )
  const done = (): void => {
    control.leave(choice.rows.map(({ thread }) => thread.id))
    choice.clear()
  }
  const header = { mailbox, choice, acts, offers, target, total: list.total, onDone: done }
  return (
    <>
      <div ref={pane} className={classNames(styles.pane, covered && styles.covered)} inert={covered}>
        <ListHeader {...header} />
        <div className={styles.body}>
          <MessageList
            mailbox={mailbox}
            list={list}
            cursor={cursor.index}
            openThread={threadId}
            choice={choice}
            handlers={handlers}
            handle={handle}
          />
        </div>
        <ChooseEverything mailbox={mailbox} total={list.total} choice={choice} />
      </div>
      <KeysDialog open={keysShown} onClose={() => setKeysShown(false)} />
    </>
  )
}

/** One folder: its list, and what is open in it beside or above the list. */
export function MailboxView({ mailbox, threadId, navigate, onTitle }: MailboxViewProps): ReactNode {
  const t = useMessages(messages)
  const wide = useWide()
  const control = useListControl({ mailbox, openThread: threadId, navigate })
  const common = { mailbox, control }
  const list = <ListPane {...common} threadId={threadId} covered={!wide && threadId !== null} />
  const thread = threadId !== null && (
    <LazyThread key={threadId} {...common} threadId={threadId} alone={!wide} onTitle={onTitle} />
  )
  if (!wide) {
    return (
      <div className={styles.view}>
        {list}
        {thread && <div className={styles.above}>{thread}</div>}
      </div>
    )
  }
  return (
    <div className={styles.view}>
      <SplitPane
        label={t('listWidth')}
        start={list}
        end={<div className={styles.pane}>{thread || <NoThread chosen={control.choice.count} />}</div>}
        defaultSize={keptListWidth()}
        min={320}
        max={720}
        minEnd={420}
        onResizeEnd={keepListWidth}
      />
    </div>
  )
}
