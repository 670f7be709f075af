import { composeMessage } from '../compose/write-message.ts'
import { readEmail } from '../compose/read-email.ts'
import { identityFor } from '../methods/identity.ts'
import type { Message } from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { htmlText } from '../mime/text.ts'
import { SetFailure } from '../protocol/errors.ts'
import { putBlob, readBlob } from '../store/blobs.ts'
import type { WriteScope } from '../store/mail-store.ts'
import { saveMessage } from '../store/messages.ts'
import { isActive, readVacation } from '../store/vacation.ts'
import { writeDeliveryReport } from './bounce.ts'
import { deliveredCopy } from './delivered-copy.ts'
import type { Outgoing } from './outgoing.ts'
import { countAutomatic } from './sent-counts.ts'

/** Milliseconds in which one sender gets one automatic reply (RFC 3834 §2). A constant. */
const replyInterval = 4 * 24 * 3_600_000

/** Automatic replies of an account in a day. Beyond it: messages are not replied to. A constant. */
const maxRepliesPerDay = 500

/** Addresses of a message that are compared with those of the account. Beyond it: the rest is ignored. A constant. */
const maxAddresses = 200

/** Accounts and servers that have forwarded a message already. Beyond it: it is not forwarded again. A constant. */
const maxForwards = 5

/** UTF-16 units of the subject that a reply repeats. Beyond it: the rest is left out. A constant. */
const maxSubject = 200

const day = 24 * 3_600_000

/** A message that has just come into an account. */
export interface ArrivedMessage {
  readonly account: { readonly key: number; readonly id: string; readonly address: string }
  /** With its `Return-Path`. */
  readonly blob: string
  readonly message: Message
  readonly outgoing: Outgoing
}

const fieldsOf = ({ structure }: Message, name: string): readonly string[] =>
  structure.headers.flatMap(([field, value]) => (field.toLowerCase() === name ? [value.trim()] : []))

/** Address of the envelope; empty for a report, null where the message does not say. */
function returnPath(message: Message): string | null {
  const [field] = fieldsOf(message, 'return-path')
  return field === undefined ? null : (/^<?([^<>]*)>?$/.exec(field)?.[1]?.trim() ?? null)
}

const canReach = (outgoing: Outgoing, address: string): boolean =>
  outgoing.resolveAddress(address) !== null || outgoing.transport?.accepts(address) === true

/**
 * Forwards a message to addresses that its recipient has named. A report is forwarded as one, so that none about it
 * comes back; what has passed this account before is not forwarded again.
 */
export function forwardMessage(scope: WriteScope, arrived: ArrivedMessage, addresses: readonly string[]): void {
  const { account, blob, message, outgoing } = arrived
  const passed = fieldsOf(message, 'delivered-to')
  // The first field of all is what this delivery has written.
  const earlier = message.structure.headers[0]?.[0].toLowerCase() === 'delivered-to' ? passed.slice(1) : passed
  if (earlier.length >= maxForwards) return
  if (earlier.some((address) => outgoing.resolveAddress(address) === account.id)) return
  const recipients = addresses.filter(
    (address) => outgoing.resolveAddress(address) !== account.id && canReach(outgoing, address),
  )
  const mailFrom = returnPath(message) === '' ? '' : account.address
  const { domain } = outgoing
  if (recipients.length === 0) return
  const copy = deliveredCopy(scope, { blob, message, mailFrom, domain, deliveredTo: account.address })
  queueAutomatic(scope, arrived, { blob: copy.blob, mailFrom, recipients })
}

/** Local parts that no person reads (RFC 3834 §2, RFC 2142). */
const noPerson =
  /^(?:mailer-daemon|postmaster|listserv|majordomo|abuse|owner-.*|.*-(?:request|owner|bounces?)|no-?reply|do-?not-?reply)$/

/** Whether a program has written it, or it is for many (RFC 3834 §2, RFC 2369, RFC 2919). */
function isAutomatic(message: Message): boolean {
  return message.structure.headers.some(([field, value]) => {
    const name = field.toLowerCase()
    if (name.startsWith('list-') || name === 'x-autoreply' || name === 'x-autorespond' || name === 'feedback-id')
      return true
    if (name === 'auto-submitted') return !/^\s*no\s*(?:[;(]|$)/i.test(value)
    if (name === 'precedence') return /^\s*(?:bulk|list|junk)\b/i.test(value)
    return name === 'x-auto-response-suppress' && /\b(?:all|oof|autoreply)\b/i.test(value)
  })
}

/** The address of the account that the sender has written down, or null. */
function addressedTo({ account, message, outgoing }: ArrivedMessage): string | null {
  const { to, cc, bcc } = message.listing
  const named = [...(to ?? []), ...(cc ?? []), ...(bcc ?? [])].slice(0, maxAddresses)
  return named.find(({ email }) => outgoing.resolveAddress(email) === account.id)?.email ?? null
}

/** Sends the automatic reply of the account to the sender of a message, where one is due (RFC 8621 §8, RFC 3834). */
export function replyOnVacation(scope: WriteScope, arrived: ArrivedMessage): void {
  const { account, message, outgoing } = arrived
  const vacation = readVacation(scope.query, account.key)
  if (!isActive(vacation, scope.now)) return
  const sender = returnPath(message)
  if (!sender || noPerson.test(sender.slice(0, sender.lastIndexOf('@')).toLowerCase())) return
  if (isAutomatic(message) || message.structure.type === 'multipart/report') return
  const own = addressedTo(arrived)
  if (own === null || outgoing.resolveAddress(sender) === account.id || !canReach(outgoing, sender)) return
  if (!isFirstReply(scope, account.key, sender.toLowerCase())) return
  const identity = identityFor(scope.query, account.key, own)
  if (!identity) return
  const { listing } = message
  const text = vacation.text_body ?? (vacation.html_body === null ? defaultText : htmlText(vacation.html_body))
  const [messageId] = listing.messageId ?? []
  const email = readEmail({
    from: [{ name: identity.name || null, email: identity.email }],
    to: [{ name: null, email: sender }],
    subject: vacation.subject ?? `Auto: ${(listing.subject ?? '').replace(/\s+/g, ' ').slice(0, maxSubject)}`.trim(),
    ...(messageId ? { inReplyTo: [messageId], references: [...(listing.references ?? []).slice(-20), messageId] } : {}),
    'header:Auto-Submitted': ' auto-replied',
    'header:X-Auto-Response-Suppress': ' All',
    textBody: [{ partId: 'text', type: 'text/plain' }],
    ...(vacation.html_body === null ? {} : { htmlBody: [{ partId: 'html', type: 'text/html' }] }),
    bodyValues: { text: { value: text }, ...(vacation.html_body ? { html: { value: vacation.html_body } } : {}) },
  })
  try {
    const { domain } = outgoing
    const composed = composeMessage(scope, email, { account: account.key, domain })
    const { blob } = deliveredCopy(scope, { ...composed, mailFrom: '', domain })
    queueAutomatic(scope, arrived, { blob, mailFrom: '', recipients: [sender] })
  } catch (error) {
    // The account is full: it goes without a reply.
    if (!(error instanceof SetFailure)) throw error
  }
}

const defaultText = 'I am away at the moment and may not read your message for some time.'

/** Remembers that a sender gets the reply. @returns false when it has had it, or the account has sent too many */
function isFirstReply({ query, now }: WriteScope, account: number, sender: string): boolean {
  query.run('DELETE FROM vacation_reply WHERE account = ? AND at <= ?', account, now - replyInterval)
  const today = query.one<{ count: number }>(
    'SELECT count(*) AS count FROM vacation_reply WHERE account = ? AND at > ?',
    account,
    now - day,
  )
  if ((today?.count ?? 0) >= maxRepliesPerDay) return false
  return (
    query.run('INSERT OR IGNORE INTO vacation_reply (account, sender, at) VALUES (?, ?, ?)', account, sender, now)
      .changes > 0
  )
}

/** Reports to the sender of a message that a filter of a recipient has rejected it (RFC 3464). */
export function reportRejection(
  scope: WriteScope,
  arrived: ArrivedMessage,
  rejected: { readonly mailFrom: string; readonly recipient: string; readonly response: string },
): void {
  const { mailFrom, recipient, response } = rejected
  const { blob, message, outgoing } = arrived
  if (mailFrom === '' || !canReach(outgoing, mailFrom)) return
  const bytes = writeDeliveryReport({
    domain: outgoing.domain,
    sender: mailFrom,
    recipients: [{ recipient, action: 'failed', response }],
    original: {
      header: Buffer.from(readBlob(scope.query, blob, { start: 0, end: message.structure.start }) ?? []),
      subject: message.listing.subject,
      messageId: message.listing.messageId?.[0] ?? null,
      envelopeId: blob,
    },
    arrivedAt: scope.now,
    now: scope.now,
    triedUntil: scope.now,
  })
  const report = putBlob(scope.query, bytes, scope.now)
  saveMessage(scope.query, report, parseMessage(bytes))
  queueAutomatic(scope, arrived, { blob: report, mailFrom: '', recipients: [mailFrom] })
}

interface AutomaticMessage {
  readonly blob: string
  readonly mailFrom: string
  readonly recipients: readonly string[]
}

/** Puts a message that no client has made into the outbox, due now; beyond the limits of its account it is dropped. */
function queueAutomatic(
  scope: WriteScope,
  { account, outgoing }: ArrivedMessage,
  { blob, mailFrom, recipients }: AutomaticMessage,
): void {
  const { query, now } = scope
  const { sending } = outgoing
  if (sending && !countAutomatic(scope, sending, { account: account.key, recipients: recipients.length })) return
  const address = (email: string) => ({ email, parameters: null })
  const { lastId } = query.run(
    `INSERT INTO submission (account, identity, email, thread, blob, envelope, send_at, undo_status, is_automatic)
     VALUES (?, 0, 0, 0, ?, ?, ?, 'pending', 1)`,
    account.key,
    blob,
    JSON.stringify({ mailFrom: address(mailFrom), rcptTo: recipients.map(address) }),
    now,
  )
  for (const recipient of recipients)
    query.run(
      `INSERT INTO delivery (submission, recipient, delivered, smtp_reply) VALUES (?, ?, 'queued', '250 2.1.5 Queued')`,
      lastId,
      recipient,
    )
  outgoing.wake?.()
}
