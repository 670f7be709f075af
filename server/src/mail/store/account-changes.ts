import type { Query } from '../../database/query.ts'
import { threadSnapshot, type MailboxCounts, type ThreadSnapshot } from './thread-snapshot.ts'

export type DataType = 'Mailbox' | 'Thread' | 'Email' | 'EmailSubmission' | 'Identity'

/** `counted`: nothing but the counters of a mailbox. */
export type ChangeKind = 'created' | 'updated' | 'counted' | 'destroyed'

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
    const merged = merge(kinds.get(object), kind)
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
    if (after.members.size === 0) {
      this.query.run('DELETE FROM thread WHERE id = ?', thread)
      if (before.members.size > 0) this.record('Thread', thread, 'destroyed')
    } else if (before.members.size === 0) this.record('Thread', thread, 'created')
    else if (!isSame(before.members, after.members)) this.record('Thread', thread, 'updated')
  }

  private addCounts(mailbox: number, before = nothing, after = nothing): void {
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

const nothing: MailboxCounts = { emails: 0, unreadEmails: 0, threads: 0, unreadThreads: 0 }

function isSame(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id))
}

/** Two changes to one object in one transaction, seen from outside; null = nothing happened. */
function merge(before: ChangeKind | undefined, kind: ChangeKind): ChangeKind | null {
  if (before === undefined) return kind
  if (kind === 'destroyed') return before === 'created' ? null : 'destroyed'
  if (before === 'counted') return kind
  return before
}
