import * as v from 'valibot'
import { parseArguments, type Method } from '../protocol/method.ts'
import { getEntries, runChanges, runGet } from '../protocol/standard-methods.ts'
import { emailId, threadId } from '../store/mail-store.ts'

const argumentsSchema = v.strictObject(getEntries)
const properties: ReadonlySet<string> = new Set(['id', 'emailIds'])

/** SQL: ids of the messages of a thread, the oldest first; one walk along `email_thread`. */
export const threadMembers = 'SELECT id FROM email WHERE thread = ? ORDER BY received_at, id'

/** RFC 8621 §3.1. */
export const threadGet: Method = (args, context) => {
  const { query } = context.store
  return runGet(context, parseArguments(argumentsSchema, args, context), {
    type: 'Thread',
    id: threadId,
    allKeys: () =>
      query
        .all<{ id: number }>('SELECT id FROM thread WHERE account = ? ORDER BY id LIMIT 501', context.account.key)
        .map((row) => row.id),
    read: (key) => {
      const owned = query.one('SELECT 1 FROM thread WHERE id = ? AND account = ?', key, context.account.key)
      if (!owned) return null
      const rows = query.all<{ id: number }>(threadMembers, key)
      return rows.length > 0 ? { id: threadId.format(key), emailIds: rows.map((row) => emailId.format(row.id)) } : null
    },
    isProperty: (name) => properties.has(name),
  })
}

/** RFC 8621 §3.2. */
export const threadChanges: Method = (args, context) => runChanges(args, context, { type: 'Thread', id: threadId })
