import type { SQLInputValue } from 'node:sqlite'
import type { FilterTree } from '../protocol/filter-tree.ts'
import { flagOf } from '../store/flags.ts'
import { mailboxId } from '../store/object-id.ts'
import { parseDateTime } from '../store/parse-date-time.ts'
import { fieldWord, scopeWord } from '../store/search-index.ts'
import { searchPhrase } from '../store/search-words.ts'
import type { EmailCondition } from './email-condition.ts'
import { searchTerms } from './search-terms.ts'

/** A condition on `email e`. */
export interface SqlCondition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/** A filter as SQL, for one account by its key. */
export function filterSql(tree: FilterTree<EmailCondition>, account: number): SqlCondition {
  if ('condition' in tree) return allOf(conditionsOf(tree.condition, account))
  const parts = tree.conditions.map((child) => filterSql(child, account))
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

function conditionsOf(condition: EmailCondition, account: number): SqlCondition[] {
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
    ...given(condition.allInThreadHaveKeyword, (keyword) => inThread('NOT EXISTS', keyword, true)),
    ...given(condition.someInThreadHaveKeyword, (keyword) => inThread('EXISTS', keyword, false)),
    ...given(condition.noneInThreadHaveKeyword, (keyword) => inThread('NOT EXISTS', keyword, false)),
    ...given(condition.hasKeyword, (keyword) => hasKeyword('e', keyword)),
    ...given(condition.notKeyword, (keyword) => negate(hasKeyword('e', keyword))),
    ...given(condition.hasAttachment, (wanted) => ({ sql: 'e.has_attachment = ?', values: [Number(wanted)] })),
    ...given(condition.text, (typed) => searched(typed, account, allColumns)),
    ...searchColumns.flatMap((column) => given(condition[column], (typed) => searched(typed, account, `"${column}"`))),
    ...given(condition.header, (wanted) => inHeader(wanted, account)),
  ]
}

function inOtherMailbox(ids: readonly string[]): SqlCondition {
  return {
    sql: 'EXISTS (SELECT 1 FROM email_mailbox m WHERE m.email = e.id AND m.mailbox NOT IN (SELECT value FROM json_each(?)))',
    values: [JSON.stringify(ids.map(mailboxKey))],
  }
}

/** By the index to those that have the field, and only then into their headers. */
function inHeader([name = '', text]: readonly string[], account: number): SqlCondition {
  const having = matching(`scope : "${scopeWord(account)}" AND fields : "${fieldWord(name)}"`)
  if (text === undefined) return having
  const within = '(SELECT has_header(p.parse, ?, ?) FROM message p WHERE p.blob = e.blob)'
  return { sql: `(${having.sql} AND ${within})`, values: [...having.values, name.toLowerCase(), text] }
}

function matching(match: string): SqlCondition {
  return { sql: 'e.id IN (SELECT rowid FROM email_search WHERE email_search MATCH ?)', values: [match] }
}

function negate({ sql, values }: SqlCondition): SqlCondition {
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

/** Whether the thread of `e` has (or, with EXISTS negated, has not) a message with, or without, a keyword. */
export function inThread(exists: 'EXISTS' | 'NOT EXISTS', keyword: string, without: boolean): SqlCondition {
  const { sql, values } = hasKeyword('t', keyword)
  return {
    sql: `${exists} (SELECT 1 FROM email t WHERE t.thread = e.thread AND ${without ? 'NOT ' : ''}${sql})`,
    values,
  }
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
