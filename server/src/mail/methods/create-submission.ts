import * as v from 'valibot'
import type { MethodContext } from '../protocol/method-context.ts'
import { resolveId } from '../protocol/run-get.ts'
import { invalidProperties, SetFailure } from '../protocol/set-failure.ts'
import { readEmail, type StoredEmail } from '../store/email-rows.ts'
import { readIdentity, type IdentityRow } from '../store/identities.ts'
import { requireMessage } from '../store/messages.ts'
import { emailId, identityId, submissionId, threadId } from '../store/object-id.ts'
import { formatUtcDate } from '../store/parse-date-time.ts'
import { requireRoom } from '../store/storage-limits.ts'
import { findSent } from '../store/submissions.ts'
import type { WriteScope } from '../store/write.ts'
import type { Message } from '../mime/message.ts'
import { deliveredCopy } from '../submission/delivered-copy.ts'
import { readEnvelope, type Envelope } from '../submission/envelope.ts'
import { sendSubmission } from '../submission/send-submission.ts'

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
  const { identity, email } = findBoth(scope, context, parsed.output)
  const message = requireMessage(scope.query, email.blob)
  if (!message) throw new Error(`the blob of message ${email.id} is missing`)
  const sender = checkSender(context, message, identity)
  const { envelope, holdUntil } = readEnvelope(parsed.output.envelope, message, { now: scope.now, sender })
  const mailFrom = envelope.mailFrom.email
  if (!isOwn(context, mailFrom))
    throw new SetFailure({ type: 'forbiddenMailFrom', description: `${mailFrom} is no address of this account.` })
  const recipients = envelope.rcptTo.map(({ email: address }) => address)
  const [messageId = null] = message.listing.messageId ?? []
  refuseRepetition(scope, context, { messageId, recipients })
  checkRecipients(context, recipients)
  requireRoom(scope, { account: context.account.key, size: Math.min(message.size, 200_000) })
  const { blob } = deliveredCopy(scope, { blob: email.blob, message, mailFrom, domain: context.outgoing.domain })
  const sendAt = holdUntil ?? scope.now
  const undoStatus = holdUntil === null ? 'final' : 'pending'
  const id = store(scope, context, { identity, email, blob, messageId, envelope, sendAt, undoStatus })
  if (holdUntil === null) sendSubmission(scope, { id, blob }, context.outgoing)
  return {
    id: submissionId.format(id),
    threadId: threadId.format(email.thread),
    sendAt: formatUtcDate(sendAt),
    undoStatus,
  }
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
function store(scope: WriteScope, { account }: MethodContext, submission: NewSubmission): number {
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

function refuseRepetition(
  scope: WriteScope,
  { account }: MethodContext,
  { messageId, recipients }: { readonly messageId: string | null; readonly recipients: readonly string[] },
): void {
  if (messageId === null) return
  const sent = findSent(scope.query, account.key, { messageId, recipients })
  if (!sent) return
  throw new SetFailure({
    type: 'alreadyExists',
    existingId: submissionId.format(sent.id),
    existingEmailId: emailId.format(sent.email),
    description: `The message <${messageId}> was sent already.`,
  })
}

function findBoth(
  scope: WriteScope,
  context: MethodContext,
  given: { identityId: string; emailId: string },
): { identity: IdentityRow; email: StoredEmail } {
  const account = context.account.key
  const identityKey = identityId.parse(resolveId(given.identityId, context))
  const emailKey = emailId.parse(resolveId(given.emailId, context))
  const identity = identityKey === null ? undefined : readIdentity(scope.query, account, identityKey)
  const email = emailKey === null ? undefined : readEmail(scope.query, account, emailKey)
  if (!identity) throw invalidProperties(['identityId'], `identityId: there is no identity ${given.identityId}`)
  if (!email) throw invalidProperties(['emailId'], `emailId: there is no message ${given.emailId}`)
  return { identity, email }
}

/** Who sends it. What stands in From must be the sender's own. */
function checkSender(context: MethodContext, { listing }: Message, identity: IdentityRow): string {
  const from = listing.from ?? []
  if (from.length === 0)
    throw new SetFailure({ type: 'invalidEmail', properties: ['from'], description: 'It says from nobody.' })
  const foreign = from.find(({ email }) => !isOwn(context, email))
  if (foreign)
    throw new SetFailure({ type: 'forbiddenFrom', description: `${foreign.email} is no address of this account.` })
  const [sender] = listing.sender ?? from
  return sender && isOwn(context, sender.email) ? sender.email : identity.email
}

function isOwn(context: MethodContext, address: string): boolean {
  return context.outgoing.resolveAddress(address) === context.account.id
}

function checkRecipients(context: MethodContext, recipients: readonly string[]): void {
  const { resolveAddress, transport } = context.outgoing
  const unreachable = recipients.filter((address) => resolveAddress(address) === null && !transport?.accepts(address))
  if (unreachable.length === 0) return
  throw new SetFailure({
    type: 'invalidRecipients',
    invalidRecipients: unreachable,
    description: `No account here has the address ${unreachable.join(', ')}, and this server does not send to other servers.`,
  })
}
