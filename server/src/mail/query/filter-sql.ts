import type { SQLInputValue } from 'node:sqlite'
import type { FilterTree } from '../protocol/filter-tree.ts'
import { flagOf } from '../store/flags.ts'
import { mailboxId } from '../store/object-id.ts'
import { parseDateTime } from '../store/parse-date-time.ts'
import { scopeWord } from '../store/search-index.ts'
import { searchPhrase } from '../store/search-words.ts'
import type { EmailCondition } from './email-condition.ts'
import { havingField, type HeaderMatches } from './match-headers.ts'
import { searchTerms } from './search-terms.ts'

/** A condition on `email e`. */
export interface SqlCondition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

export interface FilterScope {
  /** Key of the account. */
  readonly account: number
  readonly headers: HeaderMatches
}

/** A filter as SQL. */
export function filterSql(tree: FilterTree<EmailCondition>, scope: FilterScope): SqlCondition {
  if ('condition' in tree) return allOf(partsOf(tree.condition, scope))
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
function given<Value>(value: Value | undefined, compile: (value: Value) => SqlCondition): SqlCondition[] {
  return value === undefined ? [] : [compile(value)]
}

const searchColumns = ['from', 'to', 'cc', 'bcc', 'subject', 'body'] as const

function partsOf(condition: EmailCondition, { account, headers }: FilterScope): SqlCondition[] {
  const size = (operator: string) => (value: number) => ({ sql: `e.size ${operator} ?`, values: [value] })
  const received = (operator: string) => (date: string) => ({
    sql: `e.received_at ${operator} ?`,
    values: [parseDateTime(date)],
  })
  return [
    ...given(condition.inMailbox, (id) => ({
      sql: 'e.id IN (SELECT email FROM email_mailbox WHERE mailbox = ?)',
      values: [mailboxKey(id)],
    })),
    ...given(condition.inMailboxOtherThan, inOtherMailbox),
    ...given(condition.before, received('<')),
    ...given(condition.after, received('>=')),
    ...given(condition.minSize, size('>=')),
    ...given(condition.maxSize, size('<')),
    ...given(condition.allInThreadHaveKeyword, (keyword) => negate(threadHas(negate(hasKeyword('t', keyword)), account))),
    ...given(condition.someInThreadHaveKeyword, (keyword) => threadHas(hasKeyword('t', keyword), account)),
    ...given(condition.noneInThreadHaveKeyword, (keyword) => negate(threadHas(hasKeyword('t', keyword), account))),
    ...given(condition.hasKeyword, (keyword) => hasKeyword('e', keyword)),
    ...given(condition.notKeyword, (keyword) => negate(hasKeyword('e', keyword))),
    ...given(condition.hasAttachment, (wanted) => ({ sql: 'e.has_attachment = ?', values: [Number(wanted)] })),
    ...given(condition.text, (typed) => searched(typed, account, allColumns)),
    ...searchColumns.flatMap((column) => given(condition[column], (typed) => searched(typed, account, `"${column}"`))),
    ...given(condition.header, ([name = '']) => oneOf(headers.get(condition)) ?? matching(havingField(name, account))),
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
  return { sql: 'e.id IN (SELECT rowid FROM email_search WHERE email_search MATCH ?)', values: [match] }
}

export function negate({ sql, values }: SqlCondition): SqlCondition {
  return { sql: `NOT ${sql}`, values }
}

function mailboxKey(id: string): number {
  return mailboxId.parse(id) ?? -1
}

/** Whether a message of the given alias has a keyword. */
export function hasKeyword(alias: string, keyword: string): SqlCondition {
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
export function threadHas({ sql, values }: SqlCondition, account: number): SqlCondition {
  return { sql: `e.thread IN (SELECT t.thread FROM email t WHERE t.account = ? AND ${sql})`, values: [account, ...values] }
}

/** Words of three letters and more match as beginnings, so that a search finds while it is typed. */
const minPrefix = 3

const allColumns = '"from" "to" cc bcc subject body files'

function searched(typed: string, account: number, columns: string): SqlCondition {
  const phrases = searchTerms(typed).flatMap(
    ({ text, phrase }) => searchPhrase(text, !phrase && text.length >= minPrefix) ?? [],
  )
  // What was typed has nothing to look for in it (punctuation): it finds nothing.
  if (phrases.length === 0) return { sql: '0', values: [] }
  return matching(`scope : "${scopeWord(account)}" AND {${columns}} : (${phrases.join(' AND ')})`)
}
