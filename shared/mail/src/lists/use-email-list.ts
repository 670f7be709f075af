import { useQuery } from '@tanstack/react-query'
import type { EmailListing, Id } from '@atrium/mail-contracts'
import { useCallback, useMemo } from 'react'
import { useRoom } from '../mail-provider.tsx'
import { useRecords } from '../records/use-records.ts'
import { type ResourceState, stateOf } from '../resource-state.ts'
import type { ThreadSummary } from '../threads/thread-summary.ts'
import type { Snippet } from './list-data.ts'
import { listKey, type ListQuery } from './list-query.ts'
import { viewList } from './list-view.ts'
import { createRows } from './rows.ts'

export interface EmailRow {
  readonly email: EmailListing
  readonly thread: ThreadSummary
  /** Only in searches. */
  readonly snippet: Snippet | undefined
}

/** A list of any length, of which only what was looked at is here. */
export interface EmailList extends ResourceState {
  /** Rows, also those not read yet. 0 until known. */
  readonly total: number
  /** The same object as long as nothing in it changes; undefined while it is being read. */
  readonly row: (index: number) => EmailRow | undefined
  readonly id: (index: number) => Id | undefined
  /** Reads the rows from `start` up to, not including, `end`. Cheap when they are there. */
  readonly ensureRange: (start: number, end: number) => void
  /** Where a message stands now; -1 when it is not among the rows read. */
  readonly position: (id: Id) => number
}

/**
 * Messages that match a filter, newest first. While mail comes in the list stays right: rows are
 * moved, never repeated. Read what is on the screen with `ensureRange`.
 */
export const useEmailList = (query: ListQuery): EmailList => {
  const room = useRoom()
  const { core, lists } = room
  const key = listKey(query)
  const list = useMemo(() => lists.open(key), [lists, key])
  const result = useQuery({ queryKey: ['list', key], queryFn: () => lists.load(list) }, core.queries)
  const seen = useRecords(core.records)
  const { data } = result
  const view = useMemo(
    () => (data ? viewList(data.base, list.query, seen.records) : null),
    [data, list, seen],
  )
  const ensureRange = useCallback(
    (start: number, end: number) => lists.ensureRange(list, start, end),
    [lists, list],
  )
  const rows = useMemo(() => createRows(room, data?.snippets), [room, data?.snippets])
  const state = stateOf(result)
  const pageError = data?.pageError ?? null
  return {
    ...state,
    error: pageError ?? state.error,
    retry: () => (data && pageError ? lists.ensureRange(list, list.visible.start, list.visible.end) : state.retry()),
    total: view?.total ?? 0,
    id: (index) => view?.ids[index],
    row: (index) => {
      const id = view?.ids[index]
      return id === undefined ? undefined : rows(id)
    },
    ensureRange,
    position: (id) => view?.position(id) ?? -1,
  }
}
