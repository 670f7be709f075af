/** The public entry of the mail server: other folders of the process import nothing else of `mail/`. */
export { createMailAccount, createMailServer, type MailServer, type MailServerOptions } from './mail-server.ts'
export {
  deleteMailAccount,
  mailAccountFacts,
  renameMailAccount,
  setMailQuota,
  setSendingPause,
  type MailAccountFacts,
} from './store/account-life.ts'
export type { MailEvent, OnMailEvent } from './mail-events.ts'
export type { Incoming } from './incoming.ts'
export { createAddressBook } from './smtp/address-book.ts'
export { dkimKey, dkimRecord } from './smtp/dkim.ts'
export { checkMailDns, textRecord } from './smtp/check-dns.ts'
export { dropQueued, listQueue, retryQueued } from './smtp/queue-command.ts'
export { systemLookup } from './smtp/dns.ts'
export type { InboundServer } from './smtp/inbound.ts'
export { SmtpRefusal } from './smtp/spool.ts'
export { importMail, type ImportProgress, type ImportResult } from './import/import-mail.ts'
export { defaultSendingPolicy } from './submission/sending-limits.ts'
export type { SendingPolicy } from './submission/outgoing.ts'
export type { Expiry } from './store/expire-mail.ts'
export { defaultQuota } from './store/storage-limits.ts'
// For programs that write messages themselves, such as the demo.
export { renderHeader } from './compose/headers.ts'
export { formatUtcDate, renderDate } from './mime/date.ts'
export type { HeaderForm } from './mime/header-forms.ts'
export { encodeBody } from './mime/encoding.ts'
// For JMAP modules beside mail.
export { parseArguments, type JmapModule, type Method } from './protocol/method.ts'
export { applyPatch, getEntries, runChanges, runGet, runSet, setEntries } from './protocol/standard-methods.ts'
export { createObjectId } from './store/mail-store.ts'
