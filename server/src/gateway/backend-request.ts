import type { FastifyRequest } from 'fastify'

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
 * A body that is not read to its end is left to run out, so that the answer still arrives.
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
