import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Query } from '../../database/query.ts'
import type { ArrivingMail } from '../incoming.ts'
import type { OnMailEvent } from '../mail-events.ts'
import { formatUtcDate, renderDate } from '../mime/date.ts'
import { readHeaderBlock, unfold } from '../mime/header.ts'
import type { ParseMessage } from '../mime/parse-message.ts'
import { bayesFinding, knowsSpam, spamProbability, wordsOf } from './bayes-filter.ts'
import { reversed, isThisMachine, type Lookup } from './dns.ts'
import type { ReceivedMessage } from './inbound.ts'
import {
  type ArrivedField,
  checkAuthentication,
  checkContent,
  checkLists,
  scoreField,
  scoreOf,
  type SenderCheck,
} from './spam-score.ts'
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

/** `Received` fields of a message that has gone round in circles (RFC 5321 §6.3). Beyond it: `554 5.4.6`. A constant. */
const maxHops = 50

const lf = 0x0a

export function readFields(data: Buffer): readonly ArrivedField[] {
  const { fields } = readHeaderBlock(data, 0, () => false)
  return fields.map(({ name, start, end }) => {
    const newline = data.indexOf(lf, end)
    return {
      name: name.toLowerCase(),
      value: unfold(data.toString('utf8', start, end)).trim(),
      start: data.lastIndexOf(lf, start - 1) + 1,
      end: newline < 0 ? data.length : newline + 1,
    }
  })
}

/** @throws SmtpRefusal `554 5.4.6` when a message has been here before, or passes from server to server without end */
export function refuseLoop(fields: readonly ArrivedField[], recipients: readonly string[]): void {
  const hops = fields.filter(({ name }) => name === 'received').length
  if (hops > maxHops) throw new SmtpRefusal(554, '5.4.6 Mail loop: too many Received fields')
  const delivered = new Set(
    fields.filter(({ name }) => name === 'delivered-to').map(({ value }) => value.toLowerCase()),
  )
  if (recipients.some((recipient) => delivered.has(recipient.toLowerCase())))
    throw new SmtpRefusal(554, '5.4.6 Mail loop: it was delivered to this recipient before')
}

/** The message without some of its fields. */
export function withoutFields(
  data: Buffer,
  fields: readonly ArrivedField[],
  isRemoved: (field: ArrivedField) => boolean,
): Buffer {
  const kept: Buffer[] = []
  let at = 0
  for (const field of fields) {
    if (!isRemoved(field)) continue
    kept.push(data.subarray(at, field.start))
    at = field.end
  }
  return at === 0 ? data : Buffer.concat([...kept, data.subarray(at)])
}

const atom = /[^\w.:-]/g

/** RFC 5321 §4.4: who gave us the message, over what, and when. Whom it is for is said only when it is one. */
export function receivedField(message: ReceivedMessage, name: string, now: number): string {
  const { client, recipients, protocol, id } = message
  const from = client.helo.replace(/[^\w.:[\]-]/g, '') || 'unknown'
  const address = client.address.includes(':') ? `IPv6:${client.address}` : client.address
  const host = client.hostName ? `${client.hostName.replace(atom, '')} ` : ''
  const [only] = recipients
  const recipient = recipients.length === 1 && only ? `\r\n\tfor <${only}>` : ''
  return (
    `Received: from ${from} (${host}[${address}])\r\n` +
    `\tby ${name} (Atrium) with ${protocol} id ${id.replace(atom, '')}${recipient};\r\n` +
    `\t${renderDate(formatUtcDate(now))}\r\n`
  )
}

/**
 * What makes two messages one that was sent twice, because its sender did not get our acknowledgement: all of its
 * bytes, its sender, and the address of the server it came from.
 */
export function arrivalKey({ client, mailFrom, data }: ReceivedMessage): string {
  return JSON.stringify([client.address, mailFrom, createHash('sha256').update(data).digest('base64')])
}

/** How messages are judged. */
export interface SpamPolicy {
  /** DNS lists of bad senders (RFC 5782). Default: none. */
  readonly lists: readonly string[]
  /** Score from which a message goes to Junk. */
  readonly junk: number
  /** Score from which it is refused with `550 5.7.1`. */
  readonly refuse: number
  /** Score from which its sender has to come again before it is taken (RFC 6647). Null: none has to. */
  readonly greylist: number | null
}

export const defaultSpamPolicy: SpamPolicy = { lists: [], junk: 5, refuse: 15, greylist: null }

export interface ArrivalOptions {
  /** Host name of this server. */
  readonly name: string
  readonly lookup: Lookup
  readonly spam: SpamPolicy
  /** Whether a client is not checked: a relay of our own hides whom a message is from. Default: this machine. */
  readonly isTrusted?: (address: string) => boolean
  /** Takes the names of what made a message spam that is refused. Default: nothing does. */
  readonly onSpam?: (findings: string) => void
  readonly onEvent?: OnMailEvent
  /** What is known of words and senders. */
  readonly query: Query
  readonly parse: ParseMessage
  readonly deliver: (mail: ArrivingMail) => Promise<readonly string[]>
}

/** UTF-16 units of an `Authentication-Results` in which its server is looked for. Beyond it: the field is removed. A constant. */
const maxSigner = 2000

/** Fields that only this server writes: in a message that arrives they are forged (RFC 8601 §5). */
function isForged({ name, value }: ArrivedField, server: string): boolean {
  if (name === 'return-path' || name === 'x-atrium-spam') return true
  if (name !== 'authentication-results') return false
  const signer = /^\s*(?:\([^)]*\)\s*)*"?([^\s;"(]+)/.exec(value.slice(0, maxSigner))?.[1]
  return signer === undefined || signer.toLowerCase() === server.toLowerCase()
}

async function judge(
  message: ReceivedMessage,
  fields: readonly ArrivedField[],
  { name, lookup, spam, query, parse, isTrusted = isThisMachine }: ArrivalOptions,
): Promise<SenderCheck> {
  const content = checkContent(message.data, fields)
  if (isTrusted(message.client.address))
    return { fields: `Authentication-Results: ${name}; none\r\n`, findings: content }
  const listed = await checkLists(message.client, { lists: spam.lists, lookup })
  // The cheapest first: what is refused already is not checked further.
  if (scoreOf([...listed, ...content]) >= spam.refuse) return { fields: '', findings: [...listed, ...content] }
  const sender = await checkAuthentication(message, { name, lookup })
  const findings = [...listed, ...sender.findings, ...content]
  if (scoreOf(findings) >= spam.refuse || !knowsSpam(query)) return { fields: sender.fields, findings }
  const { message: parsed, text } = await parse(message.data)
  const probability = spamProbability(query, wordsOf(parsed.listing, text))
  return { fields: sender.fields, findings: [...findings, ...bayesFinding(probability)] }
}

/**
 * Takes a message into the inboxes of its recipients, or into Junk; it is durable when this resolves.
 *
 * @throws SmtpRefusal a loop, spam, or a recipient is gone or full by now
 */
export async function receiveMail(message: ReceivedMessage, options: ArrivalOptions): Promise<void> {
  const { mailFrom, recipients, data } = message
  const startedAt = performance.now()
  const fields = readFields(data)
  refuseLoop(fields, recipients)
  const verdict = await judge(message, fields, options)
  const score = scoreOf(verdict.findings)
  if (score >= options.spam.refuse) {
    const findings = verdict.findings.map(({ name }) => name).join(', ')
    options.onSpam?.(findings)
    throw new SmtpRefusal(550, `5.7.1 Refused as spam (${findings})`)
  }
  const { spam, query, isTrusted = isThisMachine } = options
  if (spam.greylist !== null && score >= spam.greylist && !isTrusted(message.client.address))
    requirePatience(query, { address: message.client.address, mailFrom, recipients }, Date.now())
  const mailbox = score >= options.spam.junk ? 'junk' : 'inbox'
  const refused = await options.deliver({
    mailFrom,
    recipients,
    bytes: withoutFields(data, fields, (field) => isForged(field, options.name)),
    trace: `${verdict.fields}${scoreField(verdict.findings)}${receivedField(message, options.name, Date.now())}`,
    mailbox,
    sameAs: arrivalKey(message),
  })
  if (refused.length === recipients.length) throw new SmtpRefusal(552, '5.2.2 Mailbox full')
  options.onEvent?.({
    kind: 'received',
    id: message.id,
    recipients: recipients.length - refused.length,
    bytes: data.byteLength,
    mailbox,
    score,
    milliseconds: Math.round(performance.now() - startedAt),
  })
  // Sent again, it is refused for these when they are named, and not delivered twice to the others.
  if (refused.length > 0) throw new SmtpRefusal(451, '4.2.2 Some recipients cannot take it now')
}
