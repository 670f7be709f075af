import { openStore } from '@atrium/store'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { findProject } from '../project.ts'
import { say, UsageError } from '../terminal.ts'
import { createRegistrar, readPolicy, takeWaiting } from './registrar.ts'
import { largestSubmission, type Outcome } from './submission.ts'

const options = {
  from: { type: 'string' },
  host: { type: 'string' },
  listen: { type: 'string' },
  once: { type: 'boolean' },
  policy: { type: 'string' },
  store: { type: 'string' },
  watch: { type: 'boolean' },
} as const

/** Milliseconds between two looks at a folder or bucket. */
const interval = 5_000

/** Milliseconds for a submission to arrive. */
const patience = 120_000

type Take = (text: string) => Promise<Outcome>

/** Undefined when it is larger than a submission may be. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestSubmission) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

async function respond(take: Take, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST')
    return send(response, 405, { error: 'Send a submission with POST: atrium release NAME --submit URL' })
  const text = await bodyOf(request)
  if (text === undefined) return send(response, 413, { error: `A submission has at most ${largestSubmission} bytes` })
  try {
    const outcome = await take(text)
    send(response, outcome.status === 'done' ? 200 : 403, outcome)
  } catch (error) {
    send(response, 400, { error: error instanceof Error ? error.message : String(error) })
  }
}

/** Takes submissions over HTTP: 200 done, 403 refused, 400 no submission, each with JSON. Put TLS in front of it. */
export const registrarServer = (take: Take): Server =>
  createServer({ requestTimeout: patience }, (request, response) => {
    respond(take, request, response).catch(() => response.destroy())
  })

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new UsageError(`--listen ${text}: specify a port`)
}

/** `atrium registrar`: judges what teams submit, and writes the registry. It alone needs the registry's key. */
export async function runRegistrar(args: readonly string[]): Promise<void> {
  const { from, host = '127.0.0.1', listen, once, policy, store, watch } = readArguments(args)
  if (policy === undefined) throw new UsageError('Specify --policy FILE: who may release what.')
  if ((from === undefined) === (listen === undefined)) throw new UsageError('Specify --from PLACE, or --listen PORT.')
  const { at, store: ownStore } = findProject()
  readPolicy(policy)
  const place = openStore(store ?? process.env['ATRIUM_STORE'] ?? at(ownStore))
  const take = createRegistrar({ store: place, policy: () => readPolicy(policy), say })
  if (listen !== undefined) {
    const server = registrarServer(take)
    server.listen(portOf(listen), host, () => say(`registrar at ${JSON.stringify(server.address())}`))
    return
  }
  const waiting = openStore(from ?? '')
  if (once || !watch) {
    if ((await takeWaiting(waiting, take)) > 0) process.exitCode = 1
    return
  }
  for (;;) {
    await takeWaiting(waiting, take).catch((error: unknown) =>
      say(error instanceof Error ? error.message : String(error)),
    )
    await new Promise((resolve) => setTimeout(resolve, interval))
  }
}
