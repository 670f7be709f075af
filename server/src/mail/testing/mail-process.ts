// A mail server in a process of its own, as `measure-mail.ts` starts it: HTTP on loopback, the account by a header.
import http from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openDatabase } from '../../database/open-database.ts'
import { query } from '../../database/query.ts'
import { createMailServer } from '../mail-server.ts'
import { sweep } from '../store/sweep.ts'

const database = openDatabase(process.argv[2] ?? '')
const local = (address: string): string | null => /^([a-z]+)@mail\.test$/.exec(address)?.[1] ?? null
const mail = createMailServer({ database, domain: 'mail.test', resolveAddress: local, quota: Infinity })
const store = { database, query: query(database), changed: () => undefined }

async function respond(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming
  const gone = new AbortController()
  outgoing.on('close', () => gone.abort())
  const init = {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
    signal: gone.signal,
    ...(method === 'POST' ? { body: Readable.toWeb(incoming), duplex: 'half' as const } : {}),
  }
  const accountId = String(headers['x-account'])
  const response = await mail.fetch(new Request(`http://bench${url}`, init), { accountId })
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.flushHeaders()
  if (response.body) await pipeline(Readable.fromWeb(response.body), outgoing)
  else outgoing.end()
}

const server = http.createServer((incoming, outgoing) => {
  respond(incoming, outgoing).catch(() => outgoing.destroy())
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})

process.on('message', (message) => {
  if (message === 'memory') process.send?.({ memory: process.memoryUsage().rss })
  // As in two days: what was removed since is old enough.
  if (message === 'sweep')
    void sweep({ store, now: Date.now() + 2 * 24 * 3_600_000 }).then((swept) => process.send?.({ swept }))
})
process.on('disconnect', () => process.exit())
