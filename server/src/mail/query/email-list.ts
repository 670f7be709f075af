import type { FilterTree } from '../protocol/filter-tree.ts'
import type { Comparator } from '../protocol/query-window.ts'
import { readState } from '../store/change-log.ts'
import type { MailStore } from '../store/mail-store.ts'
import type { EmailCondition } from './email-condition.ts'
import { filterSql } from './filter-sql.ts'
import { mailboxRows } from './mailbox-page.ts'
import { matchHeaders, type HeaderMatches } from './match-headers.ts'
import { sortSql } from './sort-sql.ts'

export interface EmailListing {
  readonly account: number
  readonly filter: FilterTree<EmailCondition> | null
  readonly sort: readonly Comparator[]
  readonly collapseThreads: boolean
}

/** Whole results that are kept, of all accounts together. */
const maxKept = 30

/** Per store: results by what was asked and the state it was asked in. */
const kept = new WeakMap<MailStore, Map<string, readonly number[]>>()

/**
 * Keys of all messages that match, in order. The same question in the same state is answered from
 * memory, so that paging through a long list does not compute it for each page.
 */
export async function emailList(
  store: MailStore,
  listing: EmailListing,
  pause: () => Promise<void>,
): Promise<readonly number[]> {
  const results = kept.get(store) ?? new Map<string, readonly number[]>()
  kept.set(store, results)
  const key = JSON.stringify([listing, readState(store.query, listing.account, 'Email')])
  const known = results.get(key)
  const result = known ?? (await compute(store, listing, pause))
  results.delete(key)
  results.set(key, result)
  const [oldest] = results.size > maxKept ? results.keys() : []
  if (oldest !== undefined) results.delete(oldest)
  return result
}

interface Row {
  readonly id: number
  readonly thread: number
}

async function compute(store: MailStore, listing: EmailListing, pause: () => Promise<void>): Promise<number[]> {
  const headers = await matchHeaders(store, listing, pause)
  const rows = mailboxRows(store.query, listing) ?? matchingRows(store, listing, headers)
  if (!listing.collapseThreads) return rows.map((row) => row.id)
  const seen = new Set<number>()
  return rows.flatMap(({ id, thread }) => {
    if (seen.has(thread)) return []
    seen.add(thread)
    return [id]
  })
}

function matchingRows(
  store: MailStore,
  { account, filter, sort }: EmailListing,
  headers: HeaderMatches,
): readonly Row[] {
  const where = filter ? filterSql(filter, { account, headers }) : { sql: '1', values: [] }
  const order = sortSql(sort, account)
  return store.query.all<Row>(
    `SELECT e.id, e.thread FROM email e WHERE e.account = ? AND ${where.sql} ORDER BY ${order.sql}`,
    account,
    ...where.values,
    ...order.values,
  )
}
