import { type WriteScope } from '../store/mail-store.ts'
import { type SendingPolicy } from './outgoing.ts'

// How much was sent, by the minute, and what is forwarded and replied without a client.

/** Milliseconds. */
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** Who is counted: an account by its key, what is sent for it without a client, or the address of a client. */
export type Counted = `account:${number}` | `automatic:${number}` | `client:${string}`

/** Milliseconds until `size` more recipients fit into a window; 0: now. Counts are kept by the minute. */
export function waitFor(
  { query, now }: Pick<WriteScope, 'query' | 'now'>,
  who: Counted,
  { window, limit, size }: { readonly window: number; readonly limit: number; readonly size: number },
): number {
  const rows = query.all<{ minute: number; recipients: number }>(
    'SELECT minute, recipients FROM sent_count WHERE sender = ? AND minute > ? ORDER BY minute',
    who,
    Math.floor((now - window) / minute),
  )
  let excess = rows.reduce((sum, { recipients }) => sum + recipients, size) - limit
  if (excess <= 0) return 0
  for (const { minute: at, recipients } of rows) {
    excess -= recipients
    if (excess <= 0) return (at + 1) * minute + window - now
  }
  return window
}

/** Milliseconds since 1970 until which an account may not send; 0 when it may. */
export const pausedUntil = ({ query, now }: Pick<WriteScope, 'query' | 'now'>, account: number): number => {
  const row = query.one<{ until: number | null }>(
    'SELECT sending_paused_until AS until FROM mail_account WHERE key = ?',
    account,
  )
  return row?.until && row.until > now ? row.until : 0
}

/** Counts a message of so many recipients. */
export function count({ query, now }: WriteScope, who: Counted, recipients: number): void {
  query.run('DELETE FROM sent_count WHERE minute < ?', Math.floor((now - day) / minute) - 1)
  query.run(
    `INSERT INTO sent_count (sender, minute, messages, recipients) VALUES (?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET messages = messages + 1, recipients = recipients + excluded.recipients`,
    who,
    Math.floor(now / minute),
    recipients,
  )
}

/**
 * Counts what is forwarded or replied for an account when mail comes in. It has the limits of an account for itself, so
 * that what strangers send uses up none of what its person may send.
 *
 * @returns false, and counts nothing, when it is too much: it is not sent. No client waits that could try again.
 */
export function countAutomatic(
  scope: WriteScope,
  policy: SendingPolicy,
  { account, recipients }: { readonly account: number; readonly recipients: number },
): boolean {
  const who = `automatic:${account}` as const
  const fits = (window: number, limit: number): boolean =>
    waitFor(scope, who, { window, limit, size: recipients }) === 0
  if (pausedUntil(scope, account) > 0 || !fits(hour, policy.hour) || !fits(day, policy.day)) return false
  count(scope, who, recipients)
  return true
}
