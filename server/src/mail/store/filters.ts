import * as v from 'valibot'
import type { Query } from '../../database/query.ts'
import { parseAddresses } from '../mime/addresses.ts'
import { headerText } from '../mime/header.ts'
import type { Message } from '../mime/message.ts'
import { foldText } from './fold-text.ts'

/** Filters of an account. Beyond it: `overQuota`. */
export const maxFilters = 100

/** Conditions, and again keywords, of one filter. Beyond it: `invalidProperties`. */
export const maxFilterParts = 20

/** UTF-16 units of the value of a condition. Beyond it: `invalidProperties`. */
const maxFilterValue = 200

/** UTF-16 units of the header fields of one name that conditions look at. Beyond it: the rest does not count. */
const maxFilteredText = 10_000

const valueSchema = v.pipe(
  v.string('must be a String'),
  v.check((text) => text.trim() !== '', 'must not be empty'),
  v.maxLength(maxFilterValue, `has more than ${maxFilterValue} characters`),
)

/**
 * What a message must be like: text of header fields, an address in them, or the size in bytes. Case and accents make no
 * difference to `contains`, case none to `address` (a whole address, or `@` and a domain).
 */
export const filterConditionSchema = v.union(
  [
    v.strictObject({
      header: v.pipe(v.string(), v.regex(/^[!-9;-~]{1,100}$/, 'must be the name of a header field')),
      contains: valueSchema,
    }),
    v.strictObject({
      header: v.pipe(v.string(), v.regex(/^[!-9;-~]{1,100}$/, 'must be the name of a header field')),
      address: valueSchema,
    }),
    v.strictObject({ largerThan: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
    v.strictObject({ smallerThan: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
  ],
  'must have header and contains, header and address, largerThan or smallerThan',
)

type Condition = v.InferOutput<typeof filterConditionSchema>

export interface FilterRow {
  readonly id: number
  readonly name: string
  readonly sort_order: number
  readonly is_enabled: number
  readonly match: string
  /** JSON of conditions. */
  readonly conditions: string
  readonly mailbox: number | null
  /** JSON of lower-case keywords. */
  readonly keywords: string
  readonly is_final: number
}

/** The filters of an account in the order in which they are applied. */
export function readFilters(query: Query, account: number): readonly FilterRow[] {
  return query.all<FilterRow>(
    `SELECT id, name, sort_order, is_enabled, match, conditions, mailbox, keywords, is_final FROM mail_filter
     WHERE account = ? ORDER BY sort_order, id`,
    account,
  )
}

interface Filtered {
  /** Where the message goes; null where no filter says. */
  readonly mailbox: number | null
  readonly keywords: readonly string[]
}

/**
 * What the filters of an account do to a message that arrives. The first that names a mailbox decides on it, keywords
 * add up, and one that is final is the last.
 */
export function applyFilters(query: Query, account: number, message: Message): Filtered {
  const rows = readFilters(query, account)
  if (rows.length === 0) return { mailbox: null, keywords: [] }
  const look = createLook(message)
  let mailbox: number | null = null
  const keywords = new Set<string>()
  for (const row of rows) {
    if (row.is_enabled === 0 || !isMatch(row, look)) continue
    mailbox ??= row.mailbox
    const added: string[] = JSON.parse(row.keywords)
    for (const keyword of added) keywords.add(keyword)
    if (row.is_final === 1) break
  }
  return { mailbox, keywords: [...keywords] }
}

function isMatch(row: FilterRow, look: (condition: Condition) => boolean): boolean {
  const conditions: Condition[] = JSON.parse(row.conditions)
  return row.match === 'any' ? conditions.some(look) : conditions.every(look)
}

/** Checks conditions on one message; each header field is read once. */
function createLook({ structure, size }: Message): (condition: Condition) => boolean {
  const raw = new Map<string, string[]>()
  for (const [name, value, guessed] of structure.headers) {
    const key = name.toLowerCase()
    raw.set(key, [...(raw.get(key) ?? []).slice(-maxFieldsOfName + 1), guessed ?? value])
  }
  const fields = (name: string): readonly string[] => raw.get(name.toLowerCase()) ?? []
  const text = once((name) => foldText(fields(name).map(headerText).join('\n').slice(0, maxFilteredText)))
  const addresses = once((name) =>
    parseAddresses(fields(name).join(',').slice(0, maxFilteredText)).map(({ email }) => email.toLowerCase()),
  )
  return (condition) => {
    if ('largerThan' in condition) return size > condition.largerThan
    if ('smallerThan' in condition) return size < condition.smallerThan
    if ('contains' in condition) return text(condition.header).includes(foldText(condition.contains))
    const wanted = condition.address.trim().toLowerCase()
    return addresses(condition.header).some((address) =>
      wanted.startsWith('@') ? address.endsWith(wanted) : address === wanted,
    )
  }
}

/** Header fields of one name that conditions look at. Beyond it: the last ones count. */
const maxFieldsOfName = 20

function once<Value>(make: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>()
  return (name) => {
    const key = name.toLowerCase()
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}
