import type { SQLInputValue } from 'node:sqlite'
import * as v from 'valibot'
import { parseDateTime } from '../mime/date.ts'
import { headerText } from '../mime/header.ts'
import type { Message } from '../mime/message.ts'
import { invalidArguments, MethodError } from '../protocol/errors.ts'
import { limits, maxHeaderConditions, maxTermsInFilter } from '../protocol/limits.ts'
import { booleanSchema, idSchema, stringSchema, unsignedIntSchema, utcDateSchema } from '../protocol/method.ts'
import { parseFilter, refuseLongSort, type Comparator, type FilterTree } from '../protocol/query.ts'
import { flagOf, isKeyword } from '../store/keywords.ts'
import { mailboxId, type MailStore } from '../store/mail-store.ts'
import { parseOfEmail } from '../store/messages.ts'
import { fieldWord, scopeWord, searchPhrase, searchTerms, type SearchColumn } from '../store/search-index.ts'

const keywordSchema = v.pipe(stringSchema, v.check(isKeyword, 'must be a keyword'), v.toLowerCase())

/** RFC 8621 §4.4.1. */
const emailConditionSchema = v.strictObject({
  inMailbox: v.optional(idSchema),
  inMailboxOtherThan: v.optional(v.array(idSchema, 'must be an Id[]')),
  before: v.optional(utcDateSchema),
  after: v.optional(utcDateSchema),
  minSize: v.optional(unsignedIntSchema),
  maxSize: v.optional(unsignedIntSchema),
  allInThreadHaveKeyword: v.optional(keywordSchema),
  someInThreadHaveKeyword: v.optional(keywordSchema),
  noneInThreadHaveKeyword: v.optional(keywordSchema),
  hasKeyword: v.optional(keywordSchema),
  notKeyword: v.optional(keywordSchema),
  hasAttachment: v.optional(booleanSchema),
  text: v.optional(stringSchema),
  from: v.optional(stringSchema),
  to: v.optional(stringSchema),
  cc: v.optional(stringSchema),
  bcc: v.optional(stringSchema),
  subject: v.optional(stringSchema),
  body: v.optional(stringSchema),
  header: v.optional(
    v.pipe(
      v.array(stringSchema, 'must be a String[]'),
      v.check((items) => items.length === 1 || items.length === 2, 'must have one or two items'),
      v.check((items) => /^[!-9;-~]+$/.test(items[0] ?? ''), 'must begin with the name of a header field'),
    ),
  ),
})

export type EmailCondition = v.InferOutput<typeof emailConditionSchema>

/** Every condition of a filter, whatever the operators around it. */
function conditionsOf(tree: FilterTree<EmailCondition>): EmailCondition[] {
  return 'condition' in tree ? [tree.condition] : tree.conditions.flatMap(conditionsOf)
}

/** Whether a part of a filter depends on what `matchHeaders` finds. */
export const looksIntoHeaders = (tree: FilterTree<EmailCondition>): boolean =>
  conditionsOf(tree).some(({ header }) => header !== undefined)

const textProperties = ['text', 'from', 'to', 'cc', 'bcc', 'subject', 'body'] as const

/** @throws MethodError `invalidArguments`, or `unsupportedFilter` when it is more than a search may cost */
export function parseEmailFilter(filter: unknown): FilterTree<EmailCondition> {
  const tree = parseFilter(emailConditionSchema, filter)
  const conditions = conditionsOf(tree)
  const terms = conditions.flatMap((condition) => textProperties.flatMap((name) => searchTerms(condition[name] ?? '')))
  if (terms.length > maxTermsInFilter)
    throw new MethodError('unsupportedFilter', `filter: looks for more than ${maxTermsInFilter} words`)
  if (conditions.filter(({ header }) => header !== undefined).length > maxHeaderConditions)
    throw new MethodError('unsupportedFilter', `filter: looks into more than ${maxHeaderConditions} header fields`)
  return tree
}

/** Keys of the messages in which a condition finds its text, by condition. */
export type HeaderMatches = ReadonlyMap<EmailCondition, readonly number[]>

/**
 * Looks into the headers of the messages that have the fields: by the index to those, and message by message from
 * there, with turns for others in between.
 */
export async function matchHeaders(
  { query }: MailStore,
  { filter, account }: { readonly filter: FilterTree<EmailCondition> | null; readonly account: number },
  pause: () => Promise<void>,
): Promise<HeaderMatches> {
  const matches = new Map<EmailCondition, readonly number[]>()
  for (const condition of filter ? conditionsOf(filter) : []) {
    const [name = '', text] = condition.header ?? []
    if (text === undefined) continue
    const found: number[] = []
    const having = query.all<{ id: number }>(
      `SELECT e.id FROM email_search s CROSS JOIN email e ON e.search = s.rowid WHERE email_search MATCH ?`,
      havingField(name, account),
    )
    for (const { id } of having) {
      const parse = parseOfEmail(query, id)
      if (parse !== undefined && hasHeader(parse, name.toLowerCase(), text.toLowerCase())) found.push(id)
      await pause()
    }
    matches.set(condition, found)
  }
  return matches
}

/** The FTS5 query for the messages that have a field. */
function havingField(name: string, account: number): string {
  return `"${scopeWord(account)}" AND "${fieldWord(name)}"`
}

/** A stored parse that cannot be read has no header. */
function hasHeader(parse: string, name: string, text: string): boolean {
  try {
    const message: Message = JSON.parse(parse)
    return message.structure.headers.some(
      ([field, raw, guessed]) =>
        field.toLowerCase() === name &&
        headerText(guessed ?? raw)
          .toLowerCase()
          .includes(text),
    )
  } catch {
    return false
  }
}

/** A condition on `email e`. */
interface SqlCondition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

interface FilterScope {
  /** Key of the account. */
  readonly account: number
  readonly headers: HeaderMatches
  /**
   * Rows come one by one in the order of an index: each is looked up. Otherwise the mailbox is where the search for
   * rows begins.
   */
  readonly isWalk: boolean
}

/** A filter as SQL. */
export function filterSql(tree: FilterTree<EmailCondition>, scope: FilterScope): SqlCondition {
  if ('condition' in tree) return allOf(conditionSql(tree.condition, scope))
  const parts = tree.conditions.map((child) => filterSql(child, scope))
  if (tree.operator === 'AND') return allOf(parts)
  const any: SqlCondition = parts.length === 0 ? { sql: '0', values: [] } : join(parts, ' OR ')
  return tree.operator === 'OR' ? any : negate(any)
}

function allOf(parts: readonly SqlCondition[]): SqlCondition {
  return parts.length === 0 ? { sql: '1', values: [] } : join(parts, ' AND ')
}

function join(parts: readonly SqlCondition[], operator: string): SqlCondition {
  return { sql: `(${parts.map((part) => part.sql).join(operator)})`, values: parts.flatMap((part) => part.values) }
}

/** A condition where a value is given. */
function whenGiven<Value>(value: Value | undefined, compile: (value: Value) => SqlCondition): SqlCondition[] {
  return value === undefined ? [] : [compile(value)]
}

const searchColumns = ['from', 'to', 'cc', 'bcc', 'subject', 'body'] as const satisfies readonly SearchColumn[]

function conditionSql(condition: EmailCondition, { account, headers, isWalk }: FilterScope): SqlCondition[] {
  const size = (operator: string) => (value: number) => ({ sql: `e.size ${operator} ?`, values: [value] })
  const received = (operator: string) => (date: string) => ({
    sql: `e.received_at ${operator} ?`,
    values: [parseDateTime(date)],
  })
  return [
    ...whenGiven(condition.inMailbox, (id) => ({
      sql: isWalk
        ? 'EXISTS (SELECT 1 FROM email_mailbox m WHERE m.email = e.id AND m.mailbox = ?)'
        : 'e.id IN (SELECT email FROM email_mailbox WHERE mailbox = ?)',
      values: [mailboxKey(id)],
    })),
    ...whenGiven(condition.inMailboxOtherThan, inOtherMailbox),
    ...whenGiven(condition.before, received('<')),
    ...whenGiven(condition.after, received('>=')),
    ...whenGiven(condition.minSize, size('>=')),
    ...whenGiven(condition.maxSize, size('<')),
    ...whenGiven(condition.allInThreadHaveKeyword, (keyword) =>
      negate(threadHas(negate(hasKeyword('t', keyword)), account)),
    ),
    ...whenGiven(condition.someInThreadHaveKeyword, (keyword) => threadHas(hasKeyword('t', keyword), account)),
    ...whenGiven(condition.noneInThreadHaveKeyword, (keyword) => negate(threadHas(hasKeyword('t', keyword), account))),
    ...whenGiven(condition.hasKeyword, (keyword) => hasKeyword('e', keyword)),
    ...whenGiven(condition.notKeyword, (keyword) => negate(hasKeyword('e', keyword))),
    ...whenGiven(condition.hasAttachment, (wanted) => ({ sql: 'e.has_attachment = ?', values: [Number(wanted)] })),
    ...whenGiven(condition.text, (typed) => matchesText(typed, account, null)),
    ...searchColumns.flatMap((column) => whenGiven(condition[column], (typed) => matchesText(typed, account, column))),
    ...whenGiven(
      condition.header,
      ([name = '']) => oneOf(headers.get(condition)) ?? matching(havingField(name, account)),
    ),
  ]
}

function inOtherMailbox(ids: readonly string[]): SqlCondition {
  return {
    sql: 'EXISTS (SELECT 1 FROM email_mailbox m WHERE m.email = e.id AND m.mailbox NOT IN (SELECT value FROM json_each(?)))',
    values: [JSON.stringify(ids.map(mailboxKey))],
  }
}

function oneOf(keys: readonly number[] | undefined): SqlCondition | undefined {
  return keys && { sql: 'e.id IN (SELECT value FROM json_each(?))', values: [JSON.stringify(keys)] }
}

function matching(match: string): SqlCondition {
  return { sql: 'e.search IN (SELECT rowid FROM email_search WHERE email_search MATCH ?)', values: [match] }
}

function negate({ sql, values }: SqlCondition): SqlCondition {
  return { sql: `NOT ${sql}`, values }
}

function mailboxKey(id: string): number {
  return mailboxId.parse(id) ?? -1
}

/** Whether a message of the given alias has a keyword. */
function hasKeyword(alias: string, keyword: string): SqlCondition {
  const flag = flagOf(keyword)
  if (flag > 0) return { sql: `(${alias}.flags & ${flag}) != 0`, values: [] }
  return {
    sql: `EXISTS (SELECT 1 FROM email_keyword k WHERE k.email = ${alias}.id AND k.keyword = ?)`,
    values: [keyword],
  }
}

/**
 * Whether the thread of `e` has a message `t` of which a condition is true. The threads are found in one walk: looking
 * into the thread of each message would cost the square of a long thread.
 */
function threadHas({ sql, values }: SqlCondition, account: number): SqlCondition {
  return {
    sql: `e.thread IN (SELECT t.thread FROM email t WHERE t.account = ? AND ${sql})`,
    values: [account, ...values],
  }
}

/** Words of three letters and more match as beginnings, so that a search finds while it is typed. */
const minPrefix = 3

function matchesText(typed: string, account: number, column: SearchColumn | null): SqlCondition {
  const match = textMatch(typed, column)
  // What was typed has nothing to look for in it (punctuation): it finds nothing.
  return match === null ? { sql: '0', values: [] } : matching(`"${scopeWord(account)}" AND ${match}`)
}

/** The FTS5 query for what was typed, in a column or in all (null); null when it has nothing to look for. */
function textMatch(typed: string, column: SearchColumn | null): string | null {
  const phrases = searchTerms(typed).flatMap(
    (term) => searchPhrase(term, { column, prefix: !term.phrase && term.text.length >= minPrefix }) ?? [],
  )
  return phrases.length === 0 ? null : `(${phrases.join(' AND ')})`
}

/** A filter of which the text is one search of the index. */
interface SearchFilter {
  /** FTS5 query. */
  readonly match: string
  /** Conditions beside it. */
  readonly others: readonly FilterTree<EmailCondition>[]
}

/** Takes the text out of a filter; null where there is none, or it cannot be taken out: below OR and NOT. */
export function searchFilter(tree: FilterTree<EmailCondition>, account: number): SearchFilter | null {
  const parts = 'condition' in tree ? [tree] : tree.operator === 'AND' ? tree.conditions : []
  const matches: string[] = []
  const others: FilterTree<EmailCondition>[] = []
  for (const part of parts) {
    if (!('condition' in part)) {
      others.push(part)
      continue
    }
    const { text, from, to, cc, bcc, subject, body, ...rest } = part.condition
    const texts = { from, to, cc, bcc, subject, body }
    const wanted = [
      ...(text === undefined ? [] : [textMatch(text, null)]),
      ...searchColumns.flatMap((column) => {
        const typed = texts[column]
        return typed === undefined ? [] : [textMatch(typed, column)]
      }),
    ]
    if (wanted.includes(null)) return null
    matches.push(...wanted.flatMap((match) => match ?? []))
    if (Object.keys(rest).length > 0) others.push(rest.header ? part : { condition: rest })
  }
  return matches.length === 0 ? null : { match: [`"${scopeWord(account)}"`, ...matches].join(' AND '), others }
}

/** RFC 8621 §4.4.2. */
export const emailSortOptions = [
  'receivedAt',
  'size',
  'from',
  'to',
  'subject',
  'sentAt',
  'hasKeyword',
  'allInThreadHaveKeyword',
  'someInThreadHaveKeyword',
] as const

const columns: Readonly<Record<string, string>> = {
  receivedAt: 'e.received_at',
  size: 'e.size',
  from: 'e.from_sort',
  to: 'e.to_sort',
  subject: 'e.subject_sort',
  sentAt: 'e.sent_at',
}

/**
 * The ORDER BY of a sort; newest first where it says nothing more.
 *
 * @throws MethodError `unsupportedSort` or `invalidArguments`
 */
export function sortSql(sort: readonly Comparator[], account: number): SqlCondition {
  refuseLongSort(sort)
  const parts = sort.map((comparator) => {
    const { sql, values } = expression(comparator, account)
    return { sql: `${sql} ${comparator.isAscending === false ? 'DESC' : 'ASC'}`, values }
  })
  const dated = sort.find(({ property }) => property === 'receivedAt')
  const rest = dated ? `e.id ${dated.isAscending === false ? 'DESC' : 'ASC'}` : 'e.received_at DESC, e.id DESC'
  return { sql: [...parts.map((part) => part.sql), rest].join(', '), values: parts.flatMap((part) => part.values) }
}

function expression({ property, collation, keyword }: Comparator, account: number): SqlCondition {
  const known: readonly string[] = limits.collationAlgorithms
  if (collation !== undefined && !known.includes(collation))
    throw new MethodError('unsupportedSort', `sort: collation ${collation}`)
  const column = Object.hasOwn(columns, property) ? columns[property] : undefined
  if (column !== undefined) return { sql: column, values: [] }
  if (!emailSortOptions.some((option) => option === property))
    throw new MethodError('unsupportedSort', `sort: ${property}`)
  if (typeof keyword !== 'string' || !isKeyword(keyword)) throw invalidArguments('sort.keyword: must be a keyword')
  const name = keyword.toLowerCase()
  if (property === 'hasKeyword') return hasKeyword('e', name)
  return property === 'allInThreadHaveKeyword'
    ? negate(threadHas(negate(hasKeyword('t', name)), account))
    : threadHas(hasKeyword('t', name), account)
}
