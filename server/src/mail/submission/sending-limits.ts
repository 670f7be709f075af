import { encodeText } from '../compose/headers.ts'
import { formatUtcDate, renderDate } from '../mime/date.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { SetFailure } from '../protocol/errors.ts'
import { isThisMachine } from '../smtp/dns.ts'
import { putBlob } from '../store/blobs.ts'
import { saveMessage } from '../store/messages.ts'
import type { MailAccount, WriteScope } from '../store/mail-store.ts'
import { deliverLocally } from './outbox.ts'
import { type SendingPolicy } from './outgoing.ts'
import { count, day, hour, minute, pausedUntil, waitFor, type Counted } from './sent-counts.ts'

export const defaultSendingPolicy: SendingPolicy = { hour: 500, day: 2000, client: 1500, flood: 100 }

/** Milliseconds in which messages are counted as a flood. A constant. */
const floodWindow = 5 * minute

/** Milliseconds for which a flood pauses sending. Its administrator can end it sooner. A constant. */
const pauseTime = hour

/** `40 seconds`, `12 minutes`, `3 hours`: never less than it takes. */
function duration(milliseconds: number): string {
  const [size, unit] =
    milliseconds < minute ? [1000, 'second'] : milliseconds < 2 * hour ? [minute, 'minute'] : [hour, 'hour']
  const count = Math.max(1, Math.ceil(milliseconds / size))
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** A refusal that says when to try again: `retryAfter` in seconds. */
const tryLater = (why: string, wait: number): SetFailure =>
  new SetFailure({
    type: 'rateLimit',
    retryAfter: Math.ceil(wait / 1000),
    description: `${why} Try again in ${duration(wait)}.`,
  })

/** A message that is about to be sent. */
interface Sending {
  readonly account: MailAccount
  readonly recipients: number
  /** IP address of who sends it, where it is known. */
  readonly client?: string | undefined
}

const clientOf = ({ client }: Sending): Counted | null =>
  client === undefined || isThisMachine(client) ? null : `client:${client}`

/** @throws SetFailure `rateLimit`, before anything is written */
export function requireSending(scope: WriteScope, policy: SendingPolicy, sending: Sending): void {
  const { key } = sending.account
  const until = pausedUntil(scope, key)
  if (until > 0)
    throw tryLater('Sending is paused for this account, because very much was sent in a short time.', until - scope.now)
  const size = sending.recipients
  const wait = Math.max(
    waitFor(scope, `account:${key}`, { window: hour, limit: policy.hour, size }),
    waitFor(scope, `account:${key}`, { window: day, limit: policy.day, size }),
  )
  if (wait > 0)
    throw tryLater(`An account sends to at most ${policy.hour} recipients in an hour and ${policy.day} in a day.`, wait)
  const client = clientOf(sending)
  const clientWait = client ? waitFor(scope, client, { window: hour, limit: policy.client, size }) : 0
  if (clientWait > 0)
    throw tryLater(`At most ${policy.client} recipients in an hour are sent to from one address.`, clientWait)
}

/** Counts a message that was accepted. @returns whether it has paused sending for its account */
export function countSent(
  scope: WriteScope,
  policy: SendingPolicy,
  { domain, ...sending }: Sending & { readonly domain: string },
): boolean {
  const { query, now } = scope
  const { account } = sending
  const client = clientOf(sending)
  for (const who of [`account:${account.key}` as const, ...(client ? [client] : [])])
    count(scope, who, sending.recipients)
  const recent = query.one<{ messages: number | null }>(
    'SELECT sum(messages) AS messages FROM sent_count WHERE sender = ? AND minute > ?',
    `account:${account.key}`,
    Math.floor((now - floodWindow) / minute),
  )
  if ((recent?.messages ?? 0) <= policy.flood || pausedUntil(scope, account.key) > 0) return false
  pauseSending(scope, account.key, now + pauseTime)
  notify(scope, account, domain)
  return true
}

/** Holds what an account has in the queue, and refuses what it would add, until a time; null ends a pause. */
export function pauseSending(
  { query, now }: Pick<WriteScope, 'query' | 'now'>,
  account: number,
  until: number | null,
): void {
  query.run('UPDATE mail_account SET sending_paused_until = ? WHERE key = ?', until, account)
  query.run(
    `UPDATE outbound SET next_at = ? WHERE state = 'waiting' AND next_at ${until === null ? '>' : '<'} ?
       AND submission IN (SELECT id FROM submission WHERE account = ?)`,
    until ?? now,
    until ?? now,
    account,
  )
}

/** Says in the inbox of the account what has happened. */
function notify(scope: WriteScope, account: MailAccount, domain: string): void {
  const { now } = scope
  const text = [
    `Very many messages were sent from this account in a short time. Sending is paused until ${renderDate(formatUtcDate(now + pauseTime))};`,
    'messages that wait for other servers are kept and sent after that.',
    '',
    'If you did not send them, someone else may know your password or an app password: change the password and revoke',
    'the app passwords in Settings. Your administrator can see what waits, drop it, and end the pause.',
  ].join('\r\n')
  const message = Buffer.from(
    `From: ${encodeText('Mail delivery')} <postmaster@${domain}>\r\nTo: <${account.address}>\r\n` +
      `Subject: Sending is paused\r\nDate: ${renderDate(formatUtcDate(now))}\r\n` +
      `Message-ID: <paused-${account.key}-${now}@${domain}>\r\nAuto-Submitted: auto-generated\r\n` +
      `MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`,
  )
  const parsed = parseMessage(message)
  const blob = putBlob(scope.query, message, now)
  saveMessage(scope.query, blob, parsed)
  deliverLocally(scope, account.key, { blob, message: parsed.message })
}
