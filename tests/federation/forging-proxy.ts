import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ForgingProxy {
  readonly origin: string
  /** What it makes of the text of a response. Default: nothing. */
  forge: (path: string, text: string) => string
  readonly close: () => Promise<void>
}

/** An attacker between the gateway and the browser, who forwards everything and may change it. */
export async function startForgingProxy(origin: string): Promise<ForgingProxy> {
  const target = new URL(origin)
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    // Uncompressed, so that it can be read; as the browser's own host, so that its cookies and origin hold.
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' }
    const { hostname, port } = target
    const onward = ask({ hostname, port, path, method: incoming.method, headers }, (response) => {
      const type = response.headers['content-type'] ?? ''
      if (!/^(text\/html|application\/json)/.test(type)) {
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
        return
      }
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const body = Buffer.from(self.forge(path, Buffer.concat(chunks).toString()))
        outgoing.writeHead(response.statusCode ?? 502, { ...response.headers, 'content-length': body.length })
        outgoing.end(body)
      })
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: ForgingProxy = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forge: (_, text) => text,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return self
}
