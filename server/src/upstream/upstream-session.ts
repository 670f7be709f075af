import { AtriumError } from '@atrium/protocol'
import { MailError, capability } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { credentialsWrong } from '../accounts/authenticate.ts'
import { absoluteTemplate } from './uri-template.ts'

/** Only what the gateway needs; the rest goes to the client as it came. */
const sessionSchema = v.looseObject({
  accounts: v.record(v.string(), v.looseObject({ name: v.string() })),
  primaryAccounts: v.record(v.string(), v.string()),
  username: v.string(),
  apiUrl: v.string(),
  downloadUrl: v.string(),
  uploadUrl: v.string(),
  eventSourceUrl: v.string(),
})

export interface UpstreamSession {
  readonly mailAccount: string
  readonly accountName: string
  /** Absolute addresses and templates at the mail server. */
  readonly urls: {
    readonly api: string
    readonly download: string
    readonly upload: string
    readonly events: string
  }
  /** The session resource, with addresses of the gateway in place of the mail server's. */
  readonly document: Readonly<Record<string, unknown>>
}

/** Relative to `/jmap/session`, wherever the site lies. */
const ownUrls = {
  apiUrl: 'api',
  downloadUrl: 'download/{accountId}/{blobId}/{name}?type={type}',
  uploadUrl: 'upload/{accountId}/',
  eventSourceUrl: 'eventsource?types={types}&closeafter={closeafter}&ping={ping}',
}

const unreachable = (server: string, cause: unknown) =>
  new MailError('UPSTREAM_UNREACHABLE', { subject: server, remedy: 'Try again in a moment.', cause })

/** A server reached through TLS must not send the password on without it. */
function absolute(template: string, base: string): string {
  const url = absoluteTemplate(template, base)
  if (base.startsWith('https:') && !url.startsWith('https:')) throw new Error(`${url} is not https`)
  return url
}

function parseSession(json: unknown, base: string): UpstreamSession {
  const session = v.parse(sessionSchema, json)
  const mailAccount = session.primaryAccounts[capability.mail]
  if (mailAccount === undefined) throw new Error('The account has no mail')
  return {
    mailAccount,
    accountName: session.accounts[mailAccount]?.name ?? session.username,
    urls: {
      api: absolute(session.apiUrl, base),
      download: absolute(session.downloadUrl, base),
      upload: absolute(session.uploadUrl, base),
      events: absolute(session.eventSourceUrl, base),
    },
    document: { ...session, ...ownUrls },
  }
}

/** Milliseconds. */
const timeout = 15_000

/**
 * Reads the session resource of another JMAP server, which is how it is asked whether a password is right.
 *
 * @param server - A server's address alone means its `/.well-known/jmap` (RFC 8620 §2.2).
 * @throws AtriumError `CREDENTIALS_WRONG` or `UPSTREAM_UNREACHABLE`
 */
export async function readUpstreamSession(server: string, authorization: string): Promise<UpstreamSession> {
  const address = new URL(server).pathname === '/' ? new URL('/.well-known/jmap', server).href : server
  try {
    const headers = { authorization, accept: 'application/json' }
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(timeout) })
    if (response.status === 401 || response.status === 403) throw credentialsWrong()
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}`)
    return parseSession(await response.json(), response.url)
  } catch (cause) {
    throw cause instanceof AtriumError ? cause : unreachable(server, cause)
  }
}
