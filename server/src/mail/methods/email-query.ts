import * as v from 'valibot'
import { maxQueryLimit } from '../protocol/limits.ts'
import type { Method, MethodContext } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { queryChangesEntries, queryChangesResponse } from '../protocol/query-changes.ts'
import { queryEntries, queryWindow, windowEntries, type Comparator } from '../protocol/query-window.ts'
import { booleanSchema } from '../protocol/schemas.ts'
import { parseEmailFilter } from '../query/email-condition.ts'
import { emailList, type EmailListing } from '../query/email-list.ts'
import { mailboxPage } from '../query/mailbox-page.ts'
import { sortSql } from '../query/sort-sql.ts'
import { readChanges, readState } from '../store/change-log.ts'
import { emailId } from '../store/object-id.ts'

const collapse = { collapseThreads: v.optional(booleanSchema, false) }
const querySchema = v.strictObject({ ...queryEntries, ...windowEntries, ...collapse })
const changesSchema = v.strictObject({ ...queryChangesEntries, ...collapse })

interface ListingArguments {
  readonly filter?: unknown
  readonly sort?: readonly Comparator[] | null | undefined
  readonly collapseThreads: boolean
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
  const page =
    typeof parsed.anchor === 'string' ? null : mailboxPage(query, listing, { position: parsed.position, limit })
  if (page)
    return {
      ...head,
      position: parsed.position,
      ids: page.keys.map(emailId.format),
      ...(parsed.calculateTotal ? { total: page.total } : {}),
      ...(limit === parsed.limit ? {} : { limit }),
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
