import * as v from 'valibot'
import { invalidProperties, notFound, SetFailure } from '../protocol/errors.ts'
import {
  booleanSchema,
  describeIssue,
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
import { filterConditionSchema, maxFilterParts, maxFilters, readFilters, type FilterRow } from '../store/filters.ts'
import { isKeyword } from '../store/keywords.ts'
import { createObjectId, mailboxId, type WriteScope } from '../store/mail-store.ts'
import { readMailbox } from '../store/mailboxes.ts'

const filterId = createObjectId('R')

export const filterAccount = { maxFilters, maxConditionsInFilter: maxFilterParts, maxKeywordsInFilter: maxFilterParts }

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
})

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
        `INSERT INTO mail_filter (account, name, sort_order, is_enabled, match, conditions, mailbox, keywords, is_final)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
  const defaults = { sortOrder: 0, isEnabled: true, match: 'all', mailboxId: null, keywords: {}, isFinal: false }
  const after = applyPatch(before, patch, defaults)
  const changed = changedProperties(before, after)
  if (changed.includes('id')) throw invalidProperties(['id'], 'id: cannot be changed')
  const { id: _, ...rest } = after
  const change = parseChange(rest)
  if (changed.length === 0) return null
  scope.query.run(
    `UPDATE mail_filter SET name = ?, sort_order = ?, is_enabled = ?, match = ?, conditions = ?, mailbox = ?,
       keywords = ?, is_final = ? WHERE id = ?`,
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
  ] as const
}
