import type { EmailListing, Mailbox, MailboxRole } from '@atrium/mail-contracts'

const order: readonly (MailboxRole | null)[] = ['inbox', null, 'archive', 'important', 'sent', 'drafts', 'flagged', 'junk', 'trash']

/** The folder a result is shown in and opened in: of several the one a person would name first. */
export const homeOf = (email: Pick<EmailListing, 'mailboxIds'>, mailboxes: readonly Mailbox[]): Mailbox | undefined =>
  mailboxes
    .filter(({ id }) => email.mailboxIds[id])
    .sort((one, other) => order.indexOf(one.role) - order.indexOf(other.role))[0]

/** Address of a conversation in the workspace. */
export const threadAddress = (email: Pick<EmailListing, 'mailboxIds' | 'threadId'>, home: Mailbox | undefined): string => {
  const mailboxId = home?.id ?? Object.keys(email.mailboxIds)[0] ?? ''
  return `/inbox/${encodeURIComponent(mailboxId)}/${encodeURIComponent(email.threadId)}`
}
