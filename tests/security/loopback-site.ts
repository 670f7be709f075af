import { mailPaths } from '@atrium/mail-contracts'
import { mailFrameDocument, mailFrameHeaders } from '@atrium/server/mail-frame'
import { paths } from '@atrium/protocol'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The mail document without its policy: what is left is the sanitiser. */
const bareFrame = '/bare-frame'

const html = { 'content-type': 'text/html; charset=utf-8' }
const pagePolicy =
  "default-src 'none'; script-src 'self'; frame-src 'self'; img-src 'self' data: blob:; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"

/** A request for something that this site does not serve. */
export interface ForeignRequest {
  readonly url: string
  /** What for, as the browser says: `image`, `script`, `document`; empty where it does not. */
  readonly use: string
  readonly abroad: boolean
}

export interface LoopbackSite {
  readonly origin: string
  /** Address of the proxy: whatever a browser wants from elsewhere ends there. */
  readonly sink: string
  /** All such requests since the last call. */
  readonly takeRequests: () => ForeignRequest[]
  readonly close: () => Promise<void>
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const useOf = (request: IncomingMessage): string => String(request.headers['sec-fetch-dest'] ?? '')

/** Responds to nothing and records every request: to the browser this is the network. */
const createSink = (report: (requests: ForeignRequest) => void): Server => {
  const sink = createServer((request, response) => {
    report({ url: request.url ?? '', use: useOf(request), abroad: true })
    response.writeHead(502).end()
  })
  sink.on('connect', (request, socket) => {
    report({ url: `https://${request.url}`, use: '', abroad: true })
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  return sink
}

/** A page under a strict policy with the bundle, and the frames that mail is rendered in. */
export async function startLoopbackSite(bundle: string): Promise<LoopbackSite> {
  let requests: ForeignRequest[] = []
  const answers: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    '/': [
      { ...html, 'content-security-policy': pagePolicy },
      '<!doctype html><meta charset="utf-8"><title>Harness</title><body><script src="/harness.js"></script></body>',
    ],
    '/harness.js': [{ 'content-type': 'text/javascript' }, bundle],
    '/favicon.ico': [{}, ''],
    [paths.reports]: [{}, ''],
    [mailPaths.mailFrame]: [mailFrameHeaders(false), mailFrameDocument],
    [bareFrame]: [html, mailFrameDocument],
  }
  const site = createServer((request, response) => {
    const found = answers[request.url ?? '']
    if (!found) requests.push({ url: request.url ?? '', use: useOf(request), abroad: false })
    response.writeHead(found ? 200 : 404, found?.[0] ?? {})
    response.end(found?.[1] ?? '')
  })
  const sink = createSink((one) => requests.push(one))
  const [origin, sinkAddress] = await Promise.all([listen(site), listen(sink)])
  return {
    origin,
    sink: sinkAddress,
    takeRequests: () => {
      const taken = requests
      requests = []
      return taken
    },
    close: async () => {
      await Promise.all(
        [site, sink].map((server) => {
          server.closeAllConnections()
          return new Promise<void>((resolve) => server.close(() => resolve()))
        }),
      )
    },
  }
}
