import type { Identity } from '@atrium/mail-contracts'
import * as v from 'valibot'
import type { Query } from '../../database/query.ts'
import { invalidProperties, notFound, SetFailure } from '../protocol/errors.ts'
import { describeIssue, parseArguments, stringSchema, type Method, type MethodContext } from '../protocol/method.ts'
import {
  applyPatch,
  changedProperties,
  getEntries,
  runChanges,
  runGet,
  runSet,
  setEntries,
} from '../protocol/standard-methods.ts'
import { identityId, type WriteScope } from '../store/mail-store.ts'
import { maxIdentities, requireFewerThan } from '../store/storage-limits.ts'

export interface IdentityRow {
  readonly id: number
  readonly name: string
  readonly email: string
  /** JSON of EmailAddress[], or null. */
  readonly reply_to: string | null
  readonly bcc: string | null
  readonly text_signature: string
  readonly html_signature: string
  readonly may_delete: number
}

const columns = 'id, name, email, reply_to, bcc, text_signature, html_signature, may_delete'

export function readIdentity(query: Query, account: number, id: number): IdentityRow | undefined {
  return query.one<IdentityRow>(`SELECT ${columns} FROM identity WHERE id = ? AND account = ?`, id, account)
}

/** The identity of an account with this address, else its first one. */
export function identityFor(query: Query, account: number, address: string): IdentityRow | undefined {
  return query.one<IdentityRow>(
    `SELECT ${columns} FROM identity WHERE account = ? ORDER BY lower(email) = lower(?) DESC, id LIMIT 1`,
    account,
    address,
  )
}

function readIdentities(query: Query, account: number): IdentityRow[] {
  return query.all<IdentityRow>(`SELECT ${columns} FROM identity WHERE account = ? ORDER BY id`, account)
}

type Json = Readonly<Record<string, unknown>>

const addressesSchema = v.nullable(v.array(v.strictObject({ name: v.nullable(stringSchema), email: stringSchema })))

/** What a client may set (RFC 8621 §6). */
const changeSchema = v.strictObject({
  name: v.optional(stringSchema, ''),
  email: stringSchema,
  replyTo: v.optional(addressesSchema, null),
  bcc: v.optional(addressesSchema, null),
  textSignature: v.optional(v.pipe(stringSchema, v.maxLength(100_000)), ''),
  htmlSignature: v.optional(v.pipe(stringSchema, v.maxLength(100_000)), ''),
})

function identityRecord(row: IdentityRow): Record<keyof Identity, unknown> {
  return {
    id: identityId.format(row.id),
    name: row.name,
    email: row.email,
    replyTo: row.reply_to === null ? null : JSON.parse(row.reply_to),
    bcc: row.bcc === null ? null : JSON.parse(row.bcc),
    textSignature: row.text_signature,
    htmlSignature: row.html_signature,
    mayDelete: row.may_delete === 1,
  }
}

const properties: ReadonlySet<string> = new Set(['id', 'mayDelete', ...Object.keys(changeSchema.entries)])

const getSchema = v.strictObject(getEntries)
const setSchema = v.strictObject(setEntries)

/** RFC 8621 §6.1. */
export const identityGet: Method = (args, context) => {
  const { query } = context.store
  const account = context.account.key
  return runGet(context, parseArguments(getSchema, args, context), {
    type: 'Identity',
    id: identityId,
    allKeys: () => readIdentities(query, account).map((row) => row.id),
    read: (key) => {
      const row = readIdentity(query, account, key)
      return row ? identityRecord(row) : null
    },
    isProperty: (name) => properties.has(name),
  })
}

/** RFC 8621 §6.2. */
export const identityChanges: Method = (args, context) =>
  runChanges(args, context, { type: 'Identity', id: identityId })

/** RFC 8621 §6.3. */
export const identitySet: Method = (args, context) =>
  runSet(context, parseArguments(setSchema, args, context), {
    type: 'Identity',
    id: identityId,
    create: (scope, record) => createIdentity(scope, context, record),
    update: (scope, key, patch) => updateIdentity(scope, context, { key, patch }),
    destroy: (scope, key) => {
      const row = readIdentity(scope.query, context.account.key, key)
      if (!row) throw notFound()
      if (row.may_delete === 0)
        throw new SetFailure({
          type: 'forbidden',
          description: 'The identity of the account address cannot be deleted.',
        })
      scope.query.run('DELETE FROM identity WHERE id = ?', key)
      scope.changes(context.account.key).record('Identity', key, 'destroyed')
    },
  })

function createIdentity(scope: WriteScope, context: MethodContext, record: Json): Json & { id: string } {
  const change = parseChange(record)
  if (context.outgoing.resolveAddress(change.email) !== context.account.id)
    throw new SetFailure({ type: 'forbiddenFrom', description: `${change.email} is not an address of this account.` })
  const account = context.account.key
  requireFewerThan(scope.query, { table: 'identity', max: maxIdentities, account })
  const { lastId } = scope.query.run(
    `INSERT INTO identity (account, name, email, reply_to, bcc, text_signature, html_signature, may_delete)
     VALUES (?, ?, ?, ?, ?, ?, ?, 1)`,
    account,
    change.name,
    change.email,
    toJson(change.replyTo),
    toJson(change.bcc),
    change.textSignature,
    change.htmlSignature,
  )
  scope.changes(account).record('Identity', lastId, 'created')
  const made = { ...change, id: identityId.format(lastId), mayDelete: true }
  return { ...Object.fromEntries(Object.entries(made).filter(([name]) => !(name in record))), id: made.id }
}

function updateIdentity(scope: WriteScope, context: MethodContext, { key, patch }: { key: number; patch: Json }): null {
  const account = context.account.key
  const row = readIdentity(scope.query, account, key)
  if (!row) throw notFound()
  const before = identityRecord(row)
  const after = applyPatch(before, patch, { name: '', replyTo: null, bcc: null, textSignature: '', htmlSignature: '' })
  const changed = changedProperties(before, after)
  const fixed = changed.filter((name) => name === 'email' || !(name in changeSchema.entries))
  if (fixed.length > 0) throw invalidProperties(fixed, `${fixed.join(', ')}: cannot be changed`)
  const change = parseChange(Object.fromEntries(Object.entries(after).filter(([name]) => name in changeSchema.entries)))
  if (changed.length === 0) return null
  scope.query.run(
    'UPDATE identity SET name = ?, reply_to = ?, bcc = ?, text_signature = ?, html_signature = ? WHERE id = ?',
    change.name,
    toJson(change.replyTo),
    toJson(change.bcc),
    change.textSignature,
    change.htmlSignature,
    key,
  )
  scope.changes(account).record('Identity', key, 'updated')
  return null
}

function parseChange(record: Json): v.InferOutput<typeof changeSchema> {
  const parsed = v.safeParse(changeSchema, record)
  if (parsed.success) return parsed.output
  const wrong = new Set(parsed.issues.map((issue) => String(issue.path?.[0]?.key)))
  throw invalidProperties([...wrong], describeIssue(parsed.issues[0]))
}

function toJson(addresses: unknown): string | null {
  return addresses === null ? null : JSON.stringify(addresses)
}
