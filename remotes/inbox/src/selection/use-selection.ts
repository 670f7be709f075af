import type { EmailList, EmailRow } from '@atrium/mail'
import { select, useWorkspace, workspace } from '@atrium/remote'
import { useEffect, useMemo, useState } from 'react'
import { allOf, extended, toggled, type Selection } from './selection.ts'

const none: readonly string[] = []

export interface Choice {
  /** Chosen rows among those that were read. */
  readonly rows: readonly EmailRow[]
  /** Everything in the folder is chosen, also what was never read. */
  readonly everything: boolean
  /** Everything that was read is chosen, and there is more. */
  readonly partial: boolean
  /** How many conversations that are. */
  readonly count: number
  readonly has: (row: EmailRow) => boolean
  readonly toggle: (row: EmailRow) => void
  readonly extend: (row: EmailRow) => void
  readonly all: () => void
  readonly chooseEverything: () => void
  readonly clear: () => void
}

const loadedRows = (list: EmailList): EmailRow[] =>
  Array.from({ length: list.total }, (_, index) => list.row(index)).filter((row) => row !== undefined)

const chosenRows = (list: EmailList, ids: ReadonlySet<string>): EmailRow[] =>
  ids.size === 0 ? [] : loadedRows(list).filter(({ thread }) => thread.emailIds.some((id) => ids.has(id)))

/** What is chosen in one folder; the ids lie in the shared store. */
export function useSelection(scope: string, list: EmailList): Choice {
  const shared = useWorkspace(({ selection }) => (selection.scope === scope ? selection.ids : none))
  const [anchor, setAnchor] = useState<string | null>(null)
  const [everything, setEverything] = useState(false)
  const ids = useMemo(() => new Set(shared), [shared])
  const rows = chosenRows(list, ids)

  useEffect(
    () => () => {
      if (workspace.getState().selection.scope === scope) select('', [])
    },
    [scope],
  )

  const put = (next: Selection): void => {
    setAnchor(next.anchor)
    setEverything(false)
    select(scope, next.ids)
  }
  const now: Selection = { ids: shared, anchor }
  const has = (row: EmailRow): boolean => row.thread.emailIds.some((id) => ids.has(id))
  return {
    rows,
    everything: everything && rows.length > 0,
    partial: rows.length > 1 && rows.length < list.total && rows.length === loadedRows(list).length,
    count: everything && rows.length > 0 ? list.total : rows.length,
    has,
    toggle: (row) => put(toggled(now, row.email.id, row.thread.emailIds)),
    extend: (row) => put(extended(now, row.email.id, list)),
    all: () => put(allOf(list.total, list)),
    chooseEverything: () => setEverything(true),
    clear: () => put({ ids: [], anchor: null }),
  }
}
