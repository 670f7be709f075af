import type { MailBackend, MailUser } from '../gateway/mail-backend.ts'

export interface EchoBackend extends MailBackend {
  readonly seen: { readonly request: Request; readonly user: MailUser }[]
  /** Sends a text on every open event stream. */
  readonly say: (text: string) => void
  /** Keeps uploads waiting until the returned function is called. */
  readonly hold: () => () => void
  /** Resolves when no stream is open any more. */
  readonly quiet: () => Promise<void>
}

/**
 * A mail server that says what it was asked. `/jmap/events` is a stream, `/jmap/upload/…` counts
 * octets once `read` is called, `/jmap/download/…` sends what a hostile attachment would,
 * `/jmap/refuse/…` reads nothing.
 */
export function anEchoBackend(): EchoBackend {
  const seen: EchoBackend['seen'] = []
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const waiting = new Set<() => void>()
  let released: Promise<void> = Promise.resolve()
  const gone = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    streams.delete(controller)
    if (streams.size > 0) return
    for (const tell of waiting) tell()
    waiting.clear()
  }
  const events = (signal: AbortSignal): Response => {
    let own: ReadableStreamDefaultController<Uint8Array>
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller
        streams.add(controller)
        signal.addEventListener('abort', () => gone(controller))
      },
      cancel: () => gone(own),
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream', 'set-cookie': 'upstream=1' } })
  }
  const count = async (request: Request): Promise<Response> => {
    let size = 0
    await released
    for await (const chunk of request.body ?? []) size += chunk.byteLength
    return Response.json({ size, type: request.headers.get('content-type') }, { status: 201 })
  }
  const download = (): Response =>
    new Response('<script>alert(1)</script>', {
      headers: {
        'content-type': 'text/html',
        'content-disposition': 'inline; filename=x.html',
        'cache-control': 'private, immutable, max-age=31536000',
        'access-control-allow-origin': '*',
        'content-security-policy': "default-src *",
      },
    })
  const answer = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    if (pathname === '/jmap/events') return events(request.signal)
    if (pathname.startsWith('/jmap/upload/')) return count(request)
    if (pathname.startsWith('/jmap/refuse/')) return Response.json({ status: 413 }, { status: 413 })
    if (pathname.startsWith('/jmap/download/')) return download()
    if (pathname === '/jmap/broken') throw new TypeError('secret inside')
    if (pathname === '/jmap/expired') return new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic' } })
    const text = request.method === 'POST' ? await request.text() : null
    return Response.json({ pathname, search, headers: Object.fromEntries(request.headers), text, padding: 'x'.repeat(2000) })
  }
  return {
    seen,
    say: (text) => {
      for (const controller of streams) controller.enqueue(new TextEncoder().encode(text))
    },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      released = promise
      return resolve
    },
    quiet: () => (streams.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    fetch(request, user) {
      seen.push({ request, user })
      return answer(request)
    },
  }
}
