import { randomUUID } from 'node:crypto'
import { encodeText } from '../compose/headers.ts'
import { formatUtcDate, renderDate } from '../mime/date.ts'
import { encodeBody } from '../mime/encoding.ts'

/** What has become of a message for one recipient. */
export interface RecipientReport {
  readonly recipient: string
  /** RFC 3464 §2.3.3; `unknown` is ours: the connection ended when all was sent, and no response came. */
  readonly action: 'failed' | 'delayed' | 'unknown'
  /** What the other server, or ours, has said: `550 5.1.1 No such user`. */
  readonly response: string
}

interface DeliveryReport {
  /** Domain of this installation. */
  readonly domain: string
  /** Address of the person who sent the message. */
  readonly sender: string
  readonly recipients: readonly RecipientReport[]
  readonly original: {
    /** Header block, without the empty line behind it. */
    readonly header: Uint8Array
    readonly subject: string | null
    /** Without angle brackets. */
    readonly messageId: string | null
    /** Id that was sent along (RFC 3461 §4.4). */
    readonly envelopeId: string
  }
  /** Milliseconds since 1970. */
  readonly arrivedAt: number
  readonly now: number
  /** Milliseconds since 1970 until which it is tried; for a delay. */
  readonly triedUntil: number
}

const titles = {
  failed: 'Not delivered',
  delayed: 'Not delivered yet',
  unknown: 'Perhaps not delivered',
}

function explanation({ recipients, triedUntil }: DeliveryReport, action: RecipientReport['action']): string {
  const addresses = recipients.map(({ recipient, response }) => `  ${recipient}\n    ${response}`).join('\n')
  const date = renderDate(formatUtcDate(triedUntil))
  return {
    failed: `Your message could not be delivered to:\n\n${addresses}\n\nIt is not tried again.`,
    delayed: `Your message has not been delivered yet to:\n\n${addresses}\n\nIt is tried again until ${date}. You need not send it again.`,
    unknown: `Your message was sent, but whether it arrived is not known for:\n\n${addresses}\n\nThe connection ended before the other server confirmed it. It is not sent again, because it may have arrived: please ask, or send it again yourself.`,
  }[action]
}

/** RFC 3463: `5.1.1` of `550 5.1.1 No such user`; the class alone where the server gives none. */
export function enhancedStatus(response: string, action: RecipientReport['action']): string {
  const own = action === 'failed' ? '5' : '4'
  const given = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  return given?.startsWith(own) ? given : `${own}.0.0`
}

const oneLine = (text: string): string => text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 900)

const addressType = (address: string): string => (/^[\x20-\x7e]*$/.test(address) ? 'rfc822' : 'utf-8')

function recipientFields(report: DeliveryReport, { recipient, action, response }: RecipientReport): string {
  const lines = [
    `Final-Recipient: ${addressType(recipient)}; ${recipient}`,
    `Action: ${action === 'unknown' ? 'delayed' : action}`,
    `Status: ${enhancedStatus(response, action)}`,
    `Diagnostic-Code: smtp; ${oneLine(response)}`,
    `Last-Attempt-Date: ${renderDate(formatUtcDate(report.now))}`,
  ]
  if (action === 'delayed') lines.push(`Will-Retry-Until: ${renderDate(formatUtcDate(report.triedUntil))}`)
  return lines.join('\r\n')
}

/**
 * A delivery status notification (RFC 3464, RFC 6533), from the mail server to the person who sent the message:
 * a text, the same for programs, and the header of the message. All recipients in it have the same action.
 */
export function writeDeliveryReport(report: DeliveryReport): Buffer {
  const { domain, sender, recipients, original, arrivedAt, now } = report
  const action = recipients[0]?.action ?? 'failed'
  const boundary = `report-${randomUUID()}`
  const text = encodeBody(`${explanation(report, action)}\n`)
  const international = recipients.some(({ recipient }) => addressType(recipient) !== 'rfc822')
  const references = original.messageId === null ? '' : `References: <${original.messageId}>\r\n`
  const status = [
    `Reporting-MTA: dns; ${domain}\r\nOriginal-Envelope-Id: ${original.envelopeId}\r\nArrival-Date: ${renderDate(formatUtcDate(arrivedAt))}`,
    ...recipients.map((recipient) => recipientFields(report, recipient)),
  ].join('\r\n\r\n')
  const top =
    `Return-Path: <>\r\nDate: ${renderDate(formatUtcDate(now))}\r\nFrom: Mail Delivery <mailer-daemon@${domain}>\r\nTo: ${sender}\r\n` +
    `Subject: ${encodeText(`${titles[action]}: ${original.subject ?? '(no subject)'}`)}\r\n` +
    `Message-ID: <${randomUUID()}@${domain}>\r\n${references}Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n` +
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"\r\n\r\n`
  const part = (header: string, body: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(`--${boundary}\r\n${header}\r\n\r\n`), body, Buffer.from('\r\n')])
  const eightBit = original.header.some((byte) => byte > 127)
  return Buffer.concat([
    Buffer.from(top),
    part(`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${text.encoding}`, text.bytes),
    part(
      international
        ? 'Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit'
        : 'Content-Type: message/delivery-status',
      Buffer.from(`${status}\r\n`),
    ),
    part(
      eightBit
        ? 'Content-Type: message/global-headers\r\nContent-Transfer-Encoding: 8bit'
        : 'Content-Type: text/rfc822-headers',
      original.header,
    ),
    Buffer.from(`--${boundary}--\r\n`),
  ])
}
