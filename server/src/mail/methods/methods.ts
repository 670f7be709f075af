import { capability } from '@atrium/mail-contracts'
import {
  limits,
  maxDelayedSend,
  maxMailboxDepth,
  maxSizeAttachmentsPerEmail,
  maxSizeMailboxName,
} from '../protocol/limits.ts'
import type { JmapModule, Method } from '../protocol/method.ts'
import { emailSortOptions } from '../query/email-filter.ts'
import { blobAccount, blobGet, blobLookup, blobUpload } from './blob.ts'
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
import { filterAccount, mailFilterApply, mailFilterChanges, mailFilterGet, mailFilterSet } from './mail-filter.ts'
import { mailboxChanges, mailboxGet, mailboxQuery, mailboxQueryChanges, mailboxSet } from './mailbox.ts'
import { quotaChanges, quotaGet, quotaQuery, quotaQueryChanges } from './quota.ts'
import { searchSnippetGet } from './email-query.ts'
import { threadChanges, threadGet } from './email-get.ts'
import { vacationResponseGet, vacationResponseSet } from './vacation-response.ts'

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

/** What every server has; `createMailServer` adds the modules it is given. */
export const ownModules: readonly JmapModule[] = [
  { capability: capability.core, methods: core, reading: ['Core/echo'], server: limits, isPrimary: false },
  {
    capability: capability.mail,
    methods: mail,
    reading: [
      'Mailbox/get',
      'Mailbox/changes',
      'Mailbox/query',
      'Mailbox/queryChanges',
      'Thread/get',
      'Thread/changes',
      'Email/get',
      'Email/changes',
      'Email/query',
      'Email/queryChanges',
      'SearchSnippet/get',
    ],
    account: () => ({
      maxMailboxesPerEmail: null,
      maxMailboxDepth,
      maxSizeMailboxName,
      maxSizeAttachmentsPerEmail,
      emailQuerySortOptions: emailSortOptions,
      mayCreateTopLevelMailbox: true,
    }),
  },
  {
    capability: capability.submission,
    methods: submission,
    reading: [
      'Identity/get',
      'Identity/changes',
      'EmailSubmission/get',
      'EmailSubmission/changes',
      'EmailSubmission/query',
      'EmailSubmission/queryChanges',
    ],
    account: () => ({ maxDelayedSend, submissionExtensions: { FUTURERELEASE: [] } }),
  },
  {
    capability: capability.quota,
    methods: {
      'Quota/get': quotaGet,
      'Quota/changes': quotaChanges,
      'Quota/query': quotaQuery,
      'Quota/queryChanges': quotaQueryChanges,
    },
  },
  {
    capability: capability.blob,
    methods: { 'Blob/upload': blobUpload, 'Blob/get': blobGet, 'Blob/lookup': blobLookup },
    reading: ['Blob/get', 'Blob/lookup'],
    account: () => blobAccount,
  },
  {
    capability: capability.filters,
    methods: {
      'MailFilter/get': mailFilterGet,
      'MailFilter/changes': mailFilterChanges,
      'MailFilter/set': mailFilterSet,
      'MailFilter/apply': mailFilterApply,
    },
    reading: ['MailFilter/get', 'MailFilter/changes'],
    account: () => filterAccount,
  },
  {
    capability: capability.vacation,
    methods: { 'VacationResponse/get': vacationResponseGet, 'VacationResponse/set': vacationResponseSet },
    reading: ['VacationResponse/get'],
  },
]

/** A method, and what a request must name in `using` for it. */
export interface KnownMethod {
  readonly capability: string
  readonly run: Method
  /** It changes nothing and needs nothing but the database: a reading thread may run it. */
  readonly reads: boolean
}

/**
 * The methods of all modules, by name.
 *
 * @throws Error naming a capability or method that two modules have
 */
export function createMethodTable(modules: readonly JmapModule[]): ReadonlyMap<string, KnownMethod> {
  const table = new Map<string, KnownMethod>()
  const capabilities = new Set<string>()
  for (const { capability: uri, methods, reading = [] } of modules) {
    if (capabilities.has(uri)) throw new Error(`Two JMAP modules have the capability ${uri}. Register it once.`)
    capabilities.add(uri)
    const missing = reading.find((name) => !Object.hasOwn(methods, name))
    if (missing !== undefined)
      throw new Error(`The JMAP module ${uri} has no method ${missing} that reads. Correct "reading".`)
    for (const [name, run] of Object.entries(methods)) {
      const known = table.get(name)
      if (known) throw new Error(`The JMAP method ${name} is in ${known.capability} and in ${uri}. Rename one.`)
      table.set(name, { capability: uri, run, reads: reading.includes(name) })
    }
  }
  return table
}
