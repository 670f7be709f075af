import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
}

export type Fault = (url: string, response: ServerResponse) => boolean

export interface FileServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string
  /** URL paths of all requests, in order. */
  readonly requests: string[]
  /** What the server does wrong: answers true when it has taken the request. Default: nothing. */
  fault: Fault
  readonly close: () => Promise<void>
}

/** Serves a store of releases from an origin of its own, as a CDN would. */
export async function serveFiles(folder: string): Promise<FileServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host').pathname
    self.requests.push(request.url ?? '/')
    if (self.fault(request.url ?? '/', response)) return
    const file = path.join(folder, path.normalize(url))
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404, { 'access-control-allow-origin': '*' }).end()
      return
    }
    response.writeHead(200, {
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
      'timing-allow-origin': '*',
      'content-type': types[path.extname(file)] ?? 'application/octet-stream',
    })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const self: FileServer = {
    origin: `http://127.0.0.1:${port}`,
    requests: [],
    fault: () => false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return self
}
