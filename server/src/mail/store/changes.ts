import type { Query } from '../../database/query.ts'
import { seenOrDraft } from './keywords.ts'

/** What one thread adds to the counters of a mailbox. */
export interface MailboxCounts {
  emails: number
  unreadEmails: number
  threads: number
  unreadThreads: number
}

interface ThreadSnapshot {
  readonly members: ReadonlySet<number>
  readonly counts: ReadonlyMap<number, MailboxCounts>
  /** The newest message of the thread in each mailbox: where lists of conversations show it. */
  readonly newest: ReadonlyMap<number, Place>
}

/** Where a message is in the lists of a mailbox. */
interface Place {
  readonly receivedAt: number
  readonly email: number
}

interface MemberRow {
  id: number
  flags: number
  mailbox: number
  received_at: number
}

/**
 * A thread as the counters see it. Unread threads as RFC 8621 §2 wants them: mail that is only in the
 * trash is a thread of its own.
 */
export function threadSnapshot(query: Query, thread: number, trash: number | null): ThreadSnapshot {
  const rows = query.all<MemberRow>(
    `SELECT e.id, e.flags, m.mailbox, m.received_at FROM email e CROSS JOIN email_mailbox m ON m.email = e.id
     WHERE e.thread = ? ORDER BY e.received_at, e.id`,
    thread,
  )
  const newest = new Map<number, Place>()
  const counts = new Map<number, MailboxCounts>()
  const unreadElsewhere = rows.some((row) => isUnread(row) && row.mailbox !== trash)
  const unreadInTrash = rows.some((row) => isUnread(row) && row.mailbox === trash)
  for (const row of rows) {
    const count = counts.get(row.mailbox) ?? { emails: 0, unreadEmails: 0, threads: 1, unreadThreads: 0 }
    count.emails += 1
    if (isUnread(row)) count.unreadEmails += 1
    count.unreadThreads = Number(row.mailbox === trash ? unreadInTrash : unreadElsewhere)
    counts.set(row.mailbox, count)
    newest.set(row.mailbox, { receivedAt: row.received_at, email: row.id })
  }
  return { members: new Set(rows.map((row) => row.id)), counts, newest }
}

function isUnread(row: MemberRow): boolean {
  return (row.flags & seenOrDraft) === 0
}

/** Name of a JMAP type as in its methods, such as `Email` or `CalendarEvent`. */
export type DataType = string

/** `counted`: nothing but the counters of a mailbox. */
type ChangeKind = 'created' | 'updated' | 'counted' | 'destroyed'

/** Collects what one transaction changes in one account, then keeps counters and log true to it. */
export class AccountChanges {
  private readonly query: Query
  private readonly account: number
  private readonly kinds = new Map<DataType, Map<number, ChangeKind>>()
  private readonly threads = new Map<number, ThreadSnapshot>()
  private trash: number | null

  constructor(query: Query, account: number) {
    this.query = query
    this.account = account
    const row = query.one<{ id: number }>(`SELECT id FROM mailbox WHERE account = ? AND role = 'trash'`, account)
    this.trash = row?.id ?? null
  }

  record(type: DataType, object: number, kind: ChangeKind): void {
    const kinds = this.kinds.get(type) ?? new Map<number, ChangeKind>()
    this.kinds.set(type, kinds)
    const merged = mergeKinds(kinds.get(object), kind)
    if (merged === null) kinds.delete(object)
    else kinds.set(object, merged)
  }

  /** Must be called before the first change to a message of the thread. */
  touchThread(thread: number): void {
    if (!this.threads.has(thread)) this.threads.set(thread, threadSnapshot(this.query, thread, this.trash))
  }

  /** Brings counters and threads up to now; what is touched later is settled later. */
  settle(): void {
    for (const [thread, before] of this.threads) this.settleThread(thread, before)
    this.threads.clear()
  }

  /** Which mailbox is the trash from here on. */
  setTrash(trash: number | null): void {
    this.trash = trash
  }

  /** Writes counters, log and states. @returns whether anything had changed. */
  flush(now: number): boolean {
    this.settle()
    const changed = [...this.kinds].filter(([, kinds]) => kinds.size > 0)
    if (changed.length === 0) return false
    const row = this.query.one<{ modseq: number }>('SELECT modseq FROM mail_account WHERE key = ?', this.account)
    let modseq = row?.modseq ?? 0
    for (const [type, kinds] of changed) {
      for (const [object, kind] of kinds) {
        modseq += 1
        this.query.run(
          'INSERT INTO change_log (account, type, modseq, object, kind, at) VALUES (?, ?, ?, ?, ?, ?)',
          this.account,
          type,
          modseq,
          object,
          kind,
          now,
        )
      }
      this.setState(type, modseq)
      // RFC 8621 §1.5: a state of its own for what has arrived.
      if (type === 'Email' && [...kinds.values()].includes('created')) this.setState('EmailDelivery', modseq)
    }
    this.query.run('UPDATE mail_account SET modseq = ? WHERE key = ?', modseq, this.account)
    return true
  }

  private setState(type: string, modseq: number): void {
    this.query.run(
      'INSERT INTO type_state (account, type, modseq) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET modseq = excluded.modseq',
      this.account,
      type,
      modseq,
    )
  }

  private settleThread(thread: number, before: ThreadSnapshot): void {
    const after = threadSnapshot(this.query, thread, this.trash)
    for (const mailbox of new Set([...before.counts.keys(), ...after.counts.keys()]))
      this.addCounts(mailbox, before.counts.get(mailbox), after.counts.get(mailbox))
    this.moveInLists(thread, before.newest, after.newest)
    if (after.members.size === 0) {
      this.query.run('DELETE FROM thread WHERE id = ?', thread)
      if (before.members.size > 0) this.record('Thread', thread, 'destroyed')
    } else if (before.members.size === 0) this.record('Thread', thread, 'created')
    else if (!isSameSet(before.members, after.members)) this.record('Thread', thread, 'updated')
  }

  private moveInLists(thread: number, before: ReadonlyMap<number, Place>, after: ReadonlyMap<number, Place>): void {
    for (const [mailbox, { receivedAt, email }] of before)
      if (after.get(mailbox)?.email !== email)
        this.query.run(
          'DELETE FROM mailbox_thread WHERE mailbox = ? AND received_at = ? AND email = ?',
          mailbox,
          receivedAt,
          email,
        )
    for (const [mailbox, { receivedAt, email }] of after)
      if (before.get(mailbox)?.email !== email)
        this.query.run(
          'INSERT INTO mailbox_thread (mailbox, received_at, email, thread) VALUES (?, ?, ?, ?)',
          mailbox,
          receivedAt,
          email,
          thread,
        )
  }

  private addCounts(mailbox: number, before = noCounts, after = noCounts): void {
    const delta = [
      after.emails - before.emails,
      after.unreadEmails - before.unreadEmails,
      after.threads - before.threads,
      after.unreadThreads - before.unreadThreads,
    ]
    if (delta.every((difference) => difference === 0)) return
    const { changes } = this.query.run(
      `UPDATE mailbox SET total_emails = total_emails + ?, unread_emails = unread_emails + ?,
       total_threads = total_threads + ?, unread_threads = unread_threads + ? WHERE id = ?`,
      ...delta,
      mailbox,
    )
    if (changes > 0) this.record('Mailbox', mailbox, 'counted')
  }
}

const noCounts: MailboxCounts = { emails: 0, unreadEmails: 0, threads: 0, unreadThreads: 0 }

function isSameSet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id))
}

/** Two changes to one object in one transaction, seen from outside; null = nothing happened. */
function mergeKinds(before: ChangeKind | undefined, kind: ChangeKind): ChangeKind | null {
  if (before === undefined) return kind
  if (kind === 'destroyed') return before === 'created' ? null : 'destroyed'
  if (before === 'counted') return kind
  return before
}

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

interface LoggedChange {
  modseq: number
  object: number
  kind: ChangeKind
}

/**
 * Log entries read beyond as many as objects are wanted, for objects that have changed several times. Beyond it: a
 * response has fewer objects and says that there are more.
 */
const maxRepeated = 1000

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
  const bound = Number.isFinite(since.max) ? since.max + maxRepeated : -1
  const rows = query.all<LoggedChange>(
    `SELECT modseq, object, kind FROM change_log WHERE account = ? AND type = ? AND modseq > ?
     ORDER BY modseq LIMIT ?`,
    of.account,
    of.type,
    from,
    bound,
  )
  const kinds = new Map<number, ChangeKind | null>()
  let last = from
  let countsOnly = true
  for (const { modseq, object, kind } of rows) {
    if (!kinds.has(object) && kinds.size >= since.max)
      return { ...splitByKind(kinds), newState: String(last), hasMore: true, countsOnly }
    kinds.set(object, mergeLogged(kinds.has(object), kinds.get(object) ?? null, kind))
    countsOnly &&= kind === 'counted'
    last = modseq
  }
  const hasMore = rows.length === bound
  return {
    ...splitByKind(kinds),
    newState: hasMore ? String(last) : current,
    hasMore,
    countsOnly: countsOnly && rows.length > 0,
  }
}

function mergeLogged(known: boolean, before: ChangeKind | null, kind: ChangeKind): ChangeKind | null {
  if (!known) return kind
  if (kind === 'destroyed') return before === 'created' ? null : 'destroyed'
  return before === 'counted' ? kind : before
}

function splitByKind(
  kinds: ReadonlyMap<number, ChangeKind | null>,
): Pick<Changes, 'created' | 'updated' | 'destroyed'> {
  const of = (...wanted: ChangeKind[]): number[] =>
    [...kinds].flatMap(([object, kind]) => (kind !== null && wanted.includes(kind) ? [object] : []))
  return { created: of('created'), updated: of('updated', 'counted'), destroyed: of('destroyed') }
}

function floorOf(query: Query, account: number): number {
  return (
    query.one<{ floor: number }>('SELECT change_floor AS floor FROM mail_account WHERE key = ?', account)?.floor ?? 0
  )
}
