import { causedBy, quoted } from '@atrium/gateway'
import { mailPaths, MailError, capability } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { errorMessage } from '../errors/error-facts.ts'
import type { MailBackend } from '../jmap-proxy/jmap-proxy.ts'
import { type Account, type AccountStore, type Authenticated, credentialsWrong } from '../sign-in/accounts.ts'
import type { CredentialSeal } from './credential-seal.ts'

/** The password is kept sealed for the requests of this session, and nowhere else. */
export function upstreamAuthentication(accounts: AccountStore, sessions: UpstreamSessions, seal: CredentialSeal) {
  /** Preferences hang on an account of ours; it has no password here. */
  const known = (address: string, name: string): Account =>
    accounts.byAddress(address) ?? accounts.create({ address, name, passwordHash: null })

  return async ({ address, password }: { address: string; password: string }): Promise<Authenticated> => {
    const authorization = `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}`
    const { mailAccount, accountName } = await sessions.fresh(authorization)
    const account = known(address.toLowerCase(), accountName)
    return { account, session: { accountId: account.id, mailAccount, credential: seal.seal(authorization) } }
  }
}

/** Fills a URI template of level 1 (RFC 6570), which is what JMAP uses (RFC 8620 §2). */
export const fillTemplate = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))

/** Makes a template absolute. `new URL` would escape the braces. */
export function absoluteTemplate(template: string, base: string): string {
  const { href } = new URL(template.replaceAll('{', '__open__').replaceAll('}', '__close__'), base)
  return href.replaceAll('__open__', '{').replaceAll('__close__', '}')
}

const notFound = (): Response => Response.json({ type: 'about:blank', status: 404 }, { status: 404 })

/** Where a request of ours goes; undefined when it is none of JMAP's. */
function target(request: Request, { urls }: UpstreamSession): string | undefined {
  const { pathname, searchParams } = new URL(request.url)
  const [, , kind, ...rest] = pathname.split('/')
  const [accountId = '', blobId = '', ...name] = rest.map(decodeURIComponent)
  if (kind === 'api' && request.method === 'POST') return urls.api
  if (kind === 'upload' && request.method === 'POST') return fillTemplate(urls.upload, { accountId })
  if (request.method !== 'GET') return undefined
  const query = Object.fromEntries(searchParams)
  if (kind === 'eventsource') return fillTemplate(urls.events, query)
  if (kind === 'download') return fillTemplate(urls.download, { ...query, accountId, blobId, name: name.join('/') })
  return undefined
}

/** A length the client gave keeps an upload from becoming chunked, which some servers refuse. */
function forwarded(request: Request, url: string, authorization: string): Request {
  const headers = new Headers(request.headers)
  headers.set('authorization', authorization)
  // `fetch` would decompress and leave the header that says it is compressed.
  headers.set('accept-encoding', 'identity')
  const { method, body, signal } = request
  return new Request(url, { method, headers, signal, redirect: 'error', ...(body ? { body, duplex: 'half' } : {}) })
}

const unreachable = (cause: unknown) =>
  new MailError('UPSTREAM_UNREACHABLE', { subject: 'the mail server', remedy: 'Try again in a moment.', cause })

/** Another JMAP server behind the gateway. It sees the password with each request, the browser never does. */
export function createUpstreamBackend(
  sessions: UpstreamSessions,
  explain: (code: string, line: string) => void = () => undefined,
): MailBackend {
  return {
    async fetch(request, { authorization }) {
      if (authorization === undefined) throw credentialsWrong()
      if (new URL(request.url).pathname === mailPaths.jmapSession && request.method === 'GET')
        return Response.json((await sessions.fresh(authorization)).document)
      const url = target(request, await sessions.recent(authorization))
      if (url === undefined) return notFound()
      try {
        const response = await fetch(forwarded(request, url, authorization))
        if (response.status >= 400 && response.status !== 401)
          explain(
            'UPSTREAM_UNREACHABLE',
            `the mail server (ATRIUM_JMAP_UPSTREAM) responds with ${response.status} to ${request.method} ${new URL(url).origin}${new URL(url).pathname.split('/', 3).join('/')}; the browser gets that response.`,
          )
        return response
      } catch (cause) {
        throw unreachable(cause)
      }
    },
  }
}

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

/** Relative to `/jmap/session`, wherever the site is. */
const ownUrls = {
  apiUrl: 'api',
  downloadUrl: 'download/{accountId}/{blobId}/{name}?type={type}',
  uploadUrl: 'upload/{accountId}/',
  eventSourceUrl: 'eventsource?types={types}&closeafter={closeafter}&ping={ping}',
}

const serverUnreachable = (server: string, cause: unknown) =>
  causedBy(
    new MailError('UPSTREAM_UNREACHABLE', { subject: server, remedy: 'Try again in a moment.', cause }),
    `the mail server at ${server} (ATRIUM_JMAP_UPSTREAM) cannot be used: ${quoted(errorMessage(cause))}.`,
  )

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

/** Milliseconds for the Session of the mail server behind. Beyond it: `UPSTREAM_UNREACHABLE`. */
const timeout = 15_000

/**
 * Reads the session resource of another JMAP server, which is how a password is verified.
 *
 * @param server - A server's address alone means its `/.well-known/jmap` (RFC 8620 §2.2).
 * @throws AtriumError `CREDENTIALS_WRONG` or `UPSTREAM_UNREACHABLE`
 */
export async function readUpstreamSession(server: string, authorization: string): Promise<UpstreamSession> {
  const address = new URL(server).pathname === '/' ? new URL('/.well-known/jmap', server).href : server
  try {
    const headers = { authorization, accept: 'application/json' }
    const response = await fetch(address, { headers, signal: AbortSignal.timeout(timeout) })
    if (response.status === 403)
      throw causedBy(
        credentialsWrong(),
        `${server} (ATRIUM_JMAP_UPSTREAM) refused a sign-in with 403, which may be its own rules and not the password.`,
      )
    if (response.status === 401) throw credentialsWrong()
    if (!response.ok) throw new Error(`${response.url} responded with ${response.status}`)
    return parseSession(await response.json(), response.url)
  } catch (cause) {
    throw cause instanceof AtriumError ? cause : serverUnreachable(server, cause)
  }
}

/** The endpoints of each user at the mail server. */
export interface UpstreamSessions {
  /** As it was, not long ago. */
  readonly recent: (authorization: string) => Promise<UpstreamSession>
  /** As it is now. */
  readonly fresh: (authorization: string) => Promise<UpstreamSession>
}

/** Milliseconds. */
const lifetime = 10 * 60_000
/** Sessions of the mail server behind that are remembered. Beyond it: the oldest is read again when it is needed. */
const maxSessions = 1000

export function createUpstreamSessions(server: string, now: () => number = Date.now): UpstreamSessions {
  const known = new Map<string, { at: number; session: Promise<UpstreamSession> }>()
  const keyOf = (authorization: string): string => createHash('sha256').update(authorization).digest('base64')
  const fresh = (authorization: string): Promise<UpstreamSession> => {
    const key = keyOf(authorization)
    const session = readUpstreamSession(server, authorization)
    known.delete(key)
    known.set(key, { at: now(), session })
    session.catch(() => known.delete(key))
    const [oldest] = known.size > maxSessions ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
    return session
  }
  return {
    fresh,
    recent(authorization) {
      const entry = known.get(keyOf(authorization))
      return entry && now() - entry.at < lifetime ? entry.session : fresh(authorization)
    },
  }
}
