import * as v from 'valibot'
import type { Method } from '../protocol/method-context.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { runChanges } from '../protocol/run-changes.ts'
import { getEntries, runGet } from '../protocol/run-get.ts'
import { readMailbox, readMailboxes } from '../store/mailboxes.ts'
import { mailboxId } from '../store/object-id.ts'
import { mailboxCounts, mailboxProperties, mailboxRecord } from './mailbox-record.ts'

const argumentsSchema = v.strictObject(getEntries)

/** RFC 8621 §2.1. */
export const mailboxGet: Method = (args, context) => {
  const { query } = context.store
  return runGet(context, parseArguments(argumentsSchema, args, context), {
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
