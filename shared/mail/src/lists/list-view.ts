import type { Id } from '@atrium/mail-contracts'
import { type EmailRecord, isListing } from '../records/email-record.ts'
import type { Records } from '../records/records.ts'
import { isDecidable, meetsFilter } from './filter-match.ts'
import type { ListBase } from './list-base.ts'
import { type ListQuery, newestFirst } from './list-query.ts'

/** The list as the person sees it: the server's, with what they did since laid over. */
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
  const kept = left ?? base.ids
  const removed = base.ids.length - kept.length
  const byDate = JSON.stringify(query.sort ?? newestFirst) === JSON.stringify(newestFirst)
  const arriving = byDate ? entering(base, query, records) : []
  if (!left && arriving.length === 0) return finish(base.ids, base.total)
  return finish(insert(kept, arriving, records), base.total - removed + arriving.length)
}
