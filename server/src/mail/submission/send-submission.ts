import type { Message } from '../mime/message.ts'
import { requireMessage } from '../store/messages.ts'
import { findAccount } from '../store/mail-store.ts'
import { hasRoomFor } from '../store/storage-limits.ts'
import type { WriteScope } from '../store/write.ts'
import { deliverLocally } from './deliver-locally.ts'
import type { Outgoing } from './outgoing.ts'

/** Local accounts get the message here and now, each once; what is for others stays queued for the transport. */
export function sendSubmission(
  scope: WriteScope,
  submission: { readonly id: number; readonly blob: string },
  outgoing: Outgoing,
): void {
  const message = requireMessage(scope.query, submission.blob)
  if (!message) throw new Error(`the blob of submission ${submission.id} is missing`)
  const rows = scope.query.all<{ recipient: string }>(
    `SELECT recipient FROM delivery WHERE submission = ? AND delivered = 'queued' ORDER BY recipient`,
    submission.id,
  )
  const served = new Set<number>()
  for (const { recipient } of rows) {
    const outcome = deliverTo(scope, recipient, { outgoing, served, blob: submission.blob, message })
    scope.query.run(
      'UPDATE delivery SET delivered = ?, smtp_reply = ? WHERE submission = ? AND recipient = ?',
      outcome.delivered,
      outcome.reply,
      submission.id,
      recipient,
    )
  }
}

interface Sending {
  readonly outgoing: Outgoing
  /** Accounts that have it already: two addresses may be one person's. */
  readonly served: Set<number>
  readonly blob: string
  readonly message: Message
}

function deliverTo(scope: WriteScope, recipient: string, sending: Sending): { delivered: string; reply: string } {
  const id = sending.outgoing.resolveAddress(recipient)
  const account = id === null ? undefined : findAccount(scope.query, id)
  if (account) {
    if (!sending.served.has(account.key) && !hasRoomFor(scope.query, scope.storage, { account: account.key, size: sending.message.size }))
      return { delivered: 'no', reply: '552 5.2.2 Mailbox full' }
    if (!sending.served.has(account.key)) deliverLocally(scope, account.key, sending)
    sending.served.add(account.key)
    return { delivered: 'yes', reply: '250 2.1.5 Delivered' }
  }
  if (sending.outgoing.transport?.accepts(recipient)) return { delivered: 'queued', reply: '250 2.1.5 Queued' }
  // It was there when the message was submitted and is gone now.
  return { delivered: 'no', reply: '550 5.1.1 No such account here' }
}
