import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Query } from '../../database/query.ts'
import { reversed } from './dns.ts'
import { SmtpRefusal } from './spool.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Milliseconds that a sender has to wait at least (RFC 6647 §4.1). Sooner: it is refused again. A constant. */
const minWait = 5 * minute

/** Milliseconds within which it has to come again. Beyond it: it waits again. A constant. */
const maxWait = 2 * day

/** Milliseconds that a sender that has come again is remembered after its last message. A constant. */
const memory = 36 * day

/** Senders that are remembered. Beyond it: the one that was seen last longest ago is forgotten. A constant. */
const maxTriplets = 100_000

/** A message as its envelope shows it. */
interface Triplet {
  readonly address: string
  readonly mailFrom: string
  readonly recipients: readonly string[]
}

/** A sender may come again from another machine of its network: /24 of IPv4, /64 of IPv6. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address.split('.').slice(0, 3).join('.')
  return reversed(address).split('.').toReversed().slice(0, 16).join('')
}

const keyOf = ({ address, mailFrom, recipients }: Triplet): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        networkOf(address),
        mailFrom.toLowerCase(),
        recipients.map((one) => one.toLowerCase()).toSorted(),
      ]),
    )
    .digest()

/**
 * Refuses a sender for the time being until it has come again after a while, as real servers do (RFC 6647).
 *
 * @throws SmtpRefusal `451 4.7.1` with the time to wait
 */
export function requirePatience(query: Query, triplet: Triplet, now: number): void {
  const key = keyOf(triplet)
  query.run('DELETE FROM greylist WHERE last_at < ? OR (passed = 0 AND last_at < ?)', now - memory, now - maxWait)
  const known = query.one<{ first_at: number; passed: number }>(
    'SELECT first_at, passed FROM greylist WHERE triplet = ?',
    key,
  )
  const waited = known ? now - known.first_at : 0
  const passed = known !== undefined && (known.passed === 1 || waited >= minWait)
  query.run(
    `INSERT INTO greylist (triplet, first_at, last_at, passed) VALUES (?, ?, ?, 0)
     ON CONFLICT DO UPDATE SET last_at = excluded.last_at, passed = ?`,
    key,
    now,
    now,
    Number(passed),
  )
  query.run(
    'DELETE FROM greylist WHERE triplet IN (SELECT triplet FROM greylist ORDER BY last_at DESC LIMIT -1 OFFSET ?)',
    maxTriplets,
  )
  if (passed) return
  throw new SmtpRefusal(451, `4.7.1 Greylisted: try again in ${Math.ceil((minWait - waited) / 1000)} seconds`)
}
