import type { EmailList, EmailRow } from '@atrium/mail'
import { select, useWorkspace, workspace } from '@atrium/remote'
import { useEffect, useMemo, useState } from 'react'

const none: readonly string[] = []

export interface ListSelection {
  /** Selected rows among those that are loaded. */
  readonly rows: readonly EmailRow[]
  /** The whole folder is selected, including what is not loaded. */
  readonly everything: boolean
  /** All loaded rows are selected, and the folder has more. */
  readonly partial: boolean
  /** Conversations. */
  readonly count: number
  readonly has: (row: EmailRow) => boolean
  readonly toggle: (row: EmailRow) => void
  readonly extend: (row: EmailRow) => void
  readonly selectAll: () => void
  /** Selects those of the loaded rows that meet a condition. */
  readonly selectWhere: (isWanted: (row: EmailRow) => boolean) => void
  readonly selectEverything: () => void
  readonly clear: () => void
}

const loadedRows = (list: EmailList): EmailRow[] =>
  Array.from({ length: list.total }, (_, index) => list.row(index)).filter((row) => row !== undefined)

const selectedRows = (list: EmailList, ids: ReadonlySet<string>): EmailRow[] =>
  ids.size === 0 ? [] : loadedRows(list).filter(({ thread }) => thread.emailIds.some((id) => ids.has(id)))

/** The selection in one folder. Its ids are in the shared store. */
export function useListSelection(scope: string, list: EmailList): ListSelection {
  const shared = useWorkspace(({ selection }) => (selection.scope === scope ? selection.ids : none))
  const [anchor, setAnchor] = useState<string | null>(null)
  const [everything, setEverything] = useState(false)
  const ids = useMemo(() => new Set(shared), [shared])
  const rows = selectedRows(list, ids)

  useEffect(
    () => () => {
      if (workspace.getState().selection.scope === scope) select('', [])
    },
    [scope],
  )

  const store = (next: SelectedIds): void => {
    setAnchor(next.anchor)
    setEverything(false)
    select(scope, next.ids)
  }
  const now: SelectedIds = { ids: shared, anchor }
  const has = (row: EmailRow): boolean => row.thread.emailIds.some((id) => ids.has(id))
  return {
    rows,
    everything: everything && rows.length > 0,
    partial: rows.length > 1 && rows.length < list.total && rows.length === loadedRows(list).length,
    count: everything && rows.length > 0 ? list.total : rows.length,
    has,
    toggle: (row) => store(toggled(now, row.email.id, row.thread.emailIds)),
    extend: (row) => store(extended(now, row.email.id, list)),
    selectAll: () => store(allOf(list.total, list)),
    selectWhere: (isWanted) => {
      const found = loadedRows(list).filter(isWanted)
      store({ ids: found.map(({ email }) => email.id), anchor: found[0]?.email.id ?? null })
    },
    selectEverything: () => setEverything(true),
    clear: () => store({ ids: [], anchor: null }),
  }
}

/** The selected ids, and where a range starts. */
export interface SelectedIds {
  readonly ids: readonly string[]
  /** The row that was selected last by itself. */
  readonly anchor: string | null
}

/** The order of the rows. */
export interface RowOrder {
  readonly position: (id: string) => number
  readonly id: (index: number) => string | undefined
}

export const nothing: SelectedIds = { ids: [], anchor: null }

export const isSelected = ({ ids }: SelectedIds, rowIds: readonly string[]): boolean =>
  rowIds.some((id) => ids.includes(id))

/** Selects or deselects a row. */
export function toggled(selection: SelectedIds, id: string, rowIds: readonly string[] = [id]): SelectedIds {
  if (!isSelected(selection, rowIds)) return { ids: [...selection.ids, id], anchor: id }
  return { ids: selection.ids.filter((each) => !rowIds.includes(each)), anchor: id }
}

/** Selects from the anchor to the row, as far as rows are loaded. Without an anchor, only the row. */
export function extended(selection: SelectedIds, id: string, order: RowOrder): SelectedIds {
  const from = selection.anchor === null ? -1 : order.position(selection.anchor)
  const to = order.position(id)
  if (from === -1 || to === -1) return toggled(selection, id)
  const range = Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => order.id(Math.min(from, to) + step))
  const added = range.filter((each) => each !== undefined && !selection.ids.includes(each))
  return { ids: [...selection.ids, ...(added as string[])], anchor: selection.anchor }
}

/** Selects all loaded rows. */
export function allOf(total: number, order: RowOrder): SelectedIds {
  const ids: string[] = []
  for (let index = 0; index < total; index += 1) {
    const id = order.id(index)
    if (id !== undefined) ids.push(id)
  }
  return { ids, anchor: ids[0] ?? null }
}
