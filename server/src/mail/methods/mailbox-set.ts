import * as v from 'valibot'
import type { Method, MethodContext } from '../protocol/method-context.ts'
import { describeIssue, parseArguments } from '../protocol/parse-arguments.ts'
import { applyPatch, changedProperties } from '../protocol/patch-object.ts'
import { resolveId } from '../protocol/run-get.ts'
import { runSet, setEntries } from '../protocol/run-set.ts'
import { booleanSchema } from '../protocol/schemas.ts'
import { invalidProperties, notFound } from '../protocol/set-failure.ts'
import { readMailbox, readMailboxes } from '../store/mailboxes.ts'
import { mailboxId } from '../store/object-id.ts'
import { recountMailboxes } from '../store/recount-mailboxes.ts'
import { maxMailboxes, requireFewerThan } from '../store/storage-limits.ts'
import type { WriteScope } from '../store/write.ts'
import { checkMailbox, mailboxChangeSchema, type MailboxChange } from './mailbox-change.ts'
import { destroyMailbox, innermostFirst } from './destroy-mailbox.ts'
import { mailboxProperties, mailboxRecord } from './mailbox-record.ts'

const argumentsSchema = v.strictObject({ ...setEntries, onDestroyRemoveEmails: v.optional(booleanSchema, false) })

type Json = Readonly<Record<string, unknown>>

/** RFC 8621 §2.5. */
export const mailboxSet: Method = (args, context) => {
  const parsed = parseArguments(argumentsSchema, args, context)
  const account = context.account.key
  return runSet(context, parsed, {
    type: 'Mailbox',
    id: mailboxId,
    needs: ({ parentId }) => (typeof parentId === 'string' && parentId.startsWith('#') ? [parentId.slice(1)] : []),
    create: (scope, record) => createMailbox(scope, context, record),
    update: (scope, key, patch) => updateMailbox(scope, context, { key, patch }),
    destroy: (scope, key) => destroyMailbox(scope, account, { key, removeEmails: parsed.onDestroyRemoveEmails }),
    orderDestroy: (scope, keys) => innermostFirst(readMailboxes(scope.query, account), keys),
  })
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
    throw invalidProperties(['role'], 'role: mail has to arrive somewhere')
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

function parseChange(context: MethodContext, scope: WriteScope, record: Json): MailboxChange {
  const parsed = v.safeParse(mailboxChangeSchema, record)
  if (!parsed.success) {
    const wrong = parsed.issues.map((issue) => String(issue.path?.[0]?.key))
    const readable = describeIssue(parsed.issues[0])
    throw invalidProperties(
      [...new Set(wrong)],
      mailboxProperties.has(wrong[0] ?? '') ? readable : `${readable}: no property of a Mailbox`,
    )
  }
  const { parentId, ...change } = parsed.output
  if (parentId === null) return { ...change, parent: null }
  const parent = mailboxId.parse(resolveId(parentId, context))
  if (parent === null || !readMailbox(scope.query, context.account.key, parent))
    throw invalidProperties(['parentId'], 'parentId: there is no such mailbox')
  return { ...change, parent }
}
