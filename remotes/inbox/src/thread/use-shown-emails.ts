import type { Email } from '@atrium/mail-contracts'
import { useMailboxes } from '@atrium/mail'

/** What was thrown away does not stand in a conversation that is read in another folder. */
export function useShownEmails(emails: readonly Email[], mailboxId: string): readonly Email[] {
  const { byRole } = useMailboxes()
  const discarded = [byRole('trash')?.id, byRole('junk')?.id].filter((id) => id !== undefined)
  if (discarded.includes(mailboxId)) return emails
  const kept = emails.filter(({ mailboxIds }) => !Object.keys(mailboxIds).every((id) => discarded.includes(id)))
  return kept.length > 0 ? kept : emails
}
