import { createHash } from 'node:crypto'
import type { ArrivingMail } from '../incoming.ts'
import { formatUtcDate, renderDate } from '../mime/date.ts'
import { readHeaderBlock, unfold } from '../mime/header.ts'
import type { ReceivedMessage } from './inbound.ts'
import { SmtpRefusal } from './spool.ts'

/** `Received` fields of a message that has gone round in circles (RFC 5321 §6.3). Beyond it: `554 5.4.6`. A constant. */
const maxHops = 50

const lf = 0x0a

/** A field of the header of a message, with the range of bytes of its lines. */
export interface ArrivedField {
  /** Lower case. */
  readonly name: string
  /** Unfolded, without white space at its ends. */
  readonly value: string
  readonly start: number
  readonly end: number
}

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

export interface ArrivalOptions {
  /** Host name of this server. */
  readonly name: string
  readonly deliver: (mail: ArrivingMail) => Promise<readonly string[]>
}

/**
 * Takes a message into the inboxes of its recipients; it is durable when this resolves.
 *
 * @throws SmtpRefusal a loop, or all recipients are gone or full by now
 */
export async function receiveMail(message: ReceivedMessage, { name, deliver }: ArrivalOptions): Promise<void> {
  const { mailFrom, recipients, data } = message
  const fields = readFields(data)
  refuseLoop(fields, recipients)
  const refused = await deliver({
    mailFrom,
    recipients,
    // Only we say who the sender of the envelope is.
    bytes: withoutFields(data, fields, (field) => field.name === 'return-path'),
    trace: receivedField(message, name, Date.now()),
    sameAs: arrivalKey(message),
  })
  if (refused.length === recipients.length) throw new SmtpRefusal(552, '5.2.2 Mailbox full')
  // Sent again, it is refused for these when they are named, and not delivered twice to the others.
  if (refused.length > 0) throw new SmtpRefusal(451, '4.2.2 Some recipients cannot take it now')
}
