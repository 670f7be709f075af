import type { Mailbox } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { whenWritable } from '../../database/busy.ts'
import type { Query } from '../../database/query.ts'
import { invalidProperties, MethodError, notFound, SetFailure } from '../protocol/errors.ts'
import { maxMailboxDepth, maxSizeMailboxName } from '../protocol/limits.ts'
import {
  booleanSchema,
  describeIssue,
  idReferenceSchema,
  idSchema,
  parseArguments,
  stringSchema,
  unsignedIntSchema,
  type Method,
  type MethodContext,
} from '../protocol/method.ts'
import {
  collate,
  matchesFilter,
  parseFilter,
  queryChangesEntries,
  queryChangesResponse,
  queryEntries,
  queryWindow,
  refuseLongSort,
  windowEntries,
  type Comparator,
  type FilterTree,
} from '../protocol/query.ts'
import {
  applyPatch,
  changedProperties,
  getEntries,
  resolveId,
  runChanges,
  runGet,
  runSet,
  setEntries,
  type SetArguments,
} from '../protocol/standard-methods.ts'
import { readChanges, readState } from '../store/changes.ts'
import { destroyEmail } from '../store/emails.ts'
import { mailboxId, write, type WriteScope } from '../store/mail-store.ts'
import { readMailbox, readMailboxes, recountMailboxes, type MailboxRow } from '../store/mailboxes.ts'
import { maxMailboxes, requireFewerThan } from '../store/storage-limits.ts'

const mailboxGetSchema = v.strictObject(getEntries)

/** RFC 8621 §2.1. */
export const mailboxGet: Method = (args, context) => {
  const { query } = context.store
  return runGet(context, parseArguments(mailboxGetSchema, args, context), {
    type: 'Mailbox',
    id: mailboxId,
    allKeys: () => readMailboxes(query, context.account.key).map((row) => row.id),
    read: (key) => {
      const row = readMailbox(query, context.account.key, key)
      return row ? mailboxRecord(row) : null
    },
    isProperty: (name) => mailboxProperties.has(name),
  })
}

/** RFC 8621 §2.2. */
export const mailboxChanges: Method = (args, context) =>
  runChanges(args, context, {
    type: 'Mailbox',
    id: mailboxId,
    extra: ({ countsOnly, created, destroyed }) => ({
      updatedProperties: countsOnly && created.length === 0 && destroyed.length === 0 ? mailboxCounts : null,
    }),
  })

/** RFC 8621 §2. */
function mailboxRecord(row: MailboxRow): Record<keyof Mailbox, unknown> {
  return {
    id: mailboxId.format(row.id),
    name: row.name,
    parentId: row.parent === null ? null : mailboxId.format(row.parent),
    role: row.role,
    sortOrder: row.sort_order,
    totalEmails: row.total_emails,
    unreadEmails: row.unread_emails,
    totalThreads: row.total_threads,
    unreadThreads: row.unread_threads,
    myRights: {
      mayReadItems: true,
      mayAddItems: true,
      mayRemoveItems: true,
      maySetSeen: true,
      maySetKeywords: true,
      mayCreateChild: true,
      mayRename: true,
      // Mail is delivered to it.
      mayDelete: row.role !== 'inbox',
      maySubmit: true,
    },
    isSubscribed: row.is_subscribed === 1,
  }
}

const mailboxProperties: ReadonlySet<string> = new Set([
  'id',
  'name',
  'parentId',
  'role',
  'sortOrder',
  'totalEmails',
  'unreadEmails',
  'totalThreads',
  'unreadThreads',
  'myRights',
  'isSubscribed',
])

const mailboxCounts: readonly string[] = ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads']

const treeEntries = { sortAsTree: v.optional(booleanSchema, false), filterAsTree: v.optional(booleanSchema, false) }

const querySchema = v.strictObject({ ...queryEntries, ...windowEntries, ...treeEntries })

const changesSchema = v.strictObject({ ...queryChangesEntries, ...treeEntries })

const conditionSchema = v.strictObject({
  parentId: v.nullish(idSchema),
  name: v.optional(stringSchema),
  role: v.nullish(stringSchema),
  hasAnyRole: v.optional(booleanSchema),
  isSubscribed: v.optional(booleanSchema),
})

type Condition = v.InferOutput<typeof conditionSchema>

interface MailboxQuery {
  readonly filter?: unknown
  readonly sort?: readonly Comparator[] | null | undefined
  readonly sortAsTree: boolean
  readonly filterAsTree: boolean
}

/** RFC 8621 §2.3. */
export const mailboxQuery: Method = (args, context) => {
  const parsed = parseArguments(querySchema, args, context)
  const queryState = readState(context.store.query, context.account.key, 'Mailbox')
  const ids = runMailboxQuery(context, parsed)
  return { accountId: context.account.id, queryState, canCalculateChanges: true, ...queryWindow(ids, parsed) }
}

/** RFC 8621 §2.4. */
export const mailboxQueryChanges: Method = (args, context) => {
  const parsed = parseArguments(changesSchema, args, context)
  const { query } = context.store
  const of = { account: context.account.key, type: 'Mailbox' as const }
  const changes = readChanges(query, of, { state: parsed.sinceQueryState, max: Infinity })
  if (!changes) throw new MethodError('cannotCalculateChanges')
  const now = runMailboxQuery(context, parsed)
  const changed = [...changes.created, ...changes.updated, ...changes.destroyed].map(mailboxId.format)
  // In a tree a change of one moves others.
  const tree = (parsed.sortAsTree || parsed.filterAsTree) && !changes.countsOnly && changed.length > 0
  return queryChangesResponse({
    ...parsed,
    newQueryState: changes.newState,
    now,
    touched: new Set(changes.countsOnly ? [] : tree ? [...changed, ...now] : changed),
    created: new Set(changes.created.map(mailboxId.format)),
  })
}

function runMailboxQuery(context: MethodContext, wanted: MailboxQuery): string[] {
  const filter = wanted.filter ? parseFilter(conditionSchema, wanted.filter) : null
  refuseLongSort(wanted.sort ?? [])
  for (const { property, collation } of wanted.sort ?? [])
    if (
      (property !== 'name' && property !== 'sortOrder') ||
      (collation !== undefined && !/^i;(ascii|unicode)-casemap$/.test(collation))
    )
      throw new MethodError('unsupportedSort', `sort: ${property}`)
  const rows = new Map(readMailboxes(context.store.query, context.account.key).map((row) => [row.id, row]))
  const matching = [...rows.values()].filter((row) => matchesMailboxFilter(row, filter))
  const matchingIds = new Set(matching.map((row) => row.id))
  const listed = wanted.filterAsTree
    ? matching.filter((row) => ancestors(row, rows).every(({ id }) => matchingIds.has(id)))
    : matching
  const compare = (a: MailboxRow, b: MailboxRow): number => compareRows(a, b, wanted.sort ?? [])
  const sorted = listed.sort(wanted.sortAsTree ? (a, b) => compareAsTree(a, b, { rows, compare }) : compare)
  return sorted.map((row) => mailboxId.format(row.id))
}

function matchesMailboxFilter(row: MailboxRow, filter: FilterTree<Condition> | null): boolean {
  return filter === null || matchesFilter(filter, (condition) => matchesCondition(row, condition))
}

function matchesCondition(row: MailboxRow, { parentId, name, role, hasAnyRole, isSubscribed }: Condition): boolean {
  return (
    (parentId === undefined || row.parent === (parentId === null ? null : mailboxId.parse(parentId))) &&
    (name === undefined || row.name.toLowerCase().includes(name.toLowerCase())) &&
    (role === undefined || row.role === role) &&
    (hasAnyRole === undefined || (row.role !== null) === hasAnyRole) &&
    (isSubscribed === undefined || (row.is_subscribed === 1) === isSubscribed)
  )
}

function compareRows(a: MailboxRow, b: MailboxRow, sort: readonly Comparator[]): number {
  for (const { property, isAscending = true } of sort) {
    const order = property === 'name' ? collate(a.name, b.name) : collate(a.sort_order, b.sort_order)
    if (order !== 0) return isAscending ? order : -order
  }
  return a.id - b.id
}

/** From the parent up. */
function ancestors(row: MailboxRow, rows: ReadonlyMap<number, MailboxRow>): MailboxRow[] {
  const parent = row.parent === null ? undefined : rows.get(row.parent)
  return parent ? [parent, ...ancestors(parent, rows)] : []
}

function compareAsTree(
  a: MailboxRow,
  b: MailboxRow,
  { rows, compare }: { rows: ReadonlyMap<number, MailboxRow>; compare: (a: MailboxRow, b: MailboxRow) => number },
): number {
  const pathA = [a, ...ancestors(a, rows)].reverse()
  const pathB = [b, ...ancestors(b, rows)].reverse()
  for (const [at, left] of pathA.entries()) {
    const right = pathB[at]
    if (!right) return 1
    if (left.id !== right.id) return compare(left, right)
  }
  return pathA.length - pathB.length
}

const mailboxSetSchema = v.strictObject({ ...setEntries, onDestroyRemoveEmails: v.optional(booleanSchema, false) })

type Json = Readonly<Record<string, unknown>>

/** RFC 8621 §2.5. */
export const mailboxSet: Method = async (args, context) => {
  const parsed = parseArguments(mailboxSetSchema, args, context)
  const account = context.account.key
  const isEmptied = parsed.onDestroyRemoveEmails && (await emptyMailboxes(context, parsed))
  // Of its state before, others may have changed something since.
  const rest = isEmptied ? { ...parsed, ifInState: null } : parsed
  const response = runSet(context, rest, {
    type: 'Mailbox',
    id: mailboxId,
    needs: ({ parentId }) => (typeof parentId === 'string' && parentId.startsWith('#') ? [parentId.slice(1)] : []),
    create: (scope, record) => createMailbox(scope, context, record),
    update: (scope, key, patch) => updateMailbox(scope, context, { key, patch }),
    destroy: (scope, key) => destroyMailbox(scope, account, { key, removeEmails: parsed.onDestroyRemoveEmails }),
    orderDestroy: (scope, keys) => innermostFirst(readMailboxes(scope.query, account), keys),
  })
  return isEmptied ? { ...response, oldState: null } : response
}

/**
 * Messages taken out of a mailbox in one transaction. Beyond it: the others are in further ones, and other requests
 * have their turn between them.
 */
const maxRemovedAtOnce = 20

/** Takes most messages out of the mailboxes that a call destroys, a few at a time. @returns whether there were any */
async function emptyMailboxes(context: MethodContext, { destroy, ifInState }: SetArguments): Promise<boolean> {
  const { store, account } = context
  const state = readState(store.query, account.key, 'Mailbox')
  if (typeof ifInState === 'string' && ifInState !== state) return false
  const keys = new Set((destroy ?? []).map((id) => mailboxId.parse(resolveId(id, context))))
  const rows = readMailboxes(store.query, account.key)
  let isEmptied = false
  for (const { id, role } of rows) {
    // What stays, or is refused, keeps its messages.
    const hasOtherChild = rows.some(({ id: child, parent }) => parent === id && !keys.has(child))
    if (!keys.has(id) || role === 'inbox' || hasOtherChild) continue
    const remove = (): boolean => {
      const members = membersOf(store.query, id, maxRemovedAtOnce)
      if (members.length < maxRemovedAtOnce) return false
      write(store, (scope) => removeMembers(scope, account.key, { key: id, members }))
      return true
    }
    while (await whenWritable(remove)) {
      isEmptied = true
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return isEmptied
}

function createMailbox(scope: WriteScope, context: MethodContext, record: Json): Json & { id: string } {
  const account = context.account.key
  requireFewerThan(scope.query, { table: 'mailbox', max: maxMailboxes, account })
  const change = parseChange(context, scope, record)
  const others = readMailboxes(scope.query, account)
  checkMailbox(others, change, null)
  const { lastId } = scope.query.run(
    'INSERT INTO mailbox (account, parent, name, role, sort_order, is_subscribed) VALUES (?, ?, ?, ?, ?, ?)',
    account,
    change.parent,
    change.name,
    change.role,
    change.sortOrder,
    Number(change.isSubscribed),
  )
  scope.changes(account).record('Mailbox', lastId, 'created')
  if (change.role === 'trash') recountMailboxes(scope, account)
  const row = readMailbox(scope.query, account, lastId)
  if (!row) throw new Error('the mailbox just made is gone')
  const made = mailboxRecord(row)
  const unasked = Object.entries(made).filter(([name]) => !(name in record))
  return { ...Object.fromEntries(unasked), id: mailboxId.format(lastId) }
}

function updateMailbox(scope: WriteScope, context: MethodContext, { key, patch }: { key: number; patch: Json }): null {
  const account = context.account.key
  const row = readMailbox(scope.query, account, key)
  if (!row) throw notFound()
  const before = mailboxRecord(row)
  const after = applyPatch(before, patch, { parentId: null, role: null, sortOrder: 0, isSubscribed: true })
  const changed = changedProperties(before, after)
  const serverSet = changed.filter((name) => !(name in mailboxChangeSchema.entries))
  if (serverSet.length > 0) throw invalidProperties(serverSet, `${serverSet.join(', ')}: cannot be set`)
  const change = parseChange(
    context,
    scope,
    Object.fromEntries(Object.entries(after).filter(([name]) => name in mailboxChangeSchema.entries)),
  )
  checkMailbox(readMailboxes(scope.query, account), change, key)
  if (row.role === 'inbox' && change.role !== 'inbox')
    throw invalidProperties(['role'], 'role: the inbox must stay the inbox')
  if (changed.length === 0) return null
  scope.query.run(
    'UPDATE mailbox SET parent = ?, name = ?, role = ?, sort_order = ?, is_subscribed = ? WHERE id = ?',
    change.parent,
    change.name,
    change.role,
    change.sortOrder,
    Number(change.isSubscribed),
    key,
  )
  scope.changes(account).record('Mailbox', key, 'updated')
  if (row.role !== change.role && [row.role, change.role].includes('trash')) recountMailboxes(scope, account)
  return null
}

/** Registered mailbox roles (IANA, IMAP Mailbox Name Attributes) that make sense for a mailbox of one user. */
const roles = [
  'inbox',
  'archive',
  'drafts',
  'sent',
  'trash',
  'junk',
  'flagged',
  'important',
  'all',
  'memos',
  'scheduled',
  'snoozed',
  'subscribed',
  'templates',
]

/** What a client may set. */
const mailboxChangeSchema = v.strictObject({
  name: v.pipe(
    stringSchema,
    v.transform((name) => name.normalize('NFC')),
    v.check((name) => name.trim() !== '' && !/[\p{Cc}\u2028\u2029]/u.test(name), 'must be a name'),
    v.check((name) => Buffer.byteLength(name) <= maxSizeMailboxName, `must have at most ${maxSizeMailboxName} bytes`),
  ),
  parentId: v.optional(v.nullable(idReferenceSchema), null),
  role: v.optional(v.nullable(v.picklist(roles, 'must be a registered role')), null),
  sortOrder: v.optional(v.pipe(unsignedIntSchema, v.maxValue(2 ** 31 - 1, 'must be less than 2^31')), 0),
  isSubscribed: v.optional(booleanSchema, true),
})

type MailboxChange = Omit<v.InferOutput<typeof mailboxChangeSchema>, 'parentId'> & {
  readonly parent: number | null
}

function parseChange(context: MethodContext, scope: WriteScope, record: Json): MailboxChange {
  const parsed = v.safeParse(mailboxChangeSchema, record)
  if (!parsed.success) {
    const wrong = parsed.issues.map((issue) => String(issue.path?.[0]?.key))
    const readable = describeIssue(parsed.issues[0])
    throw invalidProperties(
      [...new Set(wrong)],
      mailboxProperties.has(wrong[0] ?? '') ? readable : `${readable}: unknown property of a Mailbox`,
    )
  }
  const { parentId, ...change } = parsed.output
  if (parentId === null) return { ...change, parent: null }
  const parent = mailboxId.parse(resolveId(parentId, context))
  if (parent === null || !readMailbox(scope.query, context.account.key, parent))
    throw invalidProperties(['parentId'], 'parentId: unknown mailbox')
  return { ...change, parent }
}

/**
 * Refuses what would break the tree: a taken name or role, a circle, too many levels.
 * `id` is the mailbox itself when it exists.
 */
function checkMailbox(others: readonly MailboxRow[], change: MailboxChange, id: number | null): void {
  const rows = new Map(others.map((row) => [row.id, row]))
  const siblings = others.filter((row) => row.id !== id && row.parent === change.parent)
  const namesake = siblings.find((row) => row.name === change.name)
  if (namesake)
    throw new SetFailure({
      type: 'alreadyExists',
      existingId: mailboxId.format(namesake.id),
      properties: ['name'],
      description: 'name: a mailbox with this name already exists',
    })
  if (change.role !== null && others.some((row) => row.id !== id && row.role === change.role))
    throw invalidProperties(['role'], 'role: another mailbox has this role')
  let depth = 1
  for (let parent = change.parent; parent !== null; parent = rows.get(parent)?.parent ?? null) {
    depth += 1
    if (parent === id) throw invalidProperties(['parentId'], 'parentId: is below the mailbox itself')
    if (depth > maxMailboxDepth) throw invalidProperties(['parentId'], `parentId: at most ${maxMailboxDepth} levels`)
  }
}

interface Member {
  id: number
  thread: number
  mailboxes: number
}

/** RFC 8621 §2.5, destroy. */
function destroyMailbox(
  scope: WriteScope,
  account: number,
  { key, removeEmails }: { key: number; removeEmails: boolean },
): void {
  const { query } = scope
  const row = readMailbox(query, account, key)
  if (!row) throw notFound()
  if (row.role === 'inbox') throw new SetFailure({ type: 'forbidden', description: 'The inbox cannot be deleted.' })
  if (query.one('SELECT 1 FROM mailbox WHERE parent = ? LIMIT 1', key))
    throw new SetFailure({ type: 'mailboxHasChild' })
  if (row.total_emails > 0 && !removeEmails) throw new SetFailure({ type: 'mailboxHasEmail' })
  removeMembers(scope, account, { key, members: membersOf(query, key) })
  query.run('DELETE FROM mailbox WHERE id = ?', key)
  scope.changes(account).record('Mailbox', key, 'destroyed')
  if (row.role === 'trash') recountMailboxes(scope, account)
}

function membersOf(query: Query, mailbox: number, limit = -1): Member[] {
  return query.all<Member>(
    `SELECT e.id, e.thread, (SELECT count(*) FROM email_mailbox o WHERE o.email = e.id) AS mailboxes
     FROM email_mailbox m JOIN email e ON e.id = m.email WHERE m.mailbox = ? LIMIT ?`,
    mailbox,
    limit,
  )
}

/** Takes messages out of a mailbox; what is in no other one is destroyed. */
function removeMembers(
  scope: WriteScope,
  account: number,
  { key, members }: { readonly key: number; readonly members: readonly Member[] },
): void {
  const changes = scope.changes(account)
  for (const member of members) {
    changes.touchThread(member.thread)
    if (member.mailboxes === 1) destroyEmail(scope, account, member)
    else {
      scope.query.run('DELETE FROM email_mailbox WHERE email = ? AND mailbox = ?', member.id, key)
      changes.record('Email', member.id, 'updated')
    }
  }
}

/** Children before their parents. */
function innermostFirst(rows: readonly MailboxRow[], keys: readonly number[]): number[] {
  const parents = new Map(rows.map((row) => [row.id, row.parent]))
  const depth = (key: number): number => {
    let levels = 0
    for (let parent = parents.get(key); parent !== null && parent !== undefined; parent = parents.get(parent))
      levels += 1
    return levels
  }
  return [...keys].sort((a, b) => depth(b) - depth(a))
}
