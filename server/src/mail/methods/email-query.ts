import * as v from 'valibot'
import { MethodError } from '../protocol/errors.ts'
import { maxQueryLimit } from '../protocol/limits.ts'
import { booleanSchema, parseArguments, type Method, type MethodContext } from '../protocol/method.ts'
import {
  queryChangesEntries,
  queryChangesResponse,
  queryEntries,
  queryWindow,
  windowEntries,
  type Comparator,
} from '../protocol/query.ts'
import { filterSql, matchHeaders, parseEmailFilter, sortSql, type HeaderMatches } from '../query/email-filter.ts'
import { readPage, walkedList, type EmailListing } from '../query/list-pages.ts'
import { readChanges, readState } from '../store/changes.ts'
import { emailId, type MailStore } from '../store/mail-store.ts'

const collapse = { collapseThreads: v.optional(booleanSchema, false) }

const querySchema = v.strictObject({ ...queryEntries, ...windowEntries, ...collapse })

const changesSchema = v.strictObject({ ...queryChangesEntries, ...collapse })

interface ListingArguments {
  readonly filter?: unknown
  readonly sort?: readonly Comparator[] | null | undefined
  readonly collapseThreads: boolean
}

/** RFC 8621 §4.4. */
export const emailQuery: Method = async (args, context) => {
  const parsed = parseArguments(querySchema, args, context)
  const listing = toListing(context, parsed)
  const { query } = context.store
  const head = {
    accountId: context.account.id,
    queryState: readState(query, context.account.key, 'Email'),
    canCalculateChanges: true,
  }
  const limit = Math.min(parsed.limit ?? maxQueryLimit, maxQueryLimit)
  const walked = walkedList(query, listing)
  if (walked) {
    const page = readPage(query, walked, { ...parsed, limit })
    if (page === 'anchorNotFound') throw new MethodError('anchorNotFound')
    const { keys, ...place } = page
    // The limit is named only where it is ours (RFC 8620 §5.5).
    return { ...head, ...place, ids: keys.map(emailId.format), ...(limit === parsed.limit ? {} : { limit }) }
  }
  const all = await emailList(context.store, listing, () => context.budget.pause())
  return { ...head, ...queryWindow(all.map(emailId.format), parsed) }
}

/** RFC 8621 §4.5. */
export const emailQueryChanges: Method = async (args, context) => {
  const parsed = parseArguments(changesSchema, args, context)
  const listing = toListing(context, parsed)
  const { query } = context.store
  const { key: account } = context.account
  const since = { state: parsed.sinceQueryState, max: Infinity }
  const now = await settledList(context, listing)
  const emails = readChanges(query, { account, type: 'Email' }, since)
  if (!emails) throw new MethodError('cannotCalculateChanges')
  // A change to one message can move others of its thread in or out.
  const changed = [...emails.created, ...emails.updated]
  const neighbours = query.all<{ id: number }>(
    'SELECT id FROM email WHERE thread IN (SELECT thread FROM email WHERE id IN (SELECT value FROM json_each(?)))',
    JSON.stringify(changed),
  )
  const reduced = emails.destroyed.length > 0 ? membersOfChangedThreads(context, parsed.sinceQueryState) : []
  const touched = [...changed, ...emails.destroyed, ...neighbours.map((row) => row.id), ...reduced]
  return queryChangesResponse({
    ...parsed,
    newQueryState: emails.newState,
    now: now.map(emailId.format),
    touched: new Set(touched.map(emailId.format)),
    created: new Set(emails.created.map(emailId.format)),
  })
}

function toListing(context: MethodContext, { filter, sort, collapseThreads }: ListingArguments): EmailListing {
  const comparators = sort ?? []
  // Refuses what cannot be sorted by, also where the list needs no computing.
  sortSql(comparators, context.account.key)
  return {
    account: context.account.key,
    filter: filter ? parseEmailFilter(filter) : null,
    sort: comparators,
    collapseThreads,
  }
}

/** The list as it is in the state that is read right after it: others may have changed it while it was made. */
async function settledList(context: MethodContext, listing: EmailListing): Promise<readonly number[]> {
  const state = (): string => readState(context.store.query, context.account.key, 'Email')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = state()
    const list = await emailList(context.store, listing, () => context.budget.pause())
    if (state() === before) return list
  }
  throw new MethodError('cannotCalculateChanges', 'The mailbox is changing faster than it can be listed.')
}

/** States are numbers of one sequence per account, so a state of Email says where to look in the log of Thread. */
function membersOfChangedThreads(context: MethodContext, state: string): number[] {
  const { query } = context.store
  const rows = query.all<{ id: number }>(
    `SELECT id FROM email WHERE thread IN
       (SELECT object FROM change_log WHERE account = ?1 AND type = 'Thread' AND modseq > ?2)`,
    context.account.key,
    Number(state),
  )
  return rows.map((row) => row.id)
}

/** Whole results that are cached, of all accounts together. */
const maxCachedResults = 30

/** Per store: results by listing and state. */
const cachedResults = new WeakMap<MailStore, Map<string, readonly number[]>>()

/**
 * Keys of all messages that match, in order. The same question in the same state is answered from
 * memory, so that paging through a long list does not compute it for each page.
 */
async function emailList(
  store: MailStore,
  listing: EmailListing,
  pause: () => Promise<void>,
): Promise<readonly number[]> {
  const results = cachedResults.get(store) ?? new Map<string, readonly number[]>()
  cachedResults.set(store, results)
  const key = JSON.stringify([listing, readState(store.query, listing.account, 'Email')])
  const known = results.get(key)
  const result = known ?? (await computeList(store, listing, pause))
  results.delete(key)
  results.set(key, result)
  const [oldest] = results.size > maxCachedResults ? results.keys() : []
  if (oldest !== undefined) results.delete(oldest)
  return result
}

interface Row {
  readonly id: number
  readonly thread: number
}

async function computeList(store: MailStore, listing: EmailListing, pause: () => Promise<void>): Promise<number[]> {
  const headers = await matchHeaders(store, listing, pause)
  const rows = matchingRows(store, listing, headers)
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
