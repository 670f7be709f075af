import type { Id } from '@atrium/jmap/types'
import type { EmailFilter } from '@atrium/mail-contracts'
import type { AtriumError } from '@atrium/protocol'
import type { Segment } from './segments.ts'

export interface Sort {
  readonly property: 'receivedAt' | 'from' | 'subject' | 'size'
  readonly isAscending: boolean
}

/** What a list shows. Two equal questions share one list. */
export interface ListQuery {
  readonly filter: EmailFilter
  /** One row per conversation. */
  readonly collapseThreads: boolean
  /** Default: newest first. */
  readonly sort?: readonly Sort[]
  /** Marked places of what was searched for. Default: false. */
  readonly snippets?: boolean
}

export const newestFirst: readonly Sort[] = [{ property: 'receivedAt', isAscending: false }]

const inOrder = (filter: EmailFilter): EmailFilter =>
  Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )

/** The same text for equal questions; `queryOfKey` reads it back. */
export const listKey = ({ filter, collapseThreads, sort = newestFirst, snippets = false }: ListQuery): string =>
  JSON.stringify({ filter: inOrder(filter), collapseThreads, sort, snippets } satisfies ListQuery)

export const queryOfKey = (key: string): ListQuery => JSON.parse(key)

export const queryArgs = (query: ListQuery): Record<string, unknown> => ({
  filter: inOrder(query.filter),
  sort: query.sort ?? newestFirst,
  collapseThreads: query.collapseThreads,
})

export const pageSize = 50

/** A list as the server has it, as far as it was read. Holes are rows not read yet. */
export interface ListBase {
  readonly ids: readonly (Id | undefined)[]
  readonly total: number
  readonly queryState: string
  /** Read while the list changed: true in itself, but rows around it may be missing. */
  readonly torn: boolean
}

export interface Page {
  readonly position: number
  readonly ids: readonly Id[]
  readonly total: number
  readonly queryState: string
}

export const baseOf = (pages: readonly Page[]): ListBase => {
  const last = pages.at(-1)
  const total = last?.total ?? 0
  let ids: (Id | undefined)[] = []
  for (const page of pages) ids = place(ids, page)
  const states = new Set(pages.map((page) => page.queryState))
  return { ids: trim(ids, total), total, queryState: last?.queryState ?? '', torn: states.size > 1 }
}

/** Lays a page over; an id that stood elsewhere leaves its old place, as no row is shown twice. */
const place = (old: readonly (Id | undefined)[], page: Page): (Id | undefined)[] => {
  const fresh = new Set(page.ids)
  const ids = old.map((id) => (id !== undefined && fresh.has(id) ? undefined : id))
  while (ids.length < page.position) ids.push(undefined)
  page.ids.forEach((id, offset) => {
    ids[page.position + offset] = id
  })
  return ids
}

const trim = (ids: (Id | undefined)[], total: number): (Id | undefined)[] => {
  ids.length = Math.min(ids.length, total)
  return ids
}

/** Moves all rows, because so many came (or went) above them. */
const shift = (ids: readonly (Id | undefined)[], by: number): (Id | undefined)[] =>
  by >= 0 ? [...Array.from<undefined>({ length: by }), ...ids] : ids.slice(-by)

/**
 * @param expected Where the page was thought to be. When mail came in on top since the list was
 *   read, the page is further down, and so does every row that was read before.
 */
export const mergePage = (base: ListBase, page: Page, expected: number): ListBase => {
  const unchanged = page.queryState === base.queryState
  const moved = unchanged ? base.ids : shift(base.ids, page.position - expected)
  // Nothing where the total promised rows: the rows are believed, or they would be requested endlessly.
  const total = page.ids.length === 0 ? Math.min(page.total, page.position) : page.total
  return {
    ids: trim(place(moved, page), total),
    total,
    queryState: page.queryState,
    torn: base.torn || !unchanged,
  }
}

/** Rows from the first one on without a hole. */
export const prefixLength = (base: ListBase): number => {
  const hole = base.ids.indexOf(undefined)
  return hole === -1 ? base.ids.length : hole
}

/** Start of the page that covers the hole at `index` and as much unread ground around it as it can. */
const pageStart = (base: ListBase, index: number): number => {
  let end = index
  while (end < index + pageSize && end < base.total && base.ids[end] === undefined) end += 1
  let start = index
  while (start > end - pageSize && start > 0 && base.ids[start - 1] === undefined) start -= 1
  return start
}

/** First rows of the pages that must be read so that `start` up to (not including) `end` is known. */
export const missingPages = (base: ListBase, start: number, end: number): number[] => {
  const missing: number[] = []
  const last = Math.min(end, base.total)
  let index = Math.max(0, start)
  while (index < last) {
    if (base.ids[index] !== undefined) index += 1
    else {
      const first = pageStart(base, index)
      missing.push(first)
      index = first + pageSize
    }
  }
  return missing
}

export interface Snippet {
  readonly subject: readonly Segment[]
  readonly preview: readonly Segment[]
}

/** What is cached of a list. */
export interface ListData {
  readonly base: ListBase
  readonly snippets: ReadonlyMap<Id, Snippet>
  /** Why the last page could not be read. */
  readonly pageError: AtriumError | null
}

/** One list, with what its viewer is looking at. */
export interface OpenList {
  readonly key: string
  readonly query: ListQuery
  /** Rows on the screen, the last not included. */
  visible: { readonly start: number; readonly end: number }
  /** First rows of the pages that are in progress. */
  readonly loading: Set<number>
}
