import { createServer, request as ask } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CountingProxy {
  readonly origin: string
  /** Each request with the status of its response: `200 /path`. */
  readonly answered: string[]
  readonly close: () => Promise<void>
}

/** Stands before a server and keeps the server's own account of what one browser really fetched: no cache hides anything from it. */
export async function startCountingProxy(origin: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(origin)
  const answered: string[] = []
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    const onward = ask({ hostname, port, path, method: incoming.method, headers: incoming.headers }, (response) => {
      answered.push(`${response.statusCode} ${path}`)
      outgoing.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answered,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
