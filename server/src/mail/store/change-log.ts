import type { Query } from '../../database/query.ts'
import type { ChangeKind, DataType } from './account-changes.ts'

export interface Changes {
  readonly newState: string
  readonly hasMore: boolean
  readonly created: readonly number[]
  readonly updated: readonly number[]
  readonly destroyed: readonly number[]
  /** Every update was one of counters only. */
  readonly countsOnly: boolean
}

/** The state string of a type in an account (RFC 8620 §5.1). */
export function readState(query: Query, account: number, type: string): string {
  const row = query.one<{ modseq: number }>(
    'SELECT modseq FROM type_state WHERE account = ? AND type = ?',
    account,
    type,
  )
  return String(row?.modseq ?? 0)
}

interface Row {
  modseq: number
  object: number
  kind: ChangeKind
}

/** What has happened since a state, at most `max` objects; null when the log does not say any more. */
export function readChanges(
  query: Query,
  of: { account: number; type: DataType },
  since: { state: string; max: number },
): Changes | null {
  const current = readState(query, of.account, of.type)
  if (!/^(0|[1-9]\d{0,14})$/.test(since.state)) return null
  const from = Number(since.state)
  if (from > Number(current) || from < floorOf(query, of.account)) return null
  const rows = query.all<Row>(
    'SELECT modseq, object, kind FROM change_log WHERE account = ? AND type = ? AND modseq > ? ORDER BY modseq',
    of.account,
    of.type,
    from,
  )
  const kinds = new Map<number, ChangeKind | null>()
  let last = from
  let countsOnly = true
  for (const { modseq, object, kind } of rows) {
    if (!kinds.has(object) && kinds.size >= since.max)
      return { ...split(kinds), newState: String(last), hasMore: true, countsOnly }
    kinds.set(object, merge(kinds.has(object), kinds.get(object) ?? null, kind))
    countsOnly &&= kind === 'counted'
    last = modseq
  }
  return { ...split(kinds), newState: current, hasMore: false, countsOnly: countsOnly && rows.length > 0 }
}

function merge(known: boolean, before: ChangeKind | null, kind: ChangeKind): ChangeKind | null {
  if (!known) return kind
  if (kind === 'destroyed') return before === 'created' ? null : 'destroyed'
  return before === 'counted' ? kind : before
}

function split(kinds: ReadonlyMap<number, ChangeKind | null>): Pick<Changes, 'created' | 'updated' | 'destroyed'> {
  const of = (...wanted: ChangeKind[]): number[] =>
    [...kinds].flatMap(([object, kind]) => (kind !== null && wanted.includes(kind) ? [object] : []))
  return { created: of('created'), updated: of('updated', 'counted'), destroyed: of('destroyed') }
}

function floorOf(query: Query, account: number): number {
  return (
    query.one<{ floor: number }>('SELECT change_floor AS floor FROM mail_account WHERE key = ?', account)?.floor ?? 0
  )
}

/** Milliseconds. RFC 8620 §5.2 asks for 30 days at least. */
const logAge = 60 * 24 * 3600 * 1000

/** Forgets old changes; clients older than that begin anew. */
export function pruneChangeLog(query: Query, now: number): void {
  const before = now - logAge
  query.run(
    `UPDATE mail_account SET change_floor = max(change_floor, ifnull(
       (SELECT max(modseq) FROM change_log WHERE account = key AND at < ?), 0))`,
    before,
  )
  query.run('DELETE FROM change_log WHERE at < ?', before)
}
