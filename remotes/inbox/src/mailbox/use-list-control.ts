import { type ListCursor, useComposer, useCursor } from '@atrium/mail-ui'
import type { Mailbox } from '@atrium/mail-contracts'
import type { Navigate } from '@atrium/protocol'
import { useEmailList, useMail, type EmailList, type EmailRow } from '@atrium/mail'
import type { VirtualListHandle } from '@atrium/ui'
import { useRef, type RefObject } from 'react'
import { targetOf, type Target } from '../acts/target.ts'
import { useActs, type Acts } from '../acts/use-acts.ts'
import { addressOf } from '../address/address.ts'
import { useSelection, type Choice } from '../selection/use-selection.ts'
import { rowAfter } from './row-after.ts'

export interface ListControlProps {
  readonly mailbox: Mailbox
  readonly openThread: string | null
  readonly navigate: Navigate
}

/** One folder as it is worked with: its list, the cursor in it, what is chosen, and the ways to go. */
export interface ListControl {
  readonly list: EmailList
  readonly handle: RefObject<VirtualListHandle | null>
  readonly cursor: ListCursor
  readonly choice: Choice
  readonly acts: Acts
  /** What is chosen, also beyond what was read. */
  readonly target: Target
  readonly open: (row: EmailRow, replace?: boolean) => void
  readonly close: () => void
  /** Reads a conversation before it is opened. */
  readonly prefetch: (row: EmailRow) => void
  /** Moves the cursor, and with it what is open. */
  readonly step: (by: number) => void
  /** To be called before conversations leave the folder: what is open goes on to the next one. */
  readonly leave: (threadIds: readonly string[]) => void
}

const isDraftAlone = ({ email, thread }: EmailRow): boolean => email.keywords['$draft'] === true && thread.count === 1

type Moving = Pick<ListControl, 'list' | 'cursor' | 'open' | 'close' | 'handle'> & { readonly openThread: string | null }

/** Where the cursor and the open conversation go. */
const moves = ({ list, cursor, openThread, open, close, handle }: Moving): Pick<ListControl, 'step' | 'leave'> => ({
  step: (by) => {
    const index = Math.max(0, Math.min(cursor.index + by, list.total - 1))
    const row = list.row(index)
    if (openThread !== null && row) open(row, true)
    else cursor.moveTo(index, true)
  },
  leave: (threadIds) => {
    const isOpen = openThread !== null && threadIds.includes(openThread)
    const next = isOpen ? rowAfter(list, cursor.index, threadIds) : undefined
    if (next) open(next, true)
    else if (isOpen) close()
    if (handle.current?.element?.contains(document.activeElement)) cursor.refocus()
  },
})

export function useListControl({ mailbox, openThread, navigate }: ListControlProps): ListControl {
  const mail = useMail()
  const compose = useComposer()
  const handle = useRef<VirtualListHandle>(null)
  // Each draft is a thing of its own.
  const query = { filter: { inMailbox: mailbox.id }, collapseThreads: mailbox.role !== 'drafts' }
  const list = useEmailList(query)
  const cursor = useCursor(list, openThread, handle)
  const choice = useSelection(mailbox.id, list)
  const acts = useActs(mailbox)

  const open = (row: EmailRow, replace = false): void => {
    const index = list.position(row.email.id)
    cursor.moveTo(index)
    if (mailbox.role === 'drafts' || isDraftAlone(row)) return compose({ kind: 'draft', emailId: row.email.id })
    navigate(addressOf(mailbox.id, row.thread.id), { replace: replace || openThread !== null })
    const next = list.row(index + 1)
    if (next) mail.prefetchThread(next.thread.id)
  }
  const close = (): void => navigate(addressOf(mailbox.id))
  const target: Target = choice.everything
    ? { count: choice.count, ids: () => mail.allIds({ ...query, collapseThreads: false }), latest: [] }
    : targetOf(choice.rows)

  return {
    list,
    handle,
    cursor,
    choice,
    acts,
    target,
    open,
    close,
    prefetch: ({ thread }) => mail.prefetchThread(thread.id),
    ...moves({ list, cursor, openThread, open, close, handle }),
  }
}
