import type { Id } from '@atrium/jmap/types'
import type { EmailFilter, EmailListing } from '@atrium/mail-contracts'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { type ResourceState, stateOf } from './core.ts'
import { type ListBase, type ListQuery, newestFirst, type Snippet, listKey } from './list-pages.ts'
import { type Internals, useInternals } from './internals.ts'
import { type EmailRecord, isListing, type Records, useRecords } from './records.ts'
import type { ThreadSummary } from './thread-summary.ts'

const joins = {
  AND: (met: readonly boolean[]) => met.every(Boolean),
  OR: (met: readonly boolean[]) => met.some(Boolean),
  // What only the server decides counts as met, so it cannot be denied here.
  NOT: () => true,
}

/** Whether a message meets the parts of a filter that a user's change can affect. */
export const meetsFilter = (email: EmailRecord, filter: EmailFilter): boolean => {
  if ('operator' in filter)
    return joins[filter.operator](filter.conditions.map((condition) => meetsFilter(email, condition)))
  const { inMailbox, inMailboxOtherThan, hasKeyword, notKeyword } = filter
  if (inMailbox !== undefined && !email.mailboxIds[inMailbox]) return false
  if (inMailboxOtherThan && Object.keys(email.mailboxIds).every((id) => inMailboxOtherThan.includes(id))) return false
  if (hasKeyword !== undefined && !email.keywords[hasKeyword]) return false
  return notKeyword === undefined || !email.keywords[notKeyword]
}

const decidable = new Set(['inMailbox', 'inMailboxOtherThan', 'hasKeyword', 'notKeyword'])

/** Only the server knows whether a text is found or how it reads a date. */
export const isDecidable = (filter: EmailFilter): boolean =>
  Object.keys(filter).every((condition) => decidable.has(condition))

/** The list as the user sees it: the server's, with the optimistic updates applied. */
export interface ListView {
  readonly ids: readonly (Id | undefined)[]
  readonly total: number
  readonly position: (id: Id) => number
}

const positions = new WeakMap<readonly (Id | undefined)[], ReadonlyMap<Id, number>>()

const positionsOf = (ids: readonly (Id | undefined)[]): ReadonlyMap<Id, number> => {
  const known = positions.get(ids)
  if (known) return known
  const made = new Map<Id, number>()
  ids.forEach((id, index) => id !== undefined && made.set(id, index))
  positions.set(ids, made)
  return made
}

const finish = (ids: readonly (Id | undefined)[], total: number): ListView => ({
  ids,
  total,
  position: (id) => positionsOf(ids).get(id) ?? -1,
})

/** Another message of the thread, to stand in a collapsed list for one that leaves it. */
const standIn = (email: EmailRecord, query: ListQuery, records: Records): Id | undefined =>
  (records.threadEmailIds(email.threadId) ?? []).findLast((id) => {
    const other = records.email(id)
    return other && isListing(other) && meetsFilter(other, query.filter)
  })

const withoutLeaving = (base: ListBase, query: ListQuery, records: Records): readonly (Id | undefined)[] | null => {
  const where = positionsOf(base.ids)
  const changed = new Map<number, Id | null>()
  for (const id of records.touched) {
    const index = where.get(id)
    const stored = records.stored(id)
    if (index === undefined || !stored) continue
    const seen = records.email(id)
    if (seen && (meetsFilter(seen, query.filter) || !meetsFilter(stored, query.filter))) continue
    const other = query.collapseThreads ? standIn(stored, query, records) : undefined
    changed.set(index, other !== undefined && !where.has(other) ? other : null)
  }
  if (changed.size === 0) return null
  return base.ids.flatMap((id, index) => {
    const other = changed.get(index)
    return other === null ? [] : [other ?? id]
  })
}

const entering = (base: ListBase, query: ListQuery, records: Records): EmailRecord[] => {
  if (!isDecidable(query.filter)) return []
  const where = positionsOf(base.ids)
  const threads = new Set<Id>()
  const found: EmailRecord[] = []
  for (const id of records.touched) {
    const stored = records.stored(id)
    const seen = records.email(id)
    if (!stored || !seen || !isListing(seen) || where.has(id)) continue
    if (meetsFilter(stored, query.filter) || !meetsFilter(seen, query.filter)) continue
    const there = (records.threadEmailIds(seen.threadId) ?? []).some((other) => where.has(other))
    if (query.collapseThreads && (there || threads.has(seen.threadId))) continue
    threads.add(seen.threadId)
    found.push(seen)
  }
  return found
}

/** Only where the order is by date is the place of a message known here. */
const insert = (
  ids: readonly (Id | undefined)[],
  emails: readonly EmailRecord[],
  records: Records,
): readonly (Id | undefined)[] => {
  const next = [...ids]
  for (const email of emails) {
    const at = next.findIndex((id) => {
      const other = id === undefined ? undefined : records.stored(id)
      return other !== undefined && other.receivedAt <= email.receivedAt
    })
    next.splice(at === -1 ? next.length : at, 0, email.id)
  }
  return next
}

export const viewList = (base: ListBase, query: ListQuery, records: Records): ListView => {
  if (records.touched.size === 0) return finish(base.ids, base.total)
  const left = withoutLeaving(base, query, records)
  const remaining = left ?? base.ids
  const removed = base.ids.length - remaining.length
  const byDate = JSON.stringify(query.sort ?? newestFirst) === JSON.stringify(newestFirst)
  const arriving = byDate ? entering(base, query, records) : []
  if (!left && arriving.length === 0) return finish(base.ids, base.total)
  return finish(insert(remaining, arriving, records), base.total - removed + arriving.length)
}

/** Makes rows, and gives the same one again while nothing in it has changed. */
export const createRows = (
  { core, summaryOf }: Internals,
  snippets: ReadonlyMap<Id, Snippet> | undefined,
): ((id: Id) => EmailRow | undefined) => {
  const made = new WeakMap<EmailRecord, EmailRow>()
  return (id) => {
    const email = core.records.email(id)
    if (!email || !isListing(email)) return undefined
    const thread = summaryOf(email)
    const before = made.get(email)
    if (before?.thread === thread) return before
    const row = { email, thread, snippet: snippets?.get(id) }
    made.set(email, row)
    return row
  }
}

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
  /** Where a message is now; -1 when it is not among the rows read. */
  readonly position: (id: Id) => number
}

/**
 * Messages that match a filter, newest first. While mail comes in the list stays right: rows are
 * moved, never repeated. Read what is on the screen with `ensureRange`.
 */
export const useEmailList = (query: ListQuery): EmailList => {
  const internals = useInternals()
  const { core, lists } = internals
  const key = listKey(query)
  const list = useMemo(() => lists.open(key), [lists, key])
  const result = useQuery({ queryKey: ['list', key], queryFn: () => lists.load(list) }, core.queries)
  const seen = useRecords(core.records)
  const { data } = result
  const view = useMemo(() => (data ? viewList(data.base, list.query, seen.records) : null), [data, list, seen])
  const ensureRange = useCallback((start: number, end: number) => lists.ensureRange(list, start, end), [lists, list])
  const rows = useMemo(() => createRows(internals, data?.snippets), [internals, data?.snippets])
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
