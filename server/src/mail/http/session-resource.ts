import { capability, type JmapSession } from '@atrium/mail-contracts'
import { createHash } from 'node:crypto'
import { limits, maxDelayedSend, maxMailboxDepth, maxSizeAttachmentsPerEmail, maxSizeMailboxName } from '../protocol/limits.ts'
import { emailSortOptions } from '../query/sort-sql.ts'
import type { MailAccount } from '../store/mail-store.ts'

const accountCapabilities = {
  [capability.core]: {},
  [capability.mail]: {
    maxMailboxesPerEmail: null,
    maxMailboxDepth,
    maxSizeMailboxName,
    maxSizeAttachmentsPerEmail,
    emailQuerySortOptions: emailSortOptions,
    mayCreateTopLevelMailbox: true,
  },
  [capability.submission]: { maxDelayedSend, submissionExtensions: { FUTURERELEASE: [] } },
}

/** The Session of one person (RFC 8620 §2). `base` ends with a slash; addresses are relative to the origin. */
export function sessionResource(account: MailAccount, base: string): JmapSession {
  const session = {
    capabilities: { [capability.core]: limits, [capability.mail]: {}, [capability.submission]: {} },
    accounts: { [account.id]: { name: account.address, isPersonal: true, isReadOnly: false, accountCapabilities } },
    primaryAccounts: { [capability.mail]: account.id, [capability.submission]: account.id },
    username: account.address,
    apiUrl: `${base}jmap/api`,
    downloadUrl: `${base}jmap/download/{accountId}/{blobId}/{name}?type={type}`,
    uploadUrl: `${base}jmap/upload/{accountId}`,
    eventSourceUrl: `${base}jmap/events?types={types}&closeafter={closeafter}&ping={ping}`,
  }
  return { ...session, state: createHash('sha256').update(JSON.stringify(session)).digest('hex').slice(0, 16) }
}
