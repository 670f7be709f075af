import * as v from 'valibot'
import type { Query } from '../../database/query.ts'
import { parseAddresses } from '../mime/addresses.ts'
import { headerText } from '../mime/header.ts'
import type { Message } from '../mime/message.ts'
import { foldText } from './fold-text.ts'
import { loadText } from './messages.ts'

/** Filters of an account. Beyond it: `overQuota`. */
export const maxFilters = 100

/** Conditions, and again keywords, of one filter. Beyond it: `invalidProperties`. */
export const maxFilterParts = 20

/** Addresses that a filter, and all that match a message, forward to. Beyond it: `invalidProperties`, or the first ones count. */
export const maxForwardTo = 5

/** UTF-16 units of the text by which a filter rejects. Beyond it: `invalidProperties`. */
export const maxRejectText = 500

/** UTF-16 units of the value of a condition. Beyond it: `invalidProperties`. */
const maxFilterValue = 200

/** UTF-16 units of the header fields of one name that conditions look at. Beyond it: the rest does not count. */
const maxFilteredText = 10_000

const valueSchema = v.pipe(
  v.string('must be a String'),
  v.check((text) => text.trim() !== '', 'must not be empty'),
  v.maxLength(maxFilterValue, `has more than ${maxFilterValue} characters`),
)

const nameSchema = v.pipe(v.string(), v.regex(/^[!-9;-~]{1,100}$/, 'must be the name of a header field'))

const sizeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Turned round: the message must not be like that. */
const not = v.optional(v.boolean('must be a Boolean'))

/**
 * What a message must be like: text of header fields, an address in them, that they are there at all, text anywhere in
 * the message, the mailing list it came by, or the size in bytes. Case and accents make no difference to `contains` and
 * `text`, case none to `address` (a whole address, or `@` and a domain) and `list` (the id of RFC 2919, without `<>`).
 */
export const filterConditionSchema = v.union(
  [
    v.strictObject({ header: nameSchema, contains: valueSchema, not }),
    v.strictObject({ header: nameSchema, address: valueSchema, not }),
    v.strictObject({ header: nameSchema, exists: v.literal(true, 'must be true'), not }),
    v.strictObject({ text: valueSchema, not }),
    v.strictObject({ list: valueSchema, not }),
    v.strictObject({ largerThan: sizeSchema, not }),
    v.strictObject({ smallerThan: sizeSchema, not }),
  ],
  'must have header and contains, header and address, header and exists, text, list, largerThan or smallerThan',
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
  /** JSON of addresses. */
  readonly forward_to: string
  readonly reject: string | null
}

/** The filters of an account in the order in which they are applied. */
export function readFilters(query: Query, account: number): readonly FilterRow[] {
  return query.all<FilterRow>(
    `SELECT id, name, sort_order, is_enabled, match, conditions, mailbox, keywords, is_final, forward_to, reject
     FROM mail_filter
     WHERE account = ? ORDER BY sort_order, id`,
    account,
  )
}

export interface Filtered {
  /** Where the message goes; null where no filter says. */
  readonly mailbox: number | null
  readonly keywords: readonly string[]
  /** Addresses that get it too. */
  readonly forwardTo: readonly string[]
  /** What the sender gets to read instead of its delivery; null: it is delivered. */
  readonly reject: string | null
}

interface Stored {
  readonly message: Message
  readonly blob: string
  /** Keys of the filters to apply. Default: all that are enabled. */
  readonly only?: ReadonlySet<number>
}

/**
 * What the filters of an account do to a message that arrives. The first that names a mailbox decides on it, keywords
 * and addresses add up, and one that rejects or is final is the last.
 */
export function applyFilters(query: Query, account: number, stored: Stored): Filtered {
  const rows = readFilters(query, account).filter(({ id, is_enabled: on }) => stored.only?.has(id) ?? on === 1)
  const look = createLook(query, stored)
  let mailbox: number | null = null
  const keywords = new Set<string>()
  const forwardTo = new Set<string>()
  for (const row of rows) {
    if (!isMatch(row, look)) continue
    if (row.reject !== null) return { mailbox, keywords: [], forwardTo: [], reject: row.reject }
    mailbox ??= row.mailbox
    for (const keyword of JSON.parse(row.keywords) as string[]) keywords.add(keyword)
    for (const address of JSON.parse(row.forward_to) as string[])
      if (forwardTo.size < maxForwardTo) forwardTo.add(address)
    if (row.is_final === 1) break
  }
  return { mailbox, keywords: [...keywords], forwardTo: [...forwardTo], reject: null }
}

function isMatch(row: FilterRow, look: (condition: Condition) => boolean): boolean {
  const conditions: Condition[] = JSON.parse(row.conditions)
  return row.match === 'any' ? conditions.some(look) : conditions.every(look)
}

/** The part of a condition that says what to look for. */
type Wanted<C = Condition> = C extends Condition ? Omit<C, 'not'> : never

/** Checks conditions on one message; each header field is read once. */
function createLook(query: Query, { message, blob }: Stored): (condition: Condition) => boolean {
  const { structure, size } = message
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
  const body = once(() => foldText(loadText(query, blob)))
  const isMet = (condition: Wanted): boolean => {
    if ('largerThan' in condition) return size > condition.largerThan
    if ('smallerThan' in condition) return size < condition.smallerThan
    if ('contains' in condition) return text(condition.header).includes(foldText(condition.contains))
    if ('text' in condition) {
      const words = foldText(condition.text)
      return ['from', 'to', 'cc', 'subject'].some((name) => text(name).includes(words)) || body('').includes(words)
    }
    if ('list' in condition) {
      const list = condition.list.trim().toLowerCase()
      return fields('list-id').some(
        (value) => (/<([^<>]*)>\s*$/.exec(value)?.[1] ?? value).trim().toLowerCase() === list,
      )
    }
    if ('exists' in condition) return fields(condition.header).length > 0
    const wanted = condition.address.trim().toLowerCase()
    return addresses(condition.header).some((address) =>
      wanted.startsWith('@') ? address.endsWith(wanted) : address === wanted,
    )
  }
  return (condition) => isMet(condition) !== (condition.not === true)
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
