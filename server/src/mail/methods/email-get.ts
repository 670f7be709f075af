import * as v from 'valibot'
import type { Method } from '../protocol/method-context.ts'
import { parseArguments } from '../protocol/parse-arguments.ts'
import { runChanges } from '../protocol/run-changes.ts'
import { getEntries, runGet } from '../protocol/run-get.ts'
import { readEmail } from '../store/email-rows.ts'
import { emailId } from '../store/object-id.ts'
import { bodyEntries, defaultGetProperties, isEmailProperty, wantedProperties } from './email-properties.ts'
import { emailRecord } from './email-record.ts'

const argumentsSchema = v.strictObject({ ...getEntries, ...bodyEntries })

/** RFC 8621 §4.2. */
export const emailGet: Method = (args, context) => {
  const parsed = parseArguments(argumentsSchema, args, context)
  const { query } = context.store
  const wanted = wantedProperties(parsed, parsed.properties ?? defaultGetProperties)
  return runGet(context, parsed, {
    type: 'Email',
    id: emailId,
    allKeys: () =>
      query
        .all<{ id: number }>('SELECT id FROM email WHERE account = ? ORDER BY id LIMIT 501', context.account.key)
        .map((row) => row.id),
    read: (key) => {
      const row = readEmail(query, context.account.key, key)
      return row ? emailRecord(context, row, wanted) : null
    },
    isProperty: isEmailProperty,
    defaultProperties: defaultGetProperties,
  })
}

/** RFC 8621 §4.3. */
export const emailChanges: Method = (args, context) => runChanges(args, context, { type: 'Email', id: emailId })
