import type { FastifyReply, FastifyRequest } from 'fastify'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import { longestUnread } from './open-streams.ts'
import { acceptedEncoding, compressor, worthCompressing } from '@atrium/gateway'

/** The headers of a response that are passed on. No cookies, no CORS, no connection headers, no challenge for a password. */
const passed = [
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
  const own = passed.flatMap((name) => {
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
