import { clientKey, nothingHere, pathBelow, sendProblem, signedOut, siteOf } from '@atrium/gateway'
import { blobHeaders } from '@atrium/gateway/policies'
import { mailPaths, MailError, previewFlag, previewTypeOf } from '@atrium/mail-contracts'
import { AtriumError } from '@atrium/protocol'
import type { FastifyRequest, FastifyInstance } from 'fastify'
import {
  basicChallenge,
  isFromPage,
  programSession,
  readBasic,
  type AuthenticateProgram,
} from '../sign-in/app-passwords.ts'
import type { PasswordSessions } from '../sign-in/password-sessions.ts'
import type { LiveSession } from '../sign-in/session-store.ts'
import type { HeldKind, OpenStreams } from './open-streams.ts'
import { sendBackendResponse } from './send-response.ts'

/** Who a request to the mail server comes from. The gateway has verified it. */
export interface MailUser {
  /** JMAP account id. */
  readonly accountId: string
  readonly address: string
  readonly name: string
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
const passed = [
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
  for (const name of passed) {
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
        .fetch(backendRequest(request, stream.signal, path), userOf(session, authorization))
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
