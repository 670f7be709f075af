import { toFlags } from './flags.ts'
import { writeKeywords } from './keywords.ts'
import type { WriteScope } from './write.ts'

export interface EmailRow {
  readonly id: number
  readonly thread: number
  readonly received_at: number
}

/** Replaces mailboxes and keywords of a message, each where given. */
export function updateEmail(
  scope: WriteScope,
  account: number,
  change: {
    readonly email: EmailRow
    readonly mailboxes?: ReadonlySet<number>
    readonly keywords?: ReadonlySet<string>
  },
): void {
  const { email, mailboxes, keywords } = change
  const changes = scope.changes(account)
  changes.touchThread(email.thread)
  if (mailboxes) {
    scope.query.run('DELETE FROM email_mailbox WHERE email = ?', email.id)
    for (const mailbox of mailboxes)
      scope.query.run(
        'INSERT INTO email_mailbox (mailbox, received_at, email, thread) VALUES (?, ?, ?, ?)',
        mailbox,
        email.received_at,
        email.id,
        email.thread,
      )
  }
  if (keywords) {
    scope.query.run('UPDATE email SET flags = ? WHERE id = ?', toFlags(keywords), email.id)
    writeKeywords(scope.query, email.id, keywords)
  }
  changes.record('Email', email.id, 'updated')
}
