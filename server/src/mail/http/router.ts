import type { JmapRequest, JmapSession } from '@atrium/jmap/types'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { busyRetryAfter } from '../../database/busy.ts'
import { isDatabaseBusy, isUnwritable } from '../../errors/error-facts.ts'
import { problemResponse } from '../protocol/errors.ts'
import { createMethodTable } from '../methods/methods.ts'
import { limits, maxJsonDepth, maxRunningRequests, maxValuesInRequest } from '../protocol/limits.ts'
import type { JmapModule, MethodContext } from '../protocol/method.ts'
import { measureJson, type TakeBytes } from '../protocol/request-budget.ts'
import type { Readers } from '../protocol/readers.ts'
import { isReading, runInReader, runRequest, type RequestSetting } from '../protocol/run-request.ts'
import { findAccount, type MailAccount } from '../store/mail-store.ts'
import { handleUpload, sendBlob } from './blobs.ts'
import { sendEvents, type Notifier } from './event-source.ts'
import { createBufferedBytes, createGate, readableBody, readBody } from './request-gate.ts'

interface RouterSetting {
  readonly context: Omit<MethodContext, 'createdIds' | 'addResponse' | 'account' | 'client' | 'budget' | 'onDamage'>
  readonly modules: readonly JmapModule[]
  readonly notifier: Notifier
  /** Absent: all is read by this thread. */
  readonly readers?: Readers
  /** Ends with a slash. */
  readonly basePath: string
  readonly onFailure: (error: unknown, where: string) => void
}

/** Handles the five JMAP resources, each for the account the caller has verified. */
export function createRouter(
  setting: RouterSetting,
): (request: Request, user: { readonly accountId: string; readonly client?: string }) => Promise<Response> {
  const routes = createRoutes(setting)
  return async (request, { accountId, client }) => {
    const { pathname } = new URL(request.url)
    try {
      const account = findAccount(setting.context.store.query, accountId)
      const path = `${request.method} ${pathname.slice(pathname.indexOf('/jmap/') + '/jmap/'.length)}`
      for (const { pattern, handle } of account ? routes : []) {
        const match = pattern.exec(path)
        if (match && account) return await handle(request, { account, client }, match)
      }
      return problemResponse(404, { detail: 'No such resource.' })
    } catch (error) {
      if (isDatabaseBusy(error)) return databaseBusy()
      if (isUnwritable(error))
        return problemResponse(507, {
          detail: 'The disk of the server is full or cannot be written; nothing was changed.',
        })
      setting.onFailure(error, pathname)
      return problemResponse(500, { detail: 'The mail server failed; nothing was changed.' })
    }
  }
}

function databaseBusy(): Response {
  const response = problemResponse(503, { detail: 'The database is locked by another process; nothing was changed.' })
  response.headers.set('retry-after', String(busyRetryAfter))
  return response
}

/** Who a request comes from. */
interface Requester {
  readonly account: MailAccount
  readonly client: string | undefined
}

interface Route {
  readonly pattern: RegExp
  readonly handle: (request: Request, from: Requester, match: RegExpExecArray) => Response | Promise<Response>
}

function createRoutes(setting: RouterSetting): readonly Route[] {
  const { context, basePath, modules, notifier, onFailure } = setting
  const methods = createMethodTable(modules)
  const capabilities = modules.map((module) => module.capability)
  const { store } = context
  const reading = setting.readers ? { readers: setting.readers } : {}
  const apiGate = createGate(limits.maxConcurrentRequests, 'maxConcurrentRequests', maxRunningRequests)
  const underWay = createBufferedBytes()
  const uploadGate = createGate(limits.maxConcurrentUpload, 'maxConcurrentUpload')
  return [
    { pattern: /^GET session$/, handle: (_, { account }) => sendSession(sessionResource(account, basePath, modules)) },
    {
      pattern: /^POST api$/,
      handle: (request, { account, client }) => {
        const sessionState = sessionResource(account, basePath, modules).state
        return apiGate(account.id, () =>
          handleApi(
            request,
            { context: { ...context, account, client }, methods, capabilities, sessionState, onFailure, ...reading },
            underWay.of(account.id),
          ),
        )
      },
    },
    { pattern: /^GET events$/, handle: (request, { account }) => sendEvents(request, { store, notifier, account }) },
    {
      pattern: /^POST upload\/([^/]+)\/?$/,
      handle: (request, { account }, [, accountId]) =>
        forAccount(accountId, account, () => uploadGate(account.id, () => handleUpload(request, store, account))),
    },
    {
      pattern: /^GET download\/([^/]+)\/([^/]+)\/([^/]*)$/,
      handle: (request, { account }, [, accountId, blobId = '', name = '']) => {
        const type = new URL(request.url).searchParams.get('type')
        return forAccount(accountId, account, () =>
          sendBlob(store, account, { blobId, name: decodeSegment(name), type, range: request.headers.get('range') }),
        )
      },
    },
  ]
}

function forAccount(
  id: string | undefined,
  account: MailAccount,
  answer: () => Response | Promise<Response>,
): Response | Promise<Response> {
  return id === account.id ? answer() : problemResponse(404, { detail: 'Unknown account.' })
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function sendSession(session: JmapSession): Response {
  return Response.json(session, {
    headers: { 'cache-control': 'no-cache, no-store, must-revalidate' },
  })
}

/** The Session of one user (RFC 8620 §2). `base` ends with a slash; addresses are relative to the origin. */
function sessionResource(account: MailAccount, base: string, modules: readonly JmapModule[]): JmapSession {
  const byCapability = (value: (module: JmapModule) => unknown) =>
    Object.fromEntries(modules.map((module) => [module.capability, value(module)]))
  const accountCapabilities = byCapability((module) => module.account?.(account) ?? {})
  const primary = modules.filter((module) => module.isPrimary ?? true)
  const session = {
    capabilities: byCapability((module) => module.server ?? {}),
    accounts: { [account.id]: { name: account.address, isPersonal: true, isReadOnly: false, accountCapabilities } },
    primaryAccounts: Object.fromEntries(primary.map((module) => [module.capability, account.id])),
    username: account.address,
    apiUrl: `${base}jmap/api`,
    downloadUrl: `${base}jmap/download/{accountId}/{blobId}/{name}?type={type}`,
    uploadUrl: `${base}jmap/upload/{accountId}`,
    eventSourceUrl: `${base}jmap/events?types={types}&closeafter={closeafter}&ping={ping}`,
  }
  return { ...session, state: createHash('sha256').update(JSON.stringify(session)).digest('hex').slice(0, 16) }
}

const requestSchema = v.object({
  using: v.array(v.string()),
  methodCalls: v.array(v.strictTuple([v.string(), v.record(v.string(), v.unknown()), v.string()])),
  createdIds: v.optional(v.nullable(v.record(v.string(), v.string()))),
})

interface ApiSetting extends RequestSetting {
  /** Those of all modules. */
  readonly capabilities: readonly string[]
}

/** Bytes up to which a response is handed over whole. Beyond it: it is streamed as the client reads. */
const maxWhole = 64_000

/**
 * `POST /jmap/api`, RFC 8620 §3.
 *
 * @param take - Reserves buffered bytes of the account: the request counts until it has run, the response until
 *   it was read.
 */
async function handleApi(request: Request, setting: ApiSetting, take: TakeBytes): Promise<Response> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return problemResponse(400, { type: 'notJSON', detail: 'The content type must be application/json.' })
  const declared = Number(request.headers.get('content-length') ?? Number.NaN)
  const reserved = Math.min(Number.isNaN(declared) ? limits.maxSizeRequest : declared, limits.maxSizeRequest)
  if (!take(reserved)) {
    await request.body?.cancel()
    return tooManyInProgress()
  }
  try {
    return await runBody(await readBody(request, limits.maxSizeRequest), setting, take)
  } finally {
    take(-reserved)
  }
}

function tooManyInProgress(): Response {
  const detail = 'Too many requests of this account are in progress. Try again when earlier responses have been read.'
  const response = problemResponse(429, { type: 'limit', limit: 'maxUnderWay', detail })
  response.headers.set('retry-after', '1')
  return response
}

async function runBody(body: Uint8Array | null, setting: ApiSetting, take: TakeBytes): Promise<Response> {
  const jmap = body
    ? readRequest(body, setting.capabilities)
    : limitProblem('maxSizeRequest', `A request may have at most ${limits.maxSizeRequest} bytes.`)
  if (jmap instanceof Response) return jmap
  let taken = 0
  const counting: TakeBytes = (bytes) => {
    const got = take(bytes)
    if (got) taken += bytes
    return got
  }
  const giveBack = (): void => {
    take(-taken)
    taken = 0
  }
  try {
    const { chunks, bytes } = await run(jmap, setting, counting)
    const headers = {
      'content-type': 'application/json',
      'content-length': String(bytes),
      'cache-control': 'no-store',
    }
    if (bytes > maxWhole) return new Response(readableBody(chunks, giveBack), { headers })
    giveBack()
    return new Response(Buffer.concat(chunks), { headers })
  } catch (error) {
    giveBack()
    throw error
  }
}

async function run(
  jmap: JmapRequest,
  setting: RequestSetting,
  take: TakeBytes,
): Promise<Awaited<ReturnType<typeof runRequest>>> {
  if (!setting.readers || !isReading(jmap, setting)) return runRequest(jmap, setting, take)
  const body = await runInReader(jmap, setting, setting.readers)
  const bytes = body.byteLength
  // Made already: it is counted, whether or not that is more than the account may hold.
  take(bytes)
  return { chunks: [body], bytes }
}

function limitProblem(limit: string, detail: string): Response {
  return problemResponse(400, { type: 'limit', limit, detail })
}

/** The request, or why it is refused as a whole (RFC 8620 §3.6.1). */
function readRequest(body: Uint8Array, capabilities: readonly string[]): JmapRequest | Response {
  const json = parseJson(body)
  if (json === undefined) return problemResponse(400, { type: 'notJSON', detail: 'The request is not JSON.' })
  if (!measureJson(json.value, { values: maxValuesInRequest, size: Infinity, depth: maxJsonDepth })) {
    if (!measureJson(json.value, { values: maxValuesInRequest, size: Infinity, depth: Infinity }))
      return limitProblem('maxValuesInRequest', `A request may have at most ${maxValuesInRequest} values.`)
    return problemResponse(400, {
      type: 'notRequest',
      detail: `The request is nested more than ${maxJsonDepth} levels deep.`,
    })
  }
  const parsed = v.safeParse(requestSchema, json.value)
  if (!parsed.success) return problemResponse(400, { type: 'notRequest', detail: parsed.issues[0].message })
  const { using, methodCalls, createdIds } = parsed.output
  const unknown = using.find((name) => !capabilities.includes(name))
  if (unknown !== undefined)
    return problemResponse(400, {
      type: 'unknownCapability',
      detail: `Unsupported capability: ${unknown.slice(0, 200)}`,
    })
  if (methodCalls.length > limits.maxCallsInRequest)
    return limitProblem('maxCallsInRequest', `A request may have at most ${limits.maxCallsInRequest} method calls.`)
  return { using, methodCalls, ...(createdIds ? { createdIds } : {}) }
}

/** I-JSON is UTF-8 (RFC 7493 §2.1). */
function parseJson(body: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return undefined
  }
}
