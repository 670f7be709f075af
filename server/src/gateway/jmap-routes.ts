import { blobHeaders } from '@atrium/configs/security'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AtriumError, paths } from '@atrium/protocol'
import { MailError, previewFlag, previewTypeOf } from '@atrium/mail-contracts'
import type { LiveSession } from '../accounts/session-store.ts'
import { backendRequest } from './backend-request.ts'
import type { MailUser } from './mail-backend.ts'
import type { HeldKind } from './limits.ts'
import { nothingHere, pathBelow } from './page-routes.ts'
import { sendProblem } from './problem.ts'
import { isHttps } from './public-address.ts'
import { sendBackendResponse } from './send-backend-response.ts'
import type { Services } from './services.ts'
import { signedOut, type Visitors } from './visitors.ts'

const root = paths.jmapApi.slice(0, paths.jmapApi.indexOf('/', 1) + 1)

/**
 * The path as the mail server will read it: `/jmap/x/../download` is a download. Undefined when it leads elsewhere.
 */
function mailPath(basePath: string, url: string): string | undefined {
  const { pathname } = new URL(url, 'http://atrium.internal')
  const path = pathBelow(basePath, pathname)
  return path?.startsWith(root) ? path : undefined
}

/** What the mail server says itself is JSON or events; all else may be a stranger's file. */
const isDownload = (path: string): boolean => !/^(api|session|upload|events|eventsource)(\/|$)/.test(path.slice(root.length))

const kindOf = (path: string): HeldKind => {
  if (path.startsWith(`${root}download`)) return 'download'
  return path.startsWith(`${root}event`) ? 'events' : 'other'
}

function userOf(session: LiveSession, authorization: Services['authorization']): MailUser {
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
  const asked = new URLSearchParams(request.url.split('?')[1])
  if (!asked.has(previewFlag)) return null
  const type = previewTypeOf(asked.get('type') ?? '')
  if (type === null)
    throw new AtriumError('REQUEST_INVALID', { subject: asked.get('type') ?? 'no type', remedy: 'Download the file to see it.' })
  const charset = /^[\w.:-]{1,40}$/.exec(asked.get('charset') ?? '')?.[0] ?? 'utf-8'
  return {
    'content-type': type === 'text/plain' ? `${type}; charset=${charset}` : type,
    'content-disposition': 'inline',
  }
}

/** What a mail server that could not be asked would have answered. */
function asAnswer(cause: unknown): Response {
  if (!(cause instanceof AtriumError))
    throw new MailError('UPSTREAM_UNREACHABLE', {
      subject: 'the mail server',
      remedy: 'Try again in a moment.',
      cause,
    })
  if (cause.code === 'CREDENTIALS_WRONG') return new Response(null, { status: 401 })
  throw cause
}

/** Everything below `/jmap/`, handed to the mail server as a stream and back as a stream. */
export function jmapRoutes(app: FastifyInstance, services: Services, visitors: Visitors): void {
  const { config, backend, streams } = services
  const visitor = (request: FastifyRequest): LiveSession =>
    request.method === 'GET' ? visitors.require(request) : visitors.requireChange(request)

  app.removeAllContentTypeParsers()
  // The body stays a stream: 50 MB go through without lying here.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))

  app.route({
    method: ['GET', 'POST'],
    url: `${root}*`,
    exposeHeadRoute: false,
    async handler(request, reply) {
      const session = visitor(request)
      const path = mailPath(config.basePath, request.url)
      if (path === undefined) return sendProblem(reply, nothingHere())
      const shown = isDownload(path) ? previewHeaders(request) : null
      const stream = streams.open(session, session.account.id, kindOf(path))
      reply.raw.once('close', () => {
        stream.abort()
        stream.close()
      })
      const answer = await backend
        .fetch(backendRequest(request, stream.signal, path), userOf(session, services.authorization))
        .catch(asAnswer)
      if (answer.status === 401) {
        // The password was changed at the mail server: nothing can be done with this session any more.
        visitors.dismiss(request, reply, 'here')
        throw signedOut()
      }
      if (answer.headers.get('content-type')?.startsWith('text/event-stream')) stream.lasts()
      const headers = isDownload(path) ? { ...blobHeaders(isHttps(config, request)), ...shown } : {}
      return sendBackendResponse({ request, reply, answer, headers, signal: stream.signal, download: isDownload(path) && !shown })
    },
  })
}
