import type { SQLInputValue } from 'node:sqlite'
import type { Query } from '../../database/query.ts'
import type { Comparator, FilterTree } from '../protocol/query.ts'
import { filesFlag, flagOf } from '../store/keywords.ts'
import { emailId, mailboxId } from '../store/mail-store.ts'
import { readMailbox } from '../store/mailboxes.ts'
import type { EmailCondition } from './email-filter.ts'

/** What a list is of. */
export interface EmailListing {
  /** Key of the account. */
  readonly account: number
  readonly filter: FilterTree<EmailCondition> | null
  readonly sort: readonly Comparator[]
  readonly collapseThreads: boolean
}

/** Which part of it is wanted (RFC 8620 §5.5). */
export interface WantedPage {
  readonly position: number
  readonly anchor?: string | null | undefined
  readonly anchorOffset: number
  readonly limit: number
  readonly calculateTotal: boolean
}

export interface ListPage {
  readonly position: number
  /** Keys of messages. */
  readonly keys: readonly number[]
  readonly total?: number
}

/** A message's place in the order of a list. */
interface Place {
  readonly receivedAt: number
  readonly email: number
}

/**
 * A list whose order is that of a key or an index, so that a page is a walk from a place along it, however deep. Its
 * rows are those of a table `m` that meet a condition.
 */
export interface WalkedList {
  readonly table: 'mailbox_thread' | 'email_mailbox'
  readonly where: string
  readonly values: readonly SQLInputValue[]
  readonly newestFirst: boolean
  readonly mailbox: number
  /** Column of `mailbox_period` with the number of its rows on each day. Absent: they are counted. */
  readonly counted?: 'emails' | 'threads'
  /** Number of its rows where it is kept. */
  readonly total?: number
  /** The condition without that of conversations, of which the list has the first message of each. */
  readonly ofThreads?: string
  /** The narrow index of messages with a flag, for counting. */
  readonly index?: string
}

const unread = '(m.flags & 1) = 0'
const flagged = '(m.flags & 4) != 0'
const withFiles = `(m.flags & ${filesFlag}) != 0`

/** Indexes of the messages of which a condition is true, those with the fewest first. */
const partialIndexes: readonly (readonly [condition: string, index: string])[] = [
  [flagged, 'email_mailbox_flagged'],
  [withFiles, 'email_mailbox_files'],
  [unread, 'email_mailbox_unread'],
]

/** The condition on flags of `m` that a filter is, beside its mailbox; null where it looks at anything else. */
function flagCondition({ inMailbox, hasKeyword, notKeyword, hasAttachment, ...others }: EmailCondition): string | null {
  if (inMailbox === undefined || Object.keys(others).length > 0) return null
  const has = hasKeyword === undefined ? 0 : flagOf(hasKeyword)
  const not = notKeyword === undefined ? 0 : flagOf(notKeyword)
  if ((hasKeyword !== undefined && has === 0) || (notKeyword !== undefined && not === 0)) return null
  // Written as the partial indexes have it.
  return [
    ...(hasAttachment === undefined ? [] : [hasAttachment ? withFiles : `(m.flags & ${filesFlag}) = 0`]),
    ...(has === 0 ? [] : [has === 4 ? flagged : `(m.flags & ${has}) != 0`]),
    ...(not === 0 ? [] : [not === 1 ? unread : `(m.flags & ${not}) = 0`]),
  ].join(' AND ')
}

/** How a list is walked; null when its order or filter is another one. */
export function walkedList(query: Query, { account, filter, sort, collapseThreads }: EmailListing): WalkedList | null {
  const condition = filter && 'condition' in filter ? filter.condition : {}
  const flags = flagCondition(condition)
  const [first] = sort
  if (flags === null || sort.length > 1 || (first && first.property !== 'receivedAt')) return null
  const newestFirst = first === undefined || first.isAscending === false
  const mailbox = mailboxId.parse(condition.inMailbox ?? '')
  const row = mailbox === null ? undefined : readMailbox(query, account, mailbox)
  if (!row) return null
  const [, index] = partialIndexes.find(([part]) => flags.split(' AND ').includes(part)) ?? []
  const list = { newestFirst, mailbox: row.id, values: [row.id], ...(index === undefined ? {} : { index }) }
  if (flags === '' && !collapseThreads)
    return { ...list, table: 'email_mailbox', where: 'm.mailbox = ?', counted: 'emails', total: row.total_emails }
  if (flags === '' && newestFirst)
    return { ...list, table: 'mailbox_thread', where: 'm.mailbox = ?', counted: 'threads', total: row.total_threads }
  const where = ['m.mailbox = ?', ...(flags === '' ? [] : [flags])].join(' AND ')
  if (!collapseThreads) return { ...list, table: 'email_mailbox', where }
  const before = newestFirst ? '>' : '<'
  return {
    ...list,
    table: 'email_mailbox',
    ofThreads: where,
    ...(flags === '' ? { total: row.total_threads } : {}),
    // The first of its thread in this order: of its messages that meet the condition too.
    where: `${where} AND NOT EXISTS (SELECT 1 FROM email_mailbox o INDEXED BY email_mailbox_thread WHERE o.mailbox = m.mailbox AND o.thread = m.thread
      AND (o.received_at, o.email) ${before} (m.received_at, m.email)${flags === '' ? '' : ` AND ${flags.replaceAll('m.', 'o.')}`})`,
  }
}

/** SQL of the rows from a place on, `backwards` against the order of the list. */
export function walkSql(list: WalkedList, from: 'start' | 'at' | 'before', backwards = false): string {
  const descending = list.newestFirst !== backwards
  const direction = descending ? 'DESC' : 'ASC'
  const compared = `${descending ? '<' : '>'}${from === 'at' ? '=' : ''}`
  const place = from === 'start' ? '' : ` AND (m.received_at, m.email) ${compared} (?, ?)`
  return `SELECT m.email, m.received_at FROM ${list.table} m WHERE ${list.where}${place}
    ORDER BY m.received_at ${direction}, m.email ${direction} LIMIT ? OFFSET ?`
}

interface Row {
  readonly email: number
  readonly received_at: number
}

const largest = Number.MAX_SAFE_INTEGER

/** A page of a walked list; `anchorNotFound` when the anchor is not in it. */
export function readPage(query: Query, list: WalkedList, wanted: WantedPage): ListPage | 'anchorNotFound' {
  const walk = (from: 'start' | 'at', values: readonly number[], [limit, offset]: readonly [number, number]) =>
    query.all<Row>(walkSql(list, from), ...list.values, ...values, limit, offset).map(({ email }) => email)
  const known = wanted.calculateTotal || (wanted.position < 0 && typeof wanted.anchor !== 'string')
  const total = known ? totalOf(query, list) : 0
  const counted = wanted.calculateTotal ? { total } : {}
  if (typeof wanted.anchor === 'string') {
    const anchor = placeOf(query, list, wanted.anchor)
    if (!anchor) return 'anchorNotFound'
    const at = positionOf(query, list, anchor)
    const offset = Math.max(-at, wanted.anchorOffset)
    const before = offset < 0 ? rowsBefore(query, list, { ...anchor, count: -offset }) : []
    const rest = wanted.limit - before.length
    const place = [anchor.receivedAt, anchor.email]
    const keys = rest > 0 ? [...before, ...walk('at', place, [rest, Math.max(0, offset)])] : before
    return { position: at + offset, keys: keys.slice(0, wanted.limit), ...counted }
  }
  const position = wanted.position < 0 ? Math.max(0, total + wanted.position) : wanted.position
  const start = list.counted ? startOfDay(query, list, position) : null
  const keys = start
    ? walk('at', [start.receivedAt, list.newestFirst ? largest : 0], [wanted.limit, position - start.before])
    : walk('start', [], [wanted.limit, position])
  return { position, keys, ...counted }
}

/** The rows just before a place, in the order of the list. */
function rowsBefore(query: Query, list: WalkedList, place: Place & { readonly count: number }): number[] {
  const { receivedAt, email, count } = place
  const rows = query.all<Row>(walkSql(list, 'before', true), ...list.values, receivedAt, email, count, 0)
  return rows.map((row) => row.email).toReversed()
}

export function totalOf(query: Query, list: WalkedList): number {
  if (list.total !== undefined) return list.total
  return query.one<{ count: number }>(countSql(list), ...list.values)?.count ?? 0
}

/**
 * SQL: how many rows a list has, or has before a place. Conversations are counted by their messages: as many begin
 * before the first message of one as have a message before it.
 */
export function countSql({ table, where, ofThreads, index, newestFirst }: WalkedList, before = false): string {
  const place = before ? ` AND (m.received_at, m.email) ${newestFirst ? '>' : '<'} (?, ?)` : ''
  // The sign: else the index that has threads in order is walked, through all messages of the mailbox.
  const counted = ofThreads === undefined ? 'count(*)' : 'count(DISTINCT +m.thread)'
  const by = index === undefined ? '' : ` INDEXED BY ${index}`
  return `SELECT ${counted} AS count FROM ${table} m${by} WHERE ${ofThreads ?? where}${place}`
}

function placeOf(query: Query, list: WalkedList, id: string): Place | null {
  const key = emailId.parse(id)
  const row =
    key === null
      ? undefined
      : query.one<Row>(
          `SELECT m.email, m.received_at FROM email e CROSS JOIN ${list.table} m
             ON m.received_at = e.received_at AND m.email = e.id WHERE e.id = ? AND ${list.where}`,
          key,
          ...list.values,
        )
  return row ? { receivedAt: row.received_at, email: row.email } : null
}

/** Milliseconds of a row of `mailbox_period`, which its migration repeats. */
const day = 86_400_000

/** The index of a message in a list; null when it is not in it. */
export function indexOf(query: Query, list: WalkedList, key: number): number | null {
  const place = placeOf(query, list, emailId.format(key))
  return place && positionOf(query, list, place)
}

/** How many rows are before a place. */
function positionOf(query: Query, list: WalkedList, { receivedAt, email }: Place): number {
  const [less, last] = list.newestFirst ? ['>', '<'] : ['<', '>']
  const rows = (bound: string, values: readonly number[]): number =>
    query.one<{ count: number }>(`${countSql(list, true)}${bound}`, ...list.values, receivedAt, email, ...values)
      ?.count ?? 0
  if (!list.counted) return rows('', [])
  const today = Math.trunc(receivedAt / day)
  const before = query.one<{ count: number }>(
    `SELECT ifnull(sum(${list.counted}), 0) AS count FROM mailbox_period WHERE mailbox = ? AND day ${less} ?`,
    list.mailbox,
    today,
  )
  const [oldest, newest] = boundsOf(today)
  return (before?.count ?? 0) + rows(` AND m.received_at ${last}= ?`, [list.newestFirst ? newest : oldest])
}

/** First and last millisecond of a day; that of 1970 begins a day earlier, as rounding is towards 0. */
function boundsOf(number: number): readonly [number, number] {
  return [number > 0 ? number * day : (number - 1) * day + 1, number < 0 ? number * day : (number + 1) * day - 1]
}

/** The start of the day on which the list reaches a position, and how many rows are before it; null for the first day. */
function startOfDay(
  query: Query,
  list: WalkedList,
  position: number,
): { readonly receivedAt: number; readonly before: number } | null {
  // A short way is walked.
  if (position < 500) return null
  const days = query.all<{ day: number; count: number }>(
    `SELECT day, ${list.counted ?? ''} AS count FROM mailbox_period WHERE mailbox = ?
     ORDER BY day ${list.newestFirst ? 'DESC' : 'ASC'}`,
    list.mailbox,
  )
  let before = 0
  for (const { day: number, count } of days) {
    if (before + count > position) {
      const [oldest, newest] = boundsOf(number)
      return { receivedAt: list.newestFirst ? newest : oldest, before }
    }
    before += count
  }
  return null
}
