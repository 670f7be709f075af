import {
  acceptedEncoding,
  compressor,
  worthCompressing,
  clientKey,
  nothingHere,
  pathBelow,
  sendProblem,
  signedOut,
  siteOf,
} from '@atrium/gateway'
import { blobHeaders } from '@atrium/gateway/policies'
import { mailPaths, MailError, previewFlag, previewTypeOf } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { FastifyReply, FastifyRequest, FastifyInstance } from 'fastify'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import {
  basicChallenge,
  isFromPage,
  programSession,
  readBasic,
  type AuthenticateProgram,
} from '../sign-in/app-passwords.ts'
import type { PasswordSessions } from '../sign-in/password-sessions.ts'
import type { LiveSession } from '../sign-in/session-store.ts'
import { longestUnread, type HeldKind, type OpenStreams } from './open-streams.ts'

/** The headers of a response that are passed on. No cookies, no CORS, no connection headers, no challenge for a password. */
const passedToBrowser = [
  'accept-ranges',
  'cache-control',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
  'retry-after',
]

export interface BackendResponse {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly received: Response
  /** Headers that replace those of the received response. */
  readonly headers: Readonly<Record<string, string>>
  /** Ends the response, cleanly, when it aborts. */
  readonly signal: AbortSignal
  /** Whether the body is something to be saved. */
  readonly download: boolean
}

/** The file name the server gave, in the one form every browser reads (RFC 6266); never shown in place. */
function attachment(header: string | null): string {
  return header && /^attachment\b/i.test(header.trim()) ? header : 'attachment'
}

function headersOf({ received, headers, download }: BackendResponse): Record<string, string> {
  const own = passedToBrowser.flatMap((name) => {
    const value = received.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(own),
    ...(download ? { 'content-disposition': attachment(received.headers.get('content-disposition')) } : {}),
    ...headers,
  }
}

/** Resolves when the client has read what waits for it; closes the connection of one that does not read. */
async function drained(raw: ServerResponse): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  const unread = setTimeout(() => raw.destroy(), longestUnread)
  try {
    await Promise.race([once(raw, 'drain', { signal }), once(raw, 'close', { signal })])
  } finally {
    clearTimeout(unread)
    settled.abort()
  }
}

/** Copies as fast as the client takes it; an abort ends the response, an error breaks it off. */
async function pump(body: ReadableStream<Uint8Array>, raw: ServerResponse, signal: AbortSignal): Promise<void> {
  const reader = body.getReader()
  const stop = (): void => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (raw.destroyed) return stop()
      if (!raw.write(chunk.value)) await drained(raw)
    }
    raw.end()
  } catch {
    if (signal.aborted) raw.end()
    else raw.destroy()
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const isLarge = (received: Response): boolean =>
  Number(received.headers.get('content-length') ?? worthCompressing) >= worthCompressing

/** Sends what the mail server sent, as it comes: an event is written when it happens. */
export async function sendBackendResponse(response: BackendResponse): Promise<FastifyReply> {
  const { request, reply, received, signal } = response
  const headers = headersOf(response)
  const json = headers['content-type']?.startsWith('application/json') && received.status === 200 && isLarge(received)
  const encoding = json ? acceptedEncoding(request.headers['accept-encoding']) : null
  if (encoding) delete headers['content-length']
  reply.headers({
    ...headers,
    ...(encoding ? { 'content-encoding': encoding } : {}),
    ...(json ? { vary: 'Accept-Encoding' } : {}),
  })
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  raw.writeHead(received.status)
  raw.flushHeaders()
  // What was not read of an upload must go somewhere, or the client never reads our response.
  raw.once('finish', () => request.raw.resume())
  if (!received.body) raw.end()
  else await pump(encoding ? received.body.pipeThrough(Duplex.toWeb(compressor(encoding))) : received.body, raw, signal)
  return reply
}

/** Who a request to the mail server comes from. The gateway has verified it. */
export interface MailUser {
  /** JMAP account id. */
  readonly accountId: string
  readonly address: string
  readonly name: string
  /** What its client is counted by: an IPv4 address, or a network of IPv6. */
  readonly client?: string
  /** `authorization` header an upstream server wants. Absent for the embedded one. */
  readonly authorization?: string
}

/** A JMAP server: the embedded one in process, or any other over HTTP. */
export interface MailBackend {
  /**
   * Handles one request. The path of `request.url` is always below the base path (`/jmap/session`,
   * `/jmap/api`, …); its origin means nothing. `request.signal` aborts when the client has gone.
   * The body of either side is streamed and read once.
   */
  readonly fetch: (request: Request, user: MailUser) => Promise<Response>
}

/** Cookies, tokens and the names of proxies are not the mail server's business. */
const passedToMail = [
  'accept',
  'accept-language',
  'content-type',
  'content-length',
  'if-none-match',
  'if-modified-since',
  'last-event-id',
  'range',
]

function passedHeaders(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const name of passedToMail) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}

/**
 * The request as the mail server sees it: `pathAndQuery` below the base path, body as a stream.
 * A body that is not read to its end is left to run out, so that the response still arrives.
 */
export function backendRequest(request: FastifyRequest, signal: AbortSignal, pathname: string): Request {
  const query = request.url.indexOf('?')
  const url = `http://atrium.internal${pathname}${query < 0 ? '' : request.url.slice(query)}`
  const { method } = request
  const headers = passedHeaders(request)
  if (method === 'GET') return new Request(url, { method, headers, signal })
  const body = ReadableStream.from<Uint8Array>(request.raw.iterator({ destroyOnReturn: false }))
  return new Request(url, { method, headers, signal, body, duplex: 'half' })
}

const root = mailPaths.jmapApi.slice(0, mailPaths.jmapApi.indexOf('/', 1) + 1)

/**
 * The path as the mail server will read it: `/jmap/x/../download` is a download. Undefined when it leads elsewhere.
 */
function mailPath(basePath: string, url: string): string | undefined {
  const { pathname } = new URL(url, 'http://atrium.internal')
  const path = pathBelow(basePath, pathname)
  return path?.startsWith(root) ? path : undefined
}

/** What the mail server says itself is JSON or events; all else may be an untrusted file. */
const isDownload = (path: string): boolean =>
  !/^(api|session|upload|events|eventsource)(\/|$)/.test(path.slice(root.length))

const kindOf = (path: string): HeldKind => {
  if (path.startsWith(`${root}download`)) return 'download'
  return path.startsWith(`${root}event`) ? 'events' : 'other'
}

function userOf(session: LiveSession, authorization: JmapProxy['authorization']): MailUser {
  const { account, mailAccount, credential } = session
  const header = authorization(credential)
  return {
    accountId: mailAccount,
    address: account.address,
    name: account.name,
    ...(header === null ? {} : { authorization: header }),
  }
}

/**
 * Headers of a file that is to be shown in a frame: of a type on the list, whatever the mail server
 * says it is, in a document without an origin and without scripts. Null for a plain download.
 */
function previewHeaders(request: FastifyRequest): Readonly<Record<string, string>> | null {
  const query = new URLSearchParams(request.url.split('?')[1])
  if (!query.has(previewFlag)) return null
  const type = previewTypeOf(query.get('type') ?? '')
  if (type === null)
    throw new AtriumError('REQUEST_INVALID', {
      subject: query.get('type') ?? 'no type',
      remedy: 'Download the file to see it.',
    })
  const charset = /^[\w.:-]{1,40}$/.exec(query.get('charset') ?? '')?.[0] ?? 'utf-8'
  return {
    'content-type': type === 'text/plain' ? `${type}; charset=${charset}` : type,
    'content-disposition': 'inline',
  }
}

/** The response in place of one of a mail server that could not be reached. */
function asResponse(cause: unknown): Response {
  if (!(cause instanceof AtriumError))
    throw new MailError('UPSTREAM_UNREACHABLE', {
      subject: 'the mail server',
      remedy: 'Try again in a moment.',
      cause,
    })
  if (cause.code === 'CREDENTIALS_WRONG') return new Response(null, { status: 401 })
  throw cause
}

interface JmapProxy {
  readonly backend: MailBackend
  readonly sessions: PasswordSessions
  readonly streams: OpenStreams
  /** `authorization` header for the mail server, from what a session keeps sealed. */
  readonly authorization: (credential: Uint8Array | null) => string | null
  /** Checks a program by its app password. Null when another mail server has the accounts. */
  readonly authenticateProgram: AuthenticateProgram | null
}

/** Where a request comes from: a page by its cookie, a program by HTTP Basic. */
interface Requester {
  readonly session: LiveSession
  readonly isProgram: boolean
}

/**
 * A cookie comes before Basic, and is sent by a browser on its own: only then a change needs the page's token. What a
 * browser sends for a page of another site is refused in either case.
 *
 * @throws AtriumError `SIGNED_OUT`, `CSRF_REFUSED`, `CREDENTIALS_WRONG` or `RATE_LIMITED`
 */
function requesterOf(request: FastifyRequest, { sessions, authenticateProgram }: JmapProxy): Requester {
  const credentials = authenticateProgram && !sessions.live(request) ? readBasic(request.headers.authorization) : null
  if (authenticateProgram && credentials) {
    siteOf(request).requireSameOrigin(request)
    return { session: programSession(authenticateProgram(credentials, clientKey(request))), isProgram: true }
  }
  if (!authenticateProgram && request.headers.authorization !== undefined)
    siteOf(request).explain(
      'SIGNED_OUT',
      'programs are refused here: ATRIUM_JMAP_UPSTREAM names another mail server, which they can use themselves.',
    )
  const session = request.method === 'GET' ? sessions.require(request) : sessions.requireChange(request)
  return { session, isProgram: false }
}

const addresses = ['apiUrl', 'downloadUrl', 'uploadUrl', 'eventSourceUrl']

/** The Session as a program needs it, which knows no page that its addresses are relative to (RFC 8620 §2). */
async function withOrigin(received: Response, url: string): Promise<Response> {
  const session: unknown = await received.json()
  if (typeof session !== 'object' || session === null) return received
  const entries = Object.entries(session).map(([name, value]): [string, unknown] => [
    name,
    addresses.includes(name) ? absoluteTemplate(String(value), url) : value,
  ])
  return Response.json(Object.fromEntries(entries), { headers: { 'cache-control': 'no-cache, no-store' } })
}

/** A URI template with variables made absolute, its braces as they are. */
const absoluteTemplate = (template: string, base: string): string =>
  new URL(template, base).href.replaceAll('%7B', '{').replaceAll('%7D', '}')

/** Everything below `/jmap/`, handed to the mail server as a stream and back as a stream. */
export function jmapRoutes(app: FastifyInstance, proxy: JmapProxy): void {
  const { backend, sessions, streams, authorization, authenticateProgram } = proxy

  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 401 && authenticateProgram && !isFromPage(request))
      reply.header('www-authenticate', basicChallenge)
  })
  app.removeAllContentTypeParsers()
  // The body stays a stream: 50 MB go through without lying here.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))

  app.route({
    method: ['GET', 'POST'],
    url: `${root}*`,
    exposeHeadRoute: false,
    async handler(request, reply) {
      const { session, isProgram } = requesterOf(request, proxy)
      const path = mailPath(siteOf(request).basePath, request.url)
      if (path === undefined) return sendProblem(reply, nothingHere())
      const shown = isDownload(path) ? previewHeaders(request) : null
      const stream = streams.open(session, session.account.id, kindOf(path))
      reply.raw.once('close', () => {
        stream.abort()
        stream.close()
      })
      let received = await backend
        .fetch(backendRequest(request, stream.signal, path), {
          ...userOf(session, authorization),
          client: clientKey(request),
        })
        .catch(asResponse)
      if (isProgram && path === mailPaths.jmapSession && received.ok) {
        const site = siteOf(request)
        received = await withOrigin(received, `${site.originOf(request)}${site.basePath}${path.slice(1)}`)
      }
      if (received.status === 401) {
        // The password was changed at the mail server: nothing can be done with this session any more.
        sessions.end(request, reply, 'here')
        throw signedOut()
      }
      if (received.headers.get('content-type')?.startsWith('text/event-stream')) stream.lasts()
      const headers = isDownload(path) ? { ...blobHeaders(siteOf(request).isHttps(request)), ...shown } : {}
      return sendBackendResponse({
        request,
        reply,
        received,
        headers,
        signal: stream.signal,
        download: isDownload(path) && !shown,
      })
    },
  })
}
