import * as v from 'valibot'
import { formatUtcDate, parseDateTime } from '../mime/date.ts'
import { invalidProperties, notFound, SetFailure } from '../protocol/errors.ts'
import {
  booleanSchema,
  describeIssue,
  parseArguments,
  stringSchema,
  utcDateSchema,
  type Method,
  type MethodContext,
} from '../protocol/method.ts'
import { applyPatch, changedProperties, getEntries, runGet, runSet, setEntries } from '../protocol/standard-methods.ts'
import type { ObjectId, WriteScope } from '../store/mail-store.ts'
import { readVacation, saveVacation, type VacationRow } from '../store/vacation.ts'

/** UTF-16 units of the subject of an automatic reply. Beyond it: `invalidProperties`. */
const maxSubject = 500

/** UTF-16 units of a body of an automatic reply. Beyond it: `invalidProperties`. */
const maxBody = 100_000

const singletonId: ObjectId = { format: () => 'singleton', parse: (id) => (id === 'singleton' ? 1 : null) }

const dateSchema = v.optional(v.nullable(utcDateSchema), null)

const textSchema = (max: number) =>
  v.optional(v.nullable(v.pipe(stringSchema, v.maxLength(max, `has more than ${max} characters`))), null)

/** What a client may set (RFC 8621 §8). */
const changeSchema = v.strictObject({
  isEnabled: v.optional(booleanSchema, false),
  fromDate: dateSchema,
  toDate: dateSchema,
  subject: v.optional(
    v.nullable(
      v.pipe(
        stringSchema,
        v.maxLength(maxSubject, `has more than ${maxSubject} characters`),
        v.regex(/^[^\r\n\0]*$/, 'must be one line'),
      ),
    ),
    null,
  ),
  textBody: textSchema(maxBody),
  htmlBody: textSchema(maxBody),
})

const defaults = { isEnabled: false, fromDate: null, toDate: null, subject: null, textBody: null, htmlBody: null }

const properties: ReadonlySet<string> = new Set(['id', ...Object.keys(defaults)])

type Json = Readonly<Record<string, unknown>>

const dateOf = (time: number | null): string | null => (time === null ? null : formatUtcDate(time))

const timeOf = (date: string | null): number | null => (date === null ? null : parseDateTime(date))

const vacationRecord = (row: VacationRow): Json => ({
  id: 'singleton',
  isEnabled: row.is_enabled === 1,
  fromDate: dateOf(row.from_date),
  toDate: dateOf(row.to_date),
  subject: row.subject,
  textBody: row.text_body,
  htmlBody: row.html_body,
})

const getSchema = v.strictObject(getEntries)
const setSchema = v.strictObject(setEntries)

/** RFC 8621 §8.1. */
export const vacationResponseGet: Method = (args, context) =>
  runGet(context, parseArguments(getSchema, args, context), {
    type: 'VacationResponse',
    id: singletonId,
    allKeys: () => [1],
    read: () => vacationRecord(readVacation(context.store.query, context.account.key)),
    isProperty: (name) => properties.has(name),
  })

const refuseSingleton = (): never => {
  throw new SetFailure({ type: 'singleton', description: 'An account always has one, with the id "singleton".' })
}

/** RFC 8621 §8.2. */
export const vacationResponseSet: Method = (args, context) =>
  runSet(context, parseArguments(setSchema, args, context), {
    type: 'VacationResponse',
    id: singletonId,
    create: refuseSingleton,
    destroy: refuseSingleton,
    update: (scope, key, patch) => update(scope, context, { key, patch }),
  })

function update(scope: WriteScope, { account }: MethodContext, { key, patch }: { key: number; patch: Json }): null {
  if (key !== 1) throw notFound()
  const before = vacationRecord(readVacation(scope.query, account.key))
  const after = applyPatch(before, patch, defaults)
  const changed = changedProperties(before, after)
  if (changed.includes('id')) throw invalidProperties(['id'], 'id: cannot be changed')
  const { id: _, ...rest } = after
  const parsed = v.safeParse(changeSchema, rest)
  if (!parsed.success)
    throw invalidProperties([String(parsed.issues[0].path?.[0]?.key)], describeIssue(parsed.issues[0]))
  if (changed.length === 0) return null
  const change = parsed.output
  const [from, to] = [timeOf(change.fromDate), timeOf(change.toDate)]
  if (from !== null && to !== null && to <= from)
    throw invalidProperties(['fromDate', 'toDate'], 'toDate: must be later than fromDate')
  saveVacation(scope.query, account.key, {
    is_enabled: Number(change.isEnabled),
    from_date: from,
    to_date: to,
    subject: change.subject,
    text_body: change.textBody,
    html_body: change.htmlBody,
  })
  scope.changes(account.key).record('VacationResponse', key, 'updated')
  return null
}
