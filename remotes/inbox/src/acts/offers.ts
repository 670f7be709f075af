import type { MailboxRole } from '@atrium/mail-contracts'

/** What can be done with mail in a folder, by what the folder is for. */
export interface Offers {
  readonly archive: boolean
  /** Back to the inbox. */
  readonly restore: boolean
  readonly spam: boolean
  readonly notSpam: boolean
  /** Deleting is for good. */
  readonly destroy: boolean
  /** Rows show who it goes to. */
  readonly outgoing: boolean
}

const archivable = new Set<MailboxRole | null>([null, 'inbox', 'flagged', 'important'])

export const offersFor = (role: MailboxRole | null): Offers => ({
  archive: archivable.has(role),
  restore: role === 'archive' || role === 'trash',
  spam: archivable.has(role) || role === 'archive',
  notSpam: role === 'junk',
  destroy: role === 'trash',
  outgoing: role === 'sent' || role === 'drafts',
})
