import { MailError } from '@atrium/mail-contracts'
import { paths } from '@atrium/protocol'
import type { MailBackend } from '../gateway/mail-backend.ts'
import { credentialsWrong } from '../accounts/authenticate.ts'
import type { UpstreamSession } from './upstream-session.ts'
import type { UpstreamSessions } from './upstream-sessions.ts'
import { fillTemplate } from './uri-template.ts'

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
export function createUpstreamBackend(sessions: UpstreamSessions): MailBackend {
  return {
    async fetch(request, { authorization }) {
      if (authorization === undefined) throw credentialsWrong()
      if (new URL(request.url).pathname === paths.jmapSession && request.method === 'GET')
        return Response.json((await sessions.fresh(authorization)).document)
      const url = target(request, await sessions.recent(authorization))
      if (url === undefined) return notFound()
      try {
        return await fetch(forwarded(request, url, authorization))
      } catch (cause) {
        throw unreachable(cause)
      }
    },
  }
}
