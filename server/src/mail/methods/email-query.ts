import * as v from 'valibot'
import { MethodError } from '../protocol/errors.ts'
import { maxQueryLimit } from '../protocol/limits.ts'
import { booleanSchema, parseArguments, type Method, type MethodContext } from '../protocol/method.ts'
import {
  placedChangesResponse,
  queryChangesEntries,
  queryChangesResponse,
  queryEntries,
  windowEntries,
  type Comparator,
} from '../protocol/query.ts'
import { parseEmailFilter, sortSql } from '../query/email-filter.ts'
import { readAnyPage, readWholeList } from '../query/growing-list.ts'
import { indexOf, readPage, totalOf, walkedList, type EmailListing } from '../query/list-pages.ts'
import { readChanges, readState } from '../store/changes.ts'
import { emailId } from '../store/mail-store.ts'

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
  const wanted = { ...parsed, limit }
  const page = walked
    ? readPage(query, walked, wanted)
    : await readAnyPage(context.store, { listing, wanted }, () => context.budget.pause())
  if (page === 'anchorNotFound') throw new MethodError('anchorNotFound')
  const { keys, ...place } = page
  // The limit is named only where it is ours (RFC 8620 §5.5).
  return { ...head, ...place, ids: keys.map(emailId.format), ...(limit === parsed.limit ? {} : { limit }) }
}

/**
 * Messages that may have changed since a query state. Beyond it `cannotCalculateChanges`: reading the list again costs
 * less than its changes. A constant.
 */
const maxLogged = 5000

/** RFC 8621 §4.5. */
export const emailQueryChanges: Method = async (args, context) => {
  const parsed = parseArguments(changesSchema, args, context)
  const listing = toListing(context, parsed)
  const { query } = context.store
  const { key: account } = context.account
  const walked = walkedList(query, listing)
  const now = walked ? [] : await settledList(context, listing)
  const emails = readChanges(query, { account, type: 'Email' }, { state: parsed.sinceQueryState, max: maxLogged })
  if (!emails || emails.hasMore) throw new MethodError('cannotCalculateChanges')
  // A change to one message can move others of its thread in or out.
  const changed = [...emails.created, ...emails.updated]
  const neighbours = query.all<{ id: number }>(
    'SELECT id FROM email WHERE thread IN (SELECT thread FROM email WHERE id IN (SELECT value FROM json_each(?)))',
    JSON.stringify(changed),
  )
  const reduced = emails.destroyed.length > 0 ? membersOfChangedThreads(context, parsed.sinceQueryState) : []
  const touched = [...changed, ...emails.destroyed, ...neighbours.map((row) => row.id), ...reduced]
  const created = new Set(emails.created.map(emailId.format))
  if (walked) {
    const places = Array.from(new Set(touched), (key) => ({
      id: emailId.format(key),
      index: indexOf(query, walked, key),
    }))
    return placedChangesResponse({
      ...parsed,
      newQueryState: emails.newState,
      total: parsed.calculateTotal ? totalOf(query, walked) : 0,
      places,
      created,
    })
  }
  return queryChangesResponse({
    ...parsed,
    newQueryState: emails.newState,
    now: now.map(emailId.format),
    touched: new Set(touched.map(emailId.format)),
    created,
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
    const list = await readWholeList(context.store, listing, () => context.budget.pause())
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
