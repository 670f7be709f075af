import type { SQLInputValue } from 'node:sqlite'
import type { Query } from '../../database/query.ts'
import { MethodError } from '../protocol/errors.ts'
import { maxQueryLimit } from '../protocol/limits.ts'
import { readState } from '../store/changes.ts'
import { emailId, mailboxId, type MailStore } from '../store/mail-store.ts'
import { readMailboxes } from '../store/mailboxes.ts'
import { firstSearchRow } from '../store/search-index.ts'
import { filterSql, looksIntoHeaders, matchHeaders, searchFilter, sortSql, type HeaderMatches } from './email-filter.ts'
import { totalOf, walkedList, type EmailListing, type ListPage, type WantedPage } from './list-pages.ts'

interface Row {
  readonly id: number
  readonly thread: number
}

/** Reads the next rows of a list, about as many as are wanted. */
type ReadRows = (wanted: number) => { readonly rows: readonly Row[]; readonly isEnd: boolean }

/** Rows read first: a page, and the messages of its threads. */
const firstRows = 150

/**
 * Rows read in one go. Beyond it: others have their turn before it goes on. With fewer, a long list would take longer:
 * the search index walks from its end to where it goes on.
 */
const mostRows = 20_000

/** A list that is read as far as it was needed, and kept as far as it was read. */
class GrowingList {
  readonly keys: number[] = []
  isWhole = false
  #seen = new Set<number>()
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
    const { rows, isEnd } = this.#read(this.#rows)
    for (const { id, thread } of rows) {
      if (this.#collapses) {
        if (this.#seen.has(thread)) continue
        this.#seen.add(thread)
      }
      this.keys.push(id)
    }
    this.isWhole = isEnd
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
  await list.grow((keys) => keys.length >= start + limit, pause)
  const page = { position: start, keys: list.keys.slice(start, start + limit) }
  if (!wanted.calculateTotal) return page
  const counted = list.isWhole ? null : countAll(store.query, listing)
  if (counted !== null) return { ...page, total: counted }
  await list.grow(() => false, pause)
  return { ...page, total: list.keys.length }
}

/** How many there are, which is the same in every order, without reading them; null where that cannot be said. */
function countAll(query: Query, listing: EmailListing): number | null {
  const walked = walkedList(query, { ...listing, sort: [] })
  if (walked) return totalOf(query, walked)
  const { account, filter, collapseThreads } = listing
  const search = filter && searchFilter(filter, account)
  if (!search || search.others.some(looksIntoHeaders)) return null
  const others = filterSql(
    { operator: 'AND', conditions: search.others },
    { account, headers: new Map(), isWalk: true },
  )
  const count = (sql: string, values: readonly SQLInputValue[]): number =>
    query.one<{ count: number }>(sql, search.match, ...values)?.count ?? 0
  // The match names the account.
  if (!collapseThreads && search.others.length === 0)
    return count('SELECT count(*) AS count FROM email_search WHERE email_search MATCH ?', [])
  return count(
    `SELECT count(${collapseThreads ? 'DISTINCT e.thread' : '*'}) AS count
     FROM email_search s CROSS JOIN email e ON e.search = s.rowid
     WHERE email_search MATCH ? AND +e.account = ? AND ${others.sql}`,
    [account, ...others.values],
  )
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
  const { query } = store
  const headers = await matchHeaders(store, listing, pause)
  const inOrder = searchReader(query, listing, headers) ?? sortedReader(query, listing, headers)
  if (inOrder) return inOrder
  // Sorted in another way: all of it is needed to know its first row.
  let all: readonly Row[] | null = null
  let at = 0
  return (wanted) => {
    all ??= matchingRows(query, listing, headers)
    at += wanted
    return { rows: all.slice(at - wanted, at), isEnd: at >= all.length }
  }
}

interface FoundRow extends Row {
  /** In the search index. */
  readonly row: number
  readonly received_at: number
}

const newestFirst = (one: FoundRow, other: FoundRow): number => other.received_at - one.received_at || other.id - one.id

/**
 * What a search finds, by date. The index has it in nearly this order, so that its start is read without the rest: no
 * message is in a row before those of its second (`firstSearchRow`), so whatever is of a later second than the row that
 * was read last has its place.
 */
function searchReader(query: Query, listing: EmailListing, headers: HeaderMatches): ReadRows | null {
  const { account, filter, sort } = listing
  const [first] = sort
  if (sort.length > 1 || (first && first.property !== 'receivedAt')) return null
  const search = filter && searchFilter(filter, account)
  if (!search) return null
  const others = filterSql({ operator: 'AND', conditions: search.others }, { account, headers, isWalk: true })
  const sql = searchSql(others.sql)
  let reached = Number.MAX_SAFE_INTEGER
  let waiting: FoundRow[] = []
  const read: ReadRows = (wanted) => {
    const found = query.all<FoundRow>(sql, search.match, reached, account, ...others.values, wanted)
    const isEnd = found.length < wanted
    reached = found.at(-1)?.row ?? reached
    waiting = [...waiting, ...found].sort(newestFirst)
    const uncertain = isEnd ? -1 : waiting.findIndex((row) => firstSearchRow(row.received_at) < reached)
    const rows = uncertain < 0 ? waiting : waiting.slice(0, uncertain)
    waiting = uncertain < 0 ? [] : waiting.slice(uncertain)
    return { rows, isEnd }
  }
  return first?.isAscending === false || first === undefined ? read : reversed(read)
}

/** A list from its other end: it is read whole first. */
function reversed(read: ReadRows): ReadRows {
  let all: Row[] = []
  return (wanted) => {
    const { rows, isEnd } = read(wanted)
    all = all.concat(rows)
    return isEnd ? { rows: all.toReversed(), isEnd } : { rows: [], isEnd }
  }
}

/** SQL: what the index has for a query before one of its rows, from there backwards. */
export function searchSql(others: string): string {
  return `SELECT e.id, e.thread, e.received_at, s.rowid AS row FROM email_search s CROSS JOIN email e ON e.search = s.rowid
    WHERE email_search MATCH ? AND s.rowid < ? AND +e.account = ? AND ${others} ORDER BY s.rowid DESC LIMIT ?`
}

/** Orders that an index has: its column and direction. Where values are equal, the newest is first. */
const indexedOrders: readonly (readonly [property: string, column: string, isAscending: boolean])[] = [
  ['from', 'from_sort', true],
  ['subject', 'subject_sort', true],
  ['size', 'size', false],
]

/**
 * Messages of a mailbox for each of an account, by which sorting the mailbox costs as much as walking the account: a
 * page takes as many steps along the index as the account has messages for each of the mailbox.
 */
const sortedShare = 75

/** A list in an order that an index of all messages of the account has; null where there is none, or sorting is less. */
function sortedReader(query: Query, listing: EmailListing, headers: HeaderMatches): ReadRows | null {
  const { account, filter, sort } = listing
  const [first] = sort
  const order = indexedOrders.find(
    ([property, , isAscending]) => first?.property === property && (first.isAscending ?? true) === isAscending,
  )
  if (!order || sort.length > 1 || first?.collation !== undefined) return null
  const mailbox = filter && 'condition' in filter ? mailboxId.parse(filter.condition.inMailbox ?? '') : null
  if (mailbox !== null) {
    const counts = readMailboxes(query, account)
    const all = counts.reduce((sum, row) => sum + row.total_emails, 0)
    const own = counts.find(({ id }) => id === mailbox)?.total_emails ?? 0
    if (own * own < sortedShare * all) return null
  }
  const where = filter ? filterSql(filter, { account, headers, isWalk: true }) : { sql: '1', values: [] }
  const [, column, isAscending] = order
  let last: SortedRow | null = null
  const rows = (sql: string, values: readonly SQLInputValue[], wanted: number): SortedRow[] =>
    query.all<SortedRow>(sql, account, ...values, ...where.values, wanted)
  return (wanted) => {
    const { value, received_at: receivedAt, id } = last ?? { value: null, received_at: 0, id: 0 }
    const same =
      value === null ? [] : rows(sortedSql({ column, isAscending }, where.sql, 'same'), [value, receivedAt, id], wanted)
    const rest =
      same.length < wanted
        ? rows(
            sortedSql({ column, isAscending }, where.sql, value === null ? 'start' : 'after'),
            value === null ? [] : [value],
            wanted - same.length,
          )
        : []
    const found = [...same, ...rest]
    last = found.at(-1) ?? last
    return { rows: found, isEnd: found.length < wanted }
  }
}

interface SortedRow extends Row {
  readonly value: string | number
  readonly received_at: number
}

/** SQL: rows in the order of a column from the start, with the same value behind a row, or with values behind one. */
export function sortedSql(
  { column, isAscending }: { readonly column: string; readonly isAscending: boolean },
  where: string,
  from: 'start' | 'same' | 'after',
): string {
  const place = {
    start: '',
    same: ` AND e.${column} = ? AND (e.received_at, e.id) < (?, ?)`,
    after: ` AND e.${column} ${isAscending ? '>' : '<'} ?`,
  }[from]
  return `SELECT e.id, e.thread, e.received_at, e.${column} AS value FROM email e
    WHERE e.account = ?${place} AND ${where}
    ORDER BY e.${column} ${isAscending ? 'ASC' : 'DESC'}, e.received_at DESC, e.id DESC LIMIT ?`
}

function matchingRows(query: Query, { account, filter, sort }: EmailListing, headers: HeaderMatches): readonly Row[] {
  const where = filter ? filterSql(filter, { account, headers, isWalk: false }) : { sql: '1', values: [] }
  const order = sortSql(sort, account)
  return query.all<Row>(
    `SELECT e.id, e.thread FROM email e WHERE e.account = ? AND ${where.sql} ORDER BY ${order.sql}`,
    account,
    ...where.values,
    ...order.values,
  )
}
