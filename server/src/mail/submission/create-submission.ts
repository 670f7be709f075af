import * as v from 'valibot'
import { readIdentity, type IdentityRow } from '../methods/identity.ts'
import { parseDateTime } from '../mime/date.ts'
import type { Message } from '../mime/message.ts'
import { invalidProperties, SetFailure } from '../protocol/errors.ts'
import { maxDelayedSend, maxRecipients } from '../protocol/limits.ts'
import type { MethodContext } from '../protocol/method.ts'
import { resolveId } from '../protocol/standard-methods.ts'
import { readEmail, type StoredEmail } from '../store/emails.ts'
import { emailId, identityId, submissionId, type WriteScope } from '../store/mail-store.ts'
import { requireMessage } from '../store/messages.ts'
import { requireRoom } from '../store/storage-limits.ts'
import { deliveredCopy } from './delivered-copy.ts'
import { findSent, readSubmission, sendSubmission, submissionRecord } from './outbox.ts'
import { resolveRecipients, type Outgoing } from './outgoing.ts'
import { countSent, requireSending } from './sending-limits.ts'

const recordSchema = v.strictObject({
  identityId: v.string('must be an Id'),
  emailId: v.string('must be an Id'),
  envelope: v.optional(v.unknown()),
})

type Json = Readonly<Record<string, unknown>>

/**
 * Accepts a message for sending (RFC 8621 §7.5). The row is the outbox: with it, in one transaction, go
 * the deliveries to accounts of this server.
 *
 * The Message-ID, which the client makes, is the key of the act: a client whose response was lost, or a second
 * window on the same draft, gets `alreadyExists` with the `existingId` of the submission (as in RFC 8620 §5.4)
 * and its message's id in `existingEmailId`. The same message may go to further recipients, and again to one
 * whom it did not reach.
 *
 * @throws SetFailure
 */
export function createSubmission(scope: WriteScope, context: MethodContext, record: Json): Json & { id: string } {
  const parsed = v.safeParse(recordSchema, record)
  if (!parsed.success) throw invalidProperties([String(parsed.issues[0].path?.[0]?.key)], parsed.issues[0].message)
  const id = acceptMessage(scope, context, {
    ...findIdentityAndEmail(scope, context, parsed.output),
    envelope: parsed.output.envelope,
  })
  return createdRecord(scope, context, { id, record })
}

/** Who sends: an account, and from which client where that is known. */
export interface Sender extends Pick<MethodContext, 'account' | 'outgoing'> {
  /** IP address. Default: not known. */
  readonly client?: string | undefined
}

interface Accepted {
  readonly identity: IdentityRow
  readonly email: StoredEmail
  /** As a client gave it, unread; null or undefined: made from the message. */
  readonly envelope: unknown
}

/**
 * Accepts a stored message for sending. @returns the key of the submission
 *
 * @throws SetFailure
 */
export function acceptMessage(scope: WriteScope, context: Sender, { identity, email, ...given }: Accepted): number {
  const message = requireMessage(scope.query, email.blob)
  if (!message) throw new Error(`the blob of message ${email.id} is missing`)
  const sender = checkSender(context, message, identity)
  const { envelope, holdUntil } = readEnvelope(given.envelope, message, { now: scope.now, sender })
  const mailFrom = envelope.mailFrom.email
  // A receipt has no sender to return it to (RFC 8098 §2).
  if (mailFrom !== '' && !isOwn(context, mailFrom))
    throw new SetFailure({ type: 'forbiddenMailFrom', description: `${mailFrom} is not an address of this account.` })
  const recipients = envelope.rcptTo.map(({ email: address }) => address)
  const [messageId = null] = message.listing.messageId ?? []
  refuseDuplicate(scope, context, { messageId, recipients })
  checkRecipients(context, recipients)
  const sending = { account: context.account, client: context.client, recipients: recipients.length }
  const policy = context.outgoing.sending
  if (policy) requireSending(scope, policy, sending)
  requireRoom(scope, { account: context.account.key, size: Math.min(message.size, 200_000) })
  const { blob } = deliveredCopy(scope, { blob: email.blob, message, mailFrom, domain: context.outgoing.domain })
  const sendAt = holdUntil ?? scope.now
  const undoStatus = holdUntil === null ? 'final' : 'pending'
  const id = saveSubmission(scope, context, { identity, email, blob, messageId, envelope, sendAt, undoStatus })
  if (holdUntil === null) sendSubmission(scope, { id, blob }, context.outgoing)
  if (policy && countSent(scope, policy, { ...sending, domain: context.outgoing.domain }))
    context.outgoing.onPaused?.(context.account.id)
  return id
}

/** All that the client did not send itself (RFC 8620 §5.3): with it, it knows the record as `/get` gives it. */
function createdRecord(
  { query }: WriteScope,
  { account }: MethodContext,
  { id, record }: { readonly id: number; readonly record: Json },
): Json & { id: string } {
  const row = readSubmission(query, account.key, id)
  if (!row) throw new Error(`submission ${id} just made is gone`)
  const made = Object.entries(submissionRecord(query, row)).filter(([name]) => (record[name] ?? null) === null)
  return { ...Object.fromEntries(made), id: submissionId.format(id) }
}

function findIdentityAndEmail(
  scope: WriteScope,
  context: MethodContext,
  given: { identityId: string; emailId: string },
): { identity: IdentityRow; email: StoredEmail } {
  const account = context.account.key
  const identityKey = identityId.parse(resolveId(given.identityId, context))
  const emailKey = emailId.parse(resolveId(given.emailId, context))
  const identity = identityKey === null ? undefined : readIdentity(scope.query, account, identityKey)
  const email = emailKey === null ? undefined : readEmail(scope.query, account, emailKey)
  if (!identity) throw invalidProperties(['identityId'], `identityId: unknown identity ${given.identityId}`)
  if (!email) throw invalidProperties(['emailId'], `emailId: unknown message ${given.emailId}`)
  return { identity, email }
}

/** Who sends it. The content of From must be the sender's own. */
function checkSender(context: Sender, { listing }: Message, identity: IdentityRow): string {
  const from = listing.from ?? []
  if (from.length === 0)
    throw new SetFailure({
      type: 'invalidEmail',
      properties: ['from'],
      description: 'The message has no From address.',
    })
  const foreign = from.find(({ email }) => !isOwn(context, email))
  if (foreign)
    throw new SetFailure({ type: 'forbiddenFrom', description: `${foreign.email} is not an address of this account.` })
  const [sender] = listing.sender ?? from
  return sender && isOwn(context, sender.email) ? sender.email : identity.email
}

function isOwn(context: Sender, address: string): boolean {
  return context.outgoing.resolveAddress(address) === context.account.id
}

function refuseDuplicate(
  scope: WriteScope,
  { account }: Sender,
  { messageId, recipients }: { readonly messageId: string | null; readonly recipients: readonly string[] },
): void {
  if (messageId === null) return
  const sent = findSent(scope.query, account.key, { messageId, recipients })
  if (!sent) return
  throw new SetFailure({
    type: 'alreadyExists',
    existingId: submissionId.format(sent.id),
    existingEmailId: emailId.format(sent.email),
    description: `The message <${messageId}> was already sent.`,
  })
}

/** Says, of a recipient that nothing can be sent to, that it may be for want of a way out. */
export function explainUnsent({ transport, explain }: Outgoing): void {
  if (!transport)
    explain?.(
      'SEND_REFUSED',
      'mail to other servers is refused, because ATRIUM_SMTP_OUT is off: "direct" or a relay sends it.',
    )
}

function checkRecipients(context: Sender, recipients: readonly string[]): void {
  const { transport } = context.outgoing
  const unreachable = recipients.filter(
    (address) => resolveRecipients(context.outgoing, address).length === 0 && !transport?.accepts(address),
  )
  if (unreachable.length === 0) return
  explainUnsent(context.outgoing)
  throw new SetFailure({
    type: 'invalidRecipients',
    invalidRecipients: unreachable,
    description: `Unknown recipients: ${unreachable.join(', ')}.${transport ? '' : ' This server does not send to other servers.'}`,
  })
}

interface NewSubmission {
  readonly identity: IdentityRow
  readonly email: StoredEmail
  readonly blob: string
  /** Without angle brackets. */
  readonly messageId: string | null
  readonly envelope: Envelope
  readonly sendAt: number
  readonly undoStatus: string
}

/** The row, and a queued delivery for each recipient. */
function saveSubmission(scope: WriteScope, { account }: Sender, submission: NewSubmission): number {
  const { identity, email, blob, messageId, envelope, sendAt, undoStatus } = submission
  const { lastId: id } = scope.query.run(
    `INSERT INTO submission (account, identity, email, thread, blob, message_id, envelope, send_at, undo_status)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    account.key,
    identity.id,
    email.id,
    email.thread,
    blob,
    messageId,
    JSON.stringify(envelope),
    sendAt,
    undoStatus,
  )
  for (const { email: recipient } of envelope.rcptTo)
    scope.query.run(
      `INSERT INTO delivery (submission, recipient, delivered, smtp_reply) VALUES (?, ?, 'queued', '250 2.1.5 Queued')`,
      id,
      recipient,
    )
  scope.changes(account.key).record('EmailSubmission', id, 'created')
  return id
}

const parametersSchema = v.nullish(v.record(v.string(), v.nullable(v.string())))

// RFC 5321 §4.5.3.1: 64 + 1 + 255 bytes. Anything stricter refuses addresses that exist.
export const addressPattern = /^(?=.{3,320}$)[^\s@<>,;:\\"()[\]]{1,64}@[^\s@<>,;:\\"()[\]]{1,255}$/u

const addressSchema = v.strictObject({ email: v.string(), parameters: parametersSchema })

const envelopeSchema = v.strictObject({ mailFrom: addressSchema, rcptTo: v.array(addressSchema) })

type Envelope = v.InferOutput<typeof envelopeSchema>

interface ReadEnvelope {
  readonly envelope: Envelope
  /** Milliseconds since 1970 to hold it until (RFC 4865), or null to send it now. */
  readonly holdUntil: number | null
}

/**
 * The envelope of a submission, as given or made from the message (RFC 8621 §7).
 *
 * @throws SetFailure
 */
function readEnvelope(
  given: unknown,
  message: Message,
  { now, sender }: { now: number; sender: string },
): ReadEnvelope {
  const envelope = given === null || given === undefined ? generateEnvelope(message, sender) : parseEnvelope(given)
  const recipients = new Map(envelope.rcptTo.map((address) => [address.email.toLowerCase(), address]))
  if (recipients.size === 0)
    throw new SetFailure({ type: 'noRecipients', description: 'The message has no recipients.' })
  if (recipients.size > maxRecipients) throw new SetFailure({ type: 'tooManyRecipients', maxRecipients })
  const wrong = [...recipients.values()].map(({ email }) => email).filter((email) => !addressPattern.test(email))
  if (wrong.length > 0)
    throw new SetFailure({
      type: 'invalidRecipients',
      invalidRecipients: wrong,
      description: `Invalid addresses: ${wrong.join(', ')}`,
    })
  return {
    envelope: { ...envelope, rcptTo: [...recipients.values()] },
    holdUntil: readHold(envelope.mailFrom.parameters ?? {}, now),
  }
}

function parseEnvelope(given: unknown): Envelope {
  const parsed = v.safeParse(envelopeSchema, given)
  if (!parsed.success) throw invalidProperties(['envelope'], `envelope: ${parsed.issues[0].message}`)
  return parsed.output
}

function generateEnvelope({ listing }: Message, sender: string): Envelope {
  const recipients = [...(listing.to ?? []), ...(listing.cc ?? []), ...(listing.bcc ?? [])]
  return {
    mailFrom: { email: sender, parameters: null },
    rcptTo: recipients.map(({ email }) => ({ email, parameters: null })),
  }
}

function readHold(parameters: Readonly<Record<string, string | null>>, now: number): number | null {
  let until: number | null = null
  for (const [name, value] of Object.entries(parameters)) {
    if (name.toUpperCase() === 'HOLDFOR' && /^\d{1,9}$/.test(value ?? '')) until = now + Number(value) * 1000
    else if (name.toUpperCase() === 'HOLDUNTIL' && parseDateTime(value ?? '') !== null)
      until = parseDateTime(value ?? '')
    else throw invalidProperties(['envelope'], `envelope: parameter ${name} cannot be used`)
  }
  if (until !== null && until > now + maxDelayedSend * 1000)
    throw invalidProperties(['envelope'], `envelope: at most ${maxDelayedSend} seconds`)
  return until !== null && until > now ? until : null
}
