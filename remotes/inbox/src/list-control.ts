import { type EmailList, type EmailRow, useEmailList, useMail } from '@atrium/mail'
import { type ListCursor, useComposer, useListCursor } from '@atrium/mail-ui'
import type { Navigate } from '@atrium/protocol'
import type { VirtualListHandle } from '@atrium/ui'
import { useRef, useState, type RefObject } from 'react'
import {
  selectionOf,
  type Selection,
  useConversationActions,
  type ConversationActions,
  type Capabilities,
} from './actions.ts'
import type { Command } from './keyboard.ts'
import { queryOf, wholeList, type ListView } from './list/list-view.tsx'
import { useListSelection, type ListSelection } from './list/selection.ts'
import type { Place } from './place.ts'

export interface ListControlProps {
  readonly place: Place
  readonly openThread: string | null
  readonly navigate: Navigate
}

/** The state of one list: its rows, the cursor, the selection, and navigation. */
export interface ListControl {
  /** The conversation that is open, or will be once the address of the page has followed. */
  readonly openThread: string | null
  readonly list: EmailList
  /** What of the place is listed. */
  readonly view: ListView
  readonly setView: (view: ListView) => void
  readonly handle: RefObject<VirtualListHandle | null>
  readonly cursor: ListCursor
  readonly listSelection: ListSelection
  readonly actions: ConversationActions
  /** What is selected, including what is not loaded. */
  readonly selection: Selection
  readonly open: (row: EmailRow, replace?: boolean) => void
  readonly close: () => void
  /** Loads a conversation before it is opened. */
  readonly prefetch: (row: EmailRow) => void
  /** Moves the cursor, and opens that conversation if one is open. */
  readonly step: (by: number) => void
  /**
   * Call it before conversations leave the folder: if one of them is open, the next one opens.
   * @param direction -1 opens the one before instead. Default: 1.
   */
  readonly leave: (threadIds: readonly string[], direction?: 1 | -1) => void
}

const isDraftAlone = ({ email, thread }: EmailRow): boolean => email.keywords['$draft'] === true && thread.count === 1

type NavigationOptions = Pick<ListControl, 'list' | 'cursor' | 'open' | 'close' | 'handle'> & {
  readonly openThread: string | null
}

/** How the cursor and the open conversation move. */
const navigation = ({
  list,
  cursor,
  openThread,
  open,
  close,
  handle,
}: NavigationOptions): Pick<ListControl, 'step' | 'leave'> => ({
  step: (by) => {
    // Read under a filter for unread mail, the open one has left the list: what came after it stands in its place.
    const gone = openThread !== null && list.row(cursor.index)?.thread.id !== openThread
    const to = cursor.index + (gone && by > 0 ? by - 1 : by)
    const index = Math.max(0, Math.min(to, list.total - 1))
    const row = list.row(index)
    if (openThread !== null && row) open(row, true)
    else cursor.moveTo(index, true)
  },
  leave: (threadIds, direction = 1) => {
    const isOpen = openThread !== null && threadIds.includes(openThread)
    const before = direction === -1 ? list.row(cursor.index - 1) : undefined
    const next = isOpen ? (before ?? rowAfter(list, cursor.index, threadIds)) : undefined
    if (next) open(next, true)
    else if (isOpen) close()
    if (handle.current?.element?.contains(document.activeElement)) cursor.refocus()
  },
})

/** Where a conversation is being opened: `passed` are those that the address may still show meanwhile. */
interface Opening {
  readonly passed: readonly (string | null)[]
  readonly to: string | null
}

/**
 * The open conversation as the user left it, which the address of the page shows a moment later: a key pressed in
 * between means the one that was opened last.
 */
function useOpening(shown: string | null) {
  const [opening, setOpening] = useState<Opening | null>(null)
  const current = opening && opening.to !== shown && opening.passed.includes(shown) ? opening : null
  if (opening !== current) setOpening(current)
  return {
    openThread: current ? current.to : shown,
    setOpen: (to: string | null): void =>
      setOpening((old) => ({ to, passed: old ? [...old.passed, old.to].filter((each) => each !== to) : [shown] })),
  }
}

export function useListControl({ place, openThread: shown, navigate }: ListControlProps): ListControl {
  const { openThread, setOpen } = useOpening(shown)
  const mail = useMail()
  const compose = useComposer()
  const handle = useRef<VirtualListHandle>(null)
  const [view, setView] = useState(wholeList)
  const query = { ...place.query, ...queryOf(place.query.filter, view) }
  const list = useEmailList(query)
  const cursor = useListCursor({
    list,
    handle,
    openThread,
    ...(place.restoreKey === undefined ? {} : { restoreKey: place.restoreKey }),
  })
  const listSelection = useListSelection(place.key, list)
  const actions = useConversationActions(place.mailbox)

  const open = (row: EmailRow, replace = false): void => {
    const index = list.position(row.email.id)
    cursor.moveTo(index)
    if (place.mailbox?.role === 'drafts' || isDraftAlone(row)) return compose({ kind: 'draft', emailId: row.email.id })
    setOpen(row.thread.id)
    navigate(place.address(row.thread.id), { replace: replace || openThread !== null })
    const next = list.row(index + 1)
    if (next) mail.prefetchThread(next.thread.id)
  }
  const close = (): void => {
    setOpen(null)
    navigate(place.address())
  }
  const selection: Selection = listSelection.everything
    ? { count: listSelection.count, ids: () => mail.allIds({ ...query, collapseThreads: false }), latest: [] }
    : selectionOf(listSelection.rows)

  return {
    openThread,
    list,
    view,
    setView: (next) => {
      listSelection.clear()
      setView(next)
    },
    handle,
    cursor,
    listSelection,
    actions,
    selection,
    open,
    close,
    prefetch: ({ thread }) => mail.prefetchThread(thread.id),
    ...navigation({ list, cursor, openThread, open, close, handle }),
  }
}

/** The row to continue with when conversations leave the list: the next one that stays, otherwise the one before. */
function rowAfter(list: EmailList, index: number, leaving: readonly string[]): EmailRow | undefined {
  const stays = (row: EmailRow | undefined): row is EmailRow => row !== undefined && !leaving.includes(row.thread.id)
  const last = Math.min(list.total - 1, index + 1 + leaving.length)
  for (let next = index + 1; next <= last; next += 1) {
    const row = list.row(next)
    if (stays(row)) return row
  }
  for (let before = Math.min(index, list.total) - 1; before >= 0; before -= 1) {
    const row = list.row(before)
    if (stays(row)) return row
  }
  return undefined
}

export interface CommandContext {
  readonly control: ListControl
  readonly capabilities: Capabilities
  readonly showShortcuts: () => void
  /** Opens the menu of folders to move rows to or to label them with. */
  readonly pickFolder: (purpose: 'move' | 'label', rows: readonly EmailRow[]) => void
}

/** The action of a command that removes rows from the folder, if the folder has it. */
export function removalFor(
  command: Command,
  actions: ConversationActions,
  capabilities: Capabilities,
): ConversationActions['archive'] | null {
  if (command === 'archive' || command === 'archive-next' || command === 'archive-previous')
    return capabilities.archive ? actions.archive : capabilities.restore ? actions.restore : null
  if (command === 'trash') return actions.trash
  if (command === 'spam') return capabilities.spam ? actions.spam : capabilities.notSpam ? actions.notSpam : null
  return null
}

/** Whether the focus is on a row, or nowhere. */
const hasKeys = ({ handle }: ListControl): boolean =>
  document.activeElement === document.body || (handle.current?.element?.contains(document.activeElement) ?? false)

function extend({ cursor, listSelection, list }: ListControl, by: number): boolean {
  const from = list.row(cursor.index)
  const to = list.row(cursor.index + by)
  if (!to) return false
  if (from && listSelection.count === 0) listSelection.toggle(from)
  cursor.moveTo(cursor.index + by, true)
  listSelection.extend(to)
  return true
}

/** Which rows of the loaded ones a command selects. */
const selecting: Readonly<Partial<Record<Command, (row: EmailRow) => boolean>>> = {
  'select-read': ({ thread }) => !thread.unread,
  'select-unread': ({ thread }) => thread.unread,
  'select-starred': ({ thread }) => thread.starred,
  'select-unstarred': ({ thread }) => !thread.starred,
}

function move(command: Command, { control, showShortcuts }: CommandContext): boolean {
  const { cursor, list, listSelection, openThread } = control
  const wanted = selecting[command]
  if (wanted) return (listSelection.selectWhere(wanted), true)
  const row = list.row(cursor.index)
  switch (command) {
    case 'next':
    case 'previous':
      return list.total > 0 && (control.step(command === 'next' ? 1 : -1), true)
    case 'first':
    case 'last':
      return list.total > 0 && (cursor.moveTo(command === 'first' ? 0 : list.total - 1, true), true)
    case 'extend-next':
    case 'extend-previous':
      return extend(control, command === 'extend-next' ? 1 : -1)
    case 'open':
      return row !== undefined && (control.open(row), true)
    case 'back':
      if (listSelection.count > 0) listSelection.clear()
      else if (openThread !== null) control.close()
      else return false
      return true
    case 'select':
      return row !== undefined && (listSelection.toggle(row), true)
    case 'page-down':
      // With a conversation open, it pages that.
      return openThread === null && row !== undefined && hasKeys(control) && (listSelection.toggle(row), true)
    case 'select-none':
      return (listSelection.clear(), true)
    case 'select-all':
      return list.total > 0 && (listSelection.selectAll(), true)
    case 'help':
      return (showShortcuts(), true)
    default:
      return false
  }
}

/**
 * The selected rows; without a selection the row at the cursor, which is that of the open conversation: it is acted on
 * here also while it is still being loaded. One that is open without being in the list handles its keys itself.
 */
const rowsFor = ({ control }: CommandContext): readonly EmailRow[] => {
  const { listSelection, list, cursor, openThread } = control
  if (listSelection.count > 0) return listSelection.rows
  const row = list.row(cursor.index)
  return row && (openThread === null || row.thread.id === openThread) ? [row] : []
}

/** Runs a command on the list. Returns whether it had a meaning here. */
export function runCommand(command: Command, context: CommandContext): boolean {
  if (move(command, context)) return true
  const { control, capabilities, pickFolder } = context
  const { actions, listSelection, openThread } = control
  const rows = rowsFor(context)
  if (rows.length === 0) return false
  const selection = listSelection.count > 0 ? control.selection : selectionOf(rows)
  const remove = removalFor(command, actions, capabilities)
  if (remove) {
    control.leave(
      rows.map(({ thread }) => thread.id),
      command === 'archive-previous' ? -1 : 1,
    )
    remove(selection)
    if (listSelection.count > 0) listSelection.clear()
    return true
  }
  if (command === 'move' || command === 'label') pickFolder(command, rows)
  else if (command === 'star') actions.star(selection, !rows.every(({ thread }) => thread.starred))
  else if (command === 'read' || command === 'unread') {
    // While open, it would be marked as read again.
    if (command === 'unread' && openThread !== null && listSelection.count === 0) control.close()
    actions.markRead(selection, command === 'read')
  } else return false
  return true
}
