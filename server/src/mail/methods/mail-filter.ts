import * as v from 'valibot'
import { invalidArguments, invalidProperties, notFound, SetFailure } from '../protocol/errors.ts'
import {
  booleanSchema,
  describeIssue,
  idSchema,
  parseArguments,
  setSchema as keywordsSchema,
  stringSchema,
  unsignedIntSchema,
  type Method,
  type MethodContext,
} from '../protocol/method.ts'
import {
  applyPatch,
  changedProperties,
  getEntries,
  resolveId,
  runChanges,
  runGet,
  runSet,
  setEntries,
} from '../protocol/standard-methods.ts'
import { mailboxesOf, readEmail, updateEmail } from '../store/emails.ts'
import {
  applyFilters,
  filterConditionSchema,
  maxFilterParts,
  maxFilters,
  maxForwardTo,
  maxRejectText,
  readFilters,
  type FilterRow,
} from '../store/filters.ts'
import { isKeyword, readKeywords } from '../store/keywords.ts'
import { createObjectId, mailboxId, write, type WriteScope } from '../store/mail-store.ts'
import { mailboxOfRole, readMailbox } from '../store/mailboxes.ts'
import { loadMessage } from '../store/messages.ts'
import { addressPattern } from '../submission/create-submission.ts'

const filterId = createObjectId('R')

export const filterAccount = {
  maxFilters,
  maxConditionsInFilter: maxFilterParts,
  maxKeywordsInFilter: maxFilterParts,
  maxForwardTo,
}

/** Messages that one `MailFilter/apply` looks at. Beyond it: `next` says where the next call goes on. */
const maxApplied = 500

/** Messages in one transaction of it: others have their turn in between. */
const appliedAtOnce = 20

/** What a client may set. */
const changeSchema = v.strictObject({
  name: v.pipe(stringSchema, v.minLength(1), v.maxLength(200)),
  sortOrder: v.optional(unsignedIntSchema, 0),
  isEnabled: v.optional(booleanSchema, true),
  match: v.optional(v.picklist(['all', 'any'], 'must be "all" or "any"'), 'all'),
  conditions: v.pipe(
    v.array(filterConditionSchema, 'must be a FilterCondition[]'),
    v.minLength(1, 'must have a condition'),
    v.maxLength(maxFilterParts, `has more than ${maxFilterParts} conditions`),
  ),
  mailboxId: v.optional(v.nullable(stringSchema), null),
  keywords: v.optional(
    v.pipe(
      keywordsSchema,
      v.check((set) => Object.keys(set).length <= maxFilterParts, `has more than ${maxFilterParts} keywords`),
      v.check((set) => Object.keys(set).every(isKeyword), 'must be keywords'),
    ),
    {},
  ),
  isFinal: v.optional(booleanSchema, false),
  forwardTo: v.optional(
    v.pipe(
      v.array(v.pipe(stringSchema, v.regex(addressPattern, 'must be an address')), 'must be a String[]'),
      v.maxLength(maxForwardTo, `has more than ${maxForwardTo} addresses`),
    ),
    [],
  ),
  reject: v.optional(
    v.nullable(
      v.pipe(
        stringSchema,
        v.maxLength(maxRejectText, `has more than ${maxRejectText} characters`),
        v.regex(/^[\x20-\x7e]*[!-~][\x20-\x7e]*$/, 'must be one line of ASCII'),
      ),
    ),
    null,
  ),
})

const defaults = {
  sortOrder: 0,
  isEnabled: true,
  match: 'all',
  mailboxId: null,
  keywords: {},
  isFinal: false,
  forwardTo: [],
  reject: null,
}

type Change = v.InferOutput<typeof changeSchema>
type Json = Readonly<Record<string, unknown>>

const properties: ReadonlySet<string> = new Set(['id', ...Object.keys(changeSchema.entries)])

function filterRecord(row: FilterRow): Json {
  return {
    id: filterId.format(row.id),
    name: row.name,
    sortOrder: row.sort_order,
    isEnabled: row.is_enabled === 1,
    match: row.match,
    conditions: JSON.parse(row.conditions),
    mailboxId: row.mailbox === null ? null : mailboxId.format(row.mailbox),
    keywords: Object.fromEntries(keywordsOf(row).map((keyword) => [keyword, true])),
    isFinal: row.is_final === 1,
    forwardTo: JSON.parse(row.forward_to),
    reject: row.reject,
  }
}

const keywordsOf = (row: FilterRow): string[] => JSON.parse(row.keywords)

const filtersOf = ({ store, account }: MethodContext): readonly FilterRow[] => readFilters(store.query, account.key)

const findFilter = (context: MethodContext, key: number): FilterRow | undefined =>
  filtersOf(context).find(({ id }) => id === key)

const getSchema = v.strictObject(getEntries)
const setSchema = v.strictObject(setEntries)

/** MailFilter/get: a standard /get. */
export const mailFilterGet: Method = (args, context) =>
  runGet(context, parseArguments(getSchema, args, context), {
    type: 'MailFilter',
    id: filterId,
    allKeys: () => filtersOf(context).map(({ id }) => id),
    read: (key) => {
      const row = findFilter(context, key)
      return row ? filterRecord(row) : null
    },
    isProperty: (name) => properties.has(name),
  })

/** MailFilter/changes: a standard /changes. */
export const mailFilterChanges: Method = (args, context) =>
  runChanges(args, context, { type: 'MailFilter', id: filterId })

/** MailFilter/set: a standard /set. */
export const mailFilterSet: Method = (args, context) =>
  runSet(context, parseArguments(setSchema, args, context), {
    type: 'MailFilter',
    id: filterId,
    create: (scope, record) => {
      const change = parseChange(record)
      if (filtersOf(context).length >= maxFilters)
        throw new SetFailure({ type: 'overQuota', description: `An account may have at most ${maxFilters} filters.` })
      const { lastId } = scope.query.run(
        `INSERT INTO mail_filter (account, name, sort_order, is_enabled, match, conditions, mailbox, keywords, is_final,
           forward_to, reject) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        context.account.key,
        ...columnsOf(context, change),
      )
      scope.changes(context.account.key).record('MailFilter', lastId, 'created')
      const made = Object.entries(change).filter(([name]) => !(name in record))
      return { ...Object.fromEntries(made), id: filterId.format(lastId) }
    },
    update: (scope, key, patch) => update(scope, context, { key, patch }),
    destroy: (scope, key) => {
      if (!findFilter(context, key)) throw notFound()
      scope.query.run('DELETE FROM mail_filter WHERE id = ?', key)
      scope.changes(context.account.key).record('MailFilter', key, 'destroyed')
    },
  })

function update(scope: WriteScope, context: MethodContext, { key, patch }: { key: number; patch: Json }): null {
  const row = findFilter(context, key)
  if (!row) throw notFound()
  const before = filterRecord(row)
  const after = applyPatch(before, patch, defaults)
  const changed = changedProperties(before, after)
  if (changed.includes('id')) throw invalidProperties(['id'], 'id: cannot be changed')
  const { id: _, ...rest } = after
  const change = parseChange(rest)
  if (changed.length === 0) return null
  scope.query.run(
    `UPDATE mail_filter SET name = ?, sort_order = ?, is_enabled = ?, match = ?, conditions = ?, mailbox = ?,
       keywords = ?, is_final = ?, forward_to = ?, reject = ? WHERE id = ?`,
    ...columnsOf(context, change),
    key,
  )
  scope.changes(context.account.key).record('MailFilter', key, 'updated')
  return null
}

function parseChange(record: Json): Change {
  const parsed = v.safeParse(changeSchema, record)
  if (parsed.success) return parsed.output
  throw invalidProperties([String(parsed.issues[0].path?.[0]?.key)], describeIssue(parsed.issues[0]))
}

/** @throws SetFailure `invalidProperties` for a mailbox that is not of the account */
function columnsOf(context: MethodContext, change: Change) {
  const { store, account } = context
  const mailbox = change.mailboxId === null ? null : mailboxId.parse(resolveId(change.mailboxId, context))
  if (change.mailboxId !== null && (mailbox === null || !readMailbox(store.query, account.key, mailbox)))
    throw invalidProperties(['mailboxId'], `mailboxId: unknown mailbox ${change.mailboxId.slice(0, 100)}`)
  return [
    change.name,
    change.sortOrder,
    Number(change.isEnabled),
    change.match,
    JSON.stringify(change.conditions),
    mailbox,
    JSON.stringify(Object.keys(change.keywords).map((keyword) => keyword.toLowerCase())),
    Number(change.isFinal),
    JSON.stringify(change.forwardTo),
    change.reject,
  ] as const
}

const applySchema = v.strictObject({
  accountId: idSchema,
  ids: v.nullish(v.array(v.string('must be an Id'), 'must be an Id[]')),
  mailboxId: v.nullish(v.string('must be an Id')),
  position: v.nullish(v.pipe(stringSchema, v.regex(/^\d{1,15}-\d{1,15}$/, 'must be the "next" of a response'))),
})

interface AppliedRow {
  readonly received_at: number
  readonly email: number
}

/**
 * MailFilter/apply: moves and marks the messages that a mailbox has already, the newest first; nothing is forwarded or
 * rejected. `ids` names the filters (default: all that are enabled), `mailboxId` the mailbox (default: the inbox). The
 * response has `examined`, `changed`, and `next`, the `position` of the next call, or null at the end.
 */
export const mailFilterApply: Method = async (args, context) => {
  const { ids, mailboxId: given, position } = parseArguments(applySchema, args, context)
  const { store, account } = context
  const only = ids ? { only: new Set(ids.map((id) => requireFilter(context, id))) } : {}
  const mailbox = given ? mailboxId.parse(resolveId(given, context)) : mailboxOfRole(store.query, account.key, 'inbox')
  if (mailbox === null || !readMailbox(store.query, account.key, mailbox))
    throw invalidArguments(`mailboxId: unknown mailbox ${(given ?? 'of the role inbox').slice(0, 100)}`)
  const [before = Number.MAX_SAFE_INTEGER, email = 0] = position?.split('-').map(Number) ?? []
  let last: AppliedRow = { received_at: before, email }
  let examined = 0
  let changed = 0
  for (let full = true; full && examined < maxApplied;) {
    const rows = store.query.all<AppliedRow>(
      `SELECT received_at, email FROM email_mailbox WHERE mailbox = ? AND (received_at, email) < (?, ?)
       ORDER BY received_at DESC, email DESC LIMIT ${appliedAtOnce}`,
      mailbox,
      last.received_at,
      last.email,
    )
    write(store, (scope) => {
      for (const row of rows) changed += Number(applyTo(scope, context, { email: row.email, mailbox, ...only }))
    })
    examined += rows.length
    full = rows.length === appliedAtOnce
    last = rows.at(-1) ?? last
    if (!full) return { accountId: account.id, examined, changed, next: null }
    await context.budget.pause()
  }
  return { accountId: account.id, examined, changed, next: `${last.received_at}-${last.email}` }
}

/** @throws MethodError `invalidArguments` */
function requireFilter(context: MethodContext, id: string): number {
  const key = filterId.parse(resolveId(id, context))
  if (key === null || !findFilter(context, key)) throw invalidArguments(`ids: unknown filter ${id.slice(0, 100)}`)
  return key
}

interface Applied {
  readonly email: number
  /** What it leaves when it is moved. */
  readonly mailbox: number
  readonly only?: ReadonlySet<number>
}

/** @returns whether the message has changed */
function applyTo(scope: WriteScope, { account }: MethodContext, { email: id, mailbox, ...only }: Applied): boolean {
  const email = readEmail(scope.query, account.key, id)
  const message = email && loadMessage(scope.query, email.blob)
  if (!email || !message) return false
  const filtered = applyFilters(scope.query, account.key, { message, blob: email.blob, ...only })
  const before = mailboxesOf(scope.query, id)
  const moved = filtered.mailbox !== null && filtered.mailbox !== mailbox
  const mailboxes = new Set(moved ? before.map((key) => (key === mailbox ? (filtered.mailbox ?? key) : key)) : before)
  const had = readKeywords(scope.query, email)
  const keywords = new Set([...had, ...filtered.keywords])
  const marked = keywords.size > had.length
  if (!moved && !marked) return false
  updateEmail(scope, account.key, { email, ...(moved ? { mailboxes } : {}), ...(marked ? { keywords } : {}) })
  return true
}
