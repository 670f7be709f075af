import { capability } from '@atrium/mail-contracts'
import type { Method } from '../protocol/method.ts'
import { blobCopy, coreEcho, emailCopy, pushSubscriptionGet, pushSubscriptionSet } from './core.ts'
import { emailChanges, emailGet, emailParse } from './email-get.ts'
import { emailImport, emailSet } from './email-set.ts'
import { emailQuery, emailQueryChanges } from './email-query.ts'
import {
  emailSubmissionChanges,
  emailSubmissionGet,
  emailSubmissionQuery,
  emailSubmissionQueryChanges,
  emailSubmissionSet,
} from './email-submission.ts'
import { identityChanges, identityGet, identitySet } from './identity.ts'
import { mailboxChanges, mailboxGet, mailboxQuery, mailboxQueryChanges, mailboxSet } from './mailbox.ts'
import { searchSnippetGet } from './search-snippet.ts'
import { threadChanges, threadGet } from './thread.ts'

interface KnownMethod {
  /** What a request must name in `using`. */
  readonly capability: string
  readonly run: Method
}

const core: Readonly<Record<string, Method>> = {
  'Core/echo': coreEcho,
  'Blob/copy': blobCopy,
  'PushSubscription/get': pushSubscriptionGet,
  'PushSubscription/set': pushSubscriptionSet,
}

const mail: Readonly<Record<string, Method>> = {
  'Mailbox/get': mailboxGet,
  'Mailbox/changes': mailboxChanges,
  'Mailbox/query': mailboxQuery,
  'Mailbox/queryChanges': mailboxQueryChanges,
  'Mailbox/set': mailboxSet,
  'Thread/get': threadGet,
  'Thread/changes': threadChanges,
  'Email/get': emailGet,
  'Email/changes': emailChanges,
  'Email/query': emailQuery,
  'Email/queryChanges': emailQueryChanges,
  'Email/set': emailSet,
  'Email/copy': emailCopy,
  'Email/import': emailImport,
  'Email/parse': emailParse,
  'SearchSnippet/get': searchSnippetGet,
}

const submission: Readonly<Record<string, Method>> = {
  'Identity/get': identityGet,
  'Identity/changes': identityChanges,
  'Identity/set': identitySet,
  'EmailSubmission/get': emailSubmissionGet,
  'EmailSubmission/changes': emailSubmissionChanges,
  'EmailSubmission/query': emailSubmissionQuery,
  'EmailSubmission/queryChanges': emailSubmissionQueryChanges,
  'EmailSubmission/set': emailSubmissionSet,
}

/** Every method this server has, by name. */
export const methods: ReadonlyMap<string, KnownMethod> = new Map([
  ...entries(core, capability.core),
  ...entries(mail, capability.mail),
  ...entries(submission, capability.submission),
])

function entries(table: Readonly<Record<string, Method>>, needed: string): [string, KnownMethod][] {
  return Object.entries(table).map(([name, run]) => [name, { capability: needed, run }])
}
