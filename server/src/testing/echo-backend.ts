import type { MailBackend, MailUser } from '../jmap-proxy/jmap-proxy.ts'

type Controller = ReadableStreamDefaultController<Uint8Array>

/** What a hostile attachment looks like from a mail server that is no help. */
const hostileDownload = (): Response =>
  new Response('<script>alert(1)</script>', {
    headers: {
      'content-type': 'text/html',
      'content-disposition': 'inline; filename=x.html',
      'cache-control': 'private, immutable, max-age=31536000',
      'access-control-allow-origin': '*',
      'content-security-policy': 'default-src *',
    },
  })

async function echo(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const text = request.method === 'POST' ? await request.text() : null
  const headers = Object.fromEntries(request.headers)
  return Response.json({ pathname, search, headers, text, padding: 'x'.repeat(2000) })
}

/**
 * A mail server that returns the request it received. `/jmap/events` is a stream, `/jmap/upload/…` counts
 * bytes, `/jmap/download/…` is hostile, `/jmap/refuse/…` reads nothing.
 */
class EchoBackend implements MailBackend {
  readonly seen: { readonly request: Request; readonly user: MailUser }[] = []
  readonly #streams = new Set<Controller>()
  readonly #waiting = new Set<() => void>()
  #released: Promise<void> = Promise.resolve()

  readonly fetch = (request: Request, user: MailUser): Promise<Response> => {
    this.seen.push({ request, user })
    return this.#answer(request)
  }

  /** Sends a text on every open event stream. */
  say(text: string): void {
    for (const controller of this.#streams) controller.enqueue(new TextEncoder().encode(text))
  }

  /** Keeps uploads waiting until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#released = promise
    return resolve
  }

  /** Resolves when no stream is open any more. */
  quiet(): Promise<void> {
    return this.#streams.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.add(resolve))
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/jmap/events') return this.#events(request.signal)
    if (pathname.startsWith('/jmap/upload/')) return this.#count(request)
    if (pathname.startsWith('/jmap/refuse/')) return Response.json({ status: 413 }, { status: 413 })
    if (pathname.startsWith('/jmap/download/')) return hostileDownload()
    if (pathname === '/jmap/broken') throw new TypeError('secret inside')
    if (pathname === '/jmap/expired')
      return new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic' } })
    return echo(request)
  }

  #events(signal: AbortSignal): Response {
    let own: Controller
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller
        this.#streams.add(controller)
        signal.addEventListener('abort', () => this.#gone(controller))
      },
      cancel: () => this.#gone(own),
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream', 'set-cookie': 'upstream=1' } })
  }

  #gone(controller: Controller): void {
    this.#streams.delete(controller)
    if (this.#streams.size > 0) return
    for (const notify of this.#waiting) notify()
    this.#waiting.clear()
  }

  async #count(request: Request): Promise<Response> {
    let size = 0
    await this.#released
    for await (const chunk of request.body ?? []) size += chunk.byteLength
    return Response.json({ size, type: request.headers.get('content-type') }, { status: 201 })
  }
}

export type { EchoBackend }
export const createEchoBackend = (): EchoBackend => new EchoBackend()
