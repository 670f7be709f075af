import type { Message } from '../mime/message.ts'
import { insertEmail } from '../store/insert-email.ts'
import { mailboxOfRole } from '../store/mailboxes.ts'
import type { WriteScope } from '../store/write.ts'

/** Puts a stored message into the inbox of an account, by its key. */
export function deliverLocally(
  scope: WriteScope,
  account: number,
  { blob, message }: { blob: string; message: Message },
): void {
  const inbox = mailboxOfRole(scope.query, account, 'inbox')
  if (inbox === null) throw new Error(`account ${account} has no inbox`)
  insertEmail(scope, { account, blob, message, mailboxes: [inbox], keywords: [], receivedAt: scope.now })
}
