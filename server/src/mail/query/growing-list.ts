import type { Query } from '../../database/query.ts'
import { MethodError } from '../protocol/errors.ts'
import { maxQueryLimit } from '../protocol/limits.ts'
import { readState } from '../store/changes.ts'
import { emailId, type MailStore } from '../store/mail-store.ts'
import { filterSql, matchHeaders, searchFilter, sortSql, type HeaderMatches } from './email-filter.ts'
import type { EmailListing, ListPage, WantedPage } from './list-pages.ts'

interface Row {
  readonly id: number
  readonly thread: number
  /** In the search index. */
  readonly row: number
}

/** Reads rows of a list after one of them, or from its start; fewer than wanted at its end. */
type ReadRows = (after: number | null, wanted: number) => readonly Row[]

/** Rows read first: a page, and the messages of its threads. */
const firstRows = 150

/** Rows read in one go. Beyond it: others have their turn before it goes on. */
const mostRows = 20_000

/** A list that is read as far as it was needed, and kept as far as it was read. */
class GrowingList {
  readonly keys: number[] = []
  isWhole = false
  #seen = new Set<number>()
  #last: number | null = null
  #rows = firstRows
  readonly #read: ReadRows
  readonly #collapses: boolean

  constructor(read: ReadRows, collapses: boolean) {
    this.#read = read
    this.#collapses = collapses
  }

  /** Reads on until it is long enough, or whole. */
  async grow(isEnough: (keys: readonly number[]) => boolean, pause: () => Promise<void>): Promise<void> {
    while (!this.isWhole && !isEnough(this.keys)) {
      this.#readOn()
      await pause()
    }
  }

  #readOn(): void {
    const rows = this.#read(this.#last, this.#rows)
    for (const { id, thread } of rows) {
      if (this.#collapses) {
        if (this.#seen.has(thread)) continue
        this.#seen.add(thread)
      }
      this.keys.push(id)
    }
    this.isWhole = rows.length < this.#rows
    this.#last = rows.at(-1)?.row ?? this.#last
    this.#rows = Math.min(mostRows, this.#rows * 4)
    if (this.isWhole) this.#seen = new Set()
  }
}

/** Keys of lists that are kept, of all accounts together. Beyond it: the lists that were not used for longest go. */
const maxKeptKeys = 2_000_000

/** Lists that are kept. Beyond it: the one that was not used for longest goes. */
const maxKeptLists = 30

/** Per store: lists by what they are of, and state. */
const keptLists = new WeakMap<MailStore, Map<string, GrowingList>>()

/** The list of a listing in the state of now. */
async function listOf(store: MailStore, listing: EmailListing, pause: () => Promise<void>): Promise<GrowingList> {
  const kept = keptLists.get(store) ?? new Map<string, GrowingList>()
  keptLists.set(store, kept)
  const key = JSON.stringify([listing, readState(store.query, listing.account, 'Email')])
  const list = kept.get(key) ?? new GrowingList(await reader(store, listing, pause), listing.collapseThreads)
  kept.delete(key)
  kept.set(key, list)
  let keys = [...kept.values()].reduce((sum, each) => sum + each.keys.length, 0)
  for (const [oldest, each] of kept) {
    if ((kept.size <= maxKeptLists && keys <= maxKeptKeys) || oldest === key) break
    kept.delete(oldest)
    keys -= each.keys.length
  }
  return list
}

/** A page of any list. @throws MethodError `anchorNotFound` */
export async function readAnyPage(
  store: MailStore,
  { listing, wanted }: { readonly listing: EmailListing; readonly wanted: WantedPage },
  pause: () => Promise<void>,
): Promise<ListPage> {
  const list = await listOf(store, listing, pause)
  const start = await startOf(list, wanted, pause)
  const limit = Math.min(wanted.limit, maxQueryLimit)
  await list.grow((keys) => !wanted.calculateTotal && keys.length >= start + limit, pause)
  return {
    position: start,
    keys: list.keys.slice(start, start + limit),
    ...(wanted.calculateTotal ? { total: list.keys.length } : {}),
  }
}

async function startOf(
  list: GrowingList,
  { position, anchor, anchorOffset }: WantedPage,
  pause: () => Promise<void>,
): Promise<number> {
  if (typeof anchor === 'string') {
    const key = emailId.parse(anchor)
    let looked = 0
    let found = -1
    await list.grow((keys) => {
      found = key === null ? -1 : keys.indexOf(key, looked)
      looked = keys.length
      return found >= 0
    }, pause)
    if (found < 0 && key !== null) found = list.keys.indexOf(key)
    if (found < 0) throw new MethodError('anchorNotFound')
    return Math.max(0, found + anchorOffset)
  }
  if (position >= 0) return position
  await list.grow(() => false, pause)
  return Math.max(0, list.keys.length + position)
}

/** Keys of all messages that match, in order. */
export async function readWholeList(
  store: MailStore,
  listing: EmailListing,
  pause: () => Promise<void>,
): Promise<readonly number[]> {
  const list = await listOf(store, listing, pause)
  await list.grow(() => false, pause)
  return list.keys
}

async function reader(store: MailStore, listing: EmailListing, pause: () => Promise<void>): Promise<ReadRows> {
  const headers = await matchHeaders(store, listing, pause)
  const searched = searchReader(store.query, listing, headers)
  if (searched) return searched
  // Sorted in another way: all of it is needed to know its first row.
  let all: readonly Row[] | null = null
  let at = 0
  return (_, wanted) => {
    all ??= matchingRows(store.query, listing, headers)
    at += wanted
    return all.slice(at - wanted, at)
  }
}

/** What a search finds, by date: the index has it in this order, so that its start is read without the rest. */
function searchReader(query: Query, listing: EmailListing, headers: HeaderMatches): ReadRows | null {
  const { account, filter, sort } = listing
  const [first] = sort
  if (sort.length > 1 || (first && first.property !== 'receivedAt')) return null
  const search = filter && searchFilter(filter, account)
  if (!search) return null
  const isDescending = first === undefined || first.isAscending === false
  const others = filterSql({ operator: 'AND', conditions: search.others }, { account, headers })
  const sql = searchSql(others.sql, isDescending)
  return (after, wanted) => {
    const start = after ?? (isDescending ? Number.MAX_SAFE_INTEGER : -1)
    return query.all<Row>(sql, search.match, start, account, ...others.values, wanted)
  }
}

/** SQL: what the index has for a query, from a row on, in its order. */
export function searchSql(others: string, isDescending: boolean): string {
  return `SELECT e.id, e.thread, s.rowid AS row FROM email_search s CROSS JOIN email e ON e.search = s.rowid
    WHERE email_search MATCH ? AND s.rowid ${isDescending ? '<' : '>'} ? AND +e.account = ? AND ${others}
    ORDER BY s.rowid ${isDescending ? 'DESC' : 'ASC'} LIMIT ?`
}

function matchingRows(query: Query, { account, filter, sort }: EmailListing, headers: HeaderMatches): readonly Row[] {
  const where = filter ? filterSql(filter, { account, headers }) : { sql: '1', values: [] }
  const order = sortSql(sort, account)
  return query.all<Row>(
    `SELECT e.id, e.thread, 0 AS row FROM email e WHERE e.account = ? AND ${where.sql} ORDER BY ${order.sql}`,
    account,
    ...where.values,
    ...order.values,
  )
}
