import type { Invocation, JmapRequest, JmapResponse } from '@atrium/jmap/types'
import * as v from 'valibot'
import { whenWritable } from '../../database/busy.ts'
import { isDatabaseBusy, isUnwritable } from '../../errors/error-facts.ts'
import type { KnownMethod } from '../methods/methods.ts'
import { invalidArguments, MethodError } from './errors.ts'
import { maxPathTokens } from './limits.ts'
import type { Arguments, MethodContext } from './method.ts'
import type { Readers } from './readers.ts'
import { RequestBudget, tooLarge, type TakeBytes } from './request-budget.ts'

export interface RequestSetting {
  readonly context: Omit<MethodContext, 'createdIds' | 'addResponse' | 'budget' | 'onDamage'>
  /** From `createMethodTable`. */
  readonly methods: ReadonlyMap<string, KnownMethod>
  readonly sessionState: string
  /** Called with every internal failure. */
  readonly onFailure: (error: unknown, method: string) => void
  /** Threads for calls that only read. Absent in such a thread, and where the database is in memory. */
  readonly readers?: Readers
}

/** A response as it goes over the wire. */
interface WrittenResponse {
  readonly chunks: readonly Uint8Array[]
  readonly bytes: number
}

/**
 * Runs the calls of a request in order (RFC 8620 §3.4) and writes the responses, with turns for others in between.
 * Never throws: a failed call is an `error` response.
 *
 * @param take - Reserves the bytes of the response for the account; the caller releases them.
 */
export async function runRequest(
  request: JmapRequest,
  setting: RequestSetting,
  take: TakeBytes,
): Promise<WrittenResponse> {
  const budget = new RequestBudget(take)
  const createdIds = new Map(Object.entries(request.createdIds ?? {}))
  const responses: Invocation[] = []
  const chunks: Uint8Array[] = [Buffer.from('{"methodResponses":[')]
  for (const call of request.methodCalls) {
    const implicit: Invocation[] = []
    const context: MethodContext = {
      ...setting.context,
      createdIds,
      budget,
      onDamage: setting.onFailure,
      addResponse: (name, args) => implicit.push([name, args, call[2]]),
    }
    const using = request.using
    const own = await runCall(call, { context, using, responses, setting })
    for (const response of [own, ...implicit]) {
      const written = await writeResponse(response, budget, setting)
      responses.push(written.response)
      if (responses.length > 1) chunks.push(Buffer.from(','))
      chunks.push(...written.chunks)
    }
  }
  const created = request.createdIds ? { createdIds: Object.fromEntries(createdIds) } : {}
  const rest = JSON.stringify({ ...created, sessionState: setting.sessionState })
  chunks.push(Buffer.from(`],${rest.slice(1)}`))
  return { chunks, bytes: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) }
}

/** Whether nothing is changed by a request: a reading thread may run it as a whole. */
export function isReading({ methodCalls }: JmapRequest, { methods }: RequestSetting): boolean {
  return methodCalls.every(([name]) => methods.get(name)?.reads === true)
}

const tooSlow = (): MethodError => tooLarge('This took too long and was stopped. Search for less, or in less mail.')

/**
 * Runs a request that only reads in a thread, so that others need not wait for it.
 *
 * @returns The response, JSON.
 * @throws Error when the thread failed
 */
export async function runInReader(
  request: JmapRequest,
  setting: RequestSetting,
  readers: Readers,
): Promise<Uint8Array> {
  const { sessionState, onFailure } = setting
  const { account } = setting.context
  const result = await readers.read({ request, account, sessionState })
  if (!result) {
    const refused = request.methodCalls.map(([name, , id]) => ['error', errorArguments(tooSlow(), name, setting), id])
    return Buffer.from(JSON.stringify({ methodResponses: refused, sessionState }))
  }
  for (const { report, where } of result.failures) onFailure(new Error(report), where)
  return result.body
}

/** One reading call of a request that also changes something: what was changed before it is committed. */
async function runCallInReader(
  call: Invocation,
  { context, using, setting }: CallSetting,
  readers: Readers,
): Promise<Invocation> {
  const request = { using: [...using], methodCalls: [call], createdIds: Object.fromEntries(context.createdIds) }
  const body = await runInReader(request, { ...setting, context }, readers)
  const { methodResponses }: JmapResponse = JSON.parse(Buffer.from(body).toString())
  const [response] = methodResponses
  if (!response) throw new Error('the reading thread gave no response')
  return response
}

/** Characters of a method's name that an error repeats. Beyond it: the rest is left out. A constant. */
const maxQuotedName = 100

interface CallSetting {
  readonly context: MethodContext
  readonly using: readonly string[]
  /** Of the calls before. */
  readonly responses: readonly Invocation[]
  readonly setting: RequestSetting
}

async function runCall([name, args, callId]: Invocation, running: CallSetting): Promise<Invocation> {
  const { context, using, responses, setting } = running
  try {
    await context.budget.pause()
    const method = setting.methods.get(name)
    if (!method) throw new MethodError('unknownMethod', `This server has no method ${name.slice(0, maxQuotedName)}.`)
    if (!using.includes(method.capability))
      throw new MethodError('unknownMethod', `${name} needs "${method.capability}" in "using".`)
    if (!context.budget.hasSpace())
      throw tooLarge('The responses of this request have reached their limit. The call was not run.')
    const resolved = resolveReferences(args, responses, context.budget)
    if (setting.readers && method.reads)
      return await runCallInReader([name, resolved, callId], running, setting.readers)
    return [name, await whenWritable(() => method.run(resolved, context)), callId]
  } catch (error) {
    // Nothing was done yet: the request as a whole can be sent again.
    if (isDatabaseBusy(error) && responses.length === 0) throw error
    context.budget.forgetRecords()
    return ['error', errorArguments(error, name, setting), callId]
  }
}

function errorArguments(error: unknown, method: string, setting: RequestSetting): Arguments {
  if (error instanceof MethodError) return { type: error.type, ...error.details }
  if (isDatabaseBusy(error) || isUnwritable(error))
    return {
      type: 'serverUnavailable',
      description: 'The database cannot be written at the moment. Nothing was changed.',
    }
  setting.onFailure(error, method)
  // What went wrong inside is for the log, not for a client.
  return { type: 'serverFail', description: 'The server failed; nothing was changed.' }
}

const referenceSchema = v.strictObject({ resultOf: v.string(), name: v.string(), path: v.string() })

/**
 * Replaces `#name` arguments by what they refer to in earlier responses (RFC 8620 §3.7).
 *
 * What they refer to is shared, not copied: a few of them can represent more than there is memory, so the
 * budget counts each of them in full.
 *
 * @throws MethodError `invalidResultReference`, `invalidArguments` or `requestTooLarge`
 */
export function resolveReferences(args: Arguments, responses: readonly Invocation[], budget: RequestBudget): Arguments {
  if (!Object.keys(args).some((name) => name.startsWith('#'))) return args
  const resolved: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(args)) {
    if (!name.startsWith('#')) resolved[name] = value
    else if (Object.hasOwn(args, name.slice(1))) throw invalidArguments(`${name.slice(1)}: is given twice`)
    else {
      budget.countReference()
      const found = resolveReference(value, responses)
      budget.countResolved(found)
      resolved[name.slice(1)] = found
    }
  }
  return resolved
}

function resolveReference(value: unknown, responses: readonly Invocation[]): unknown {
  const reference = v.safeParse(referenceSchema, value)
  if (!reference.success) throw new MethodError('invalidResultReference', 'not a ResultReference')
  const { resultOf, name, path } = reference.output
  const response = responses.find(([, , callId]) => callId === resultOf)
  if (response?.[0] !== name) throw new MethodError('invalidResultReference', `no ${name} response to call ${resultOf}`)
  return followPath(response[1], pathTokens(path), 0)
}

function pathTokens(path: string): string[] {
  if (path === '') return []
  if (!path.startsWith('/')) throw new MethodError('invalidResultReference', 'path: must begin with a slash')
  const tokens = path.slice(1).split('/', maxPathTokens + 1)
  if (tokens.length > maxPathTokens)
    throw new MethodError('invalidResultReference', `path: has more than ${maxPathTokens} levels`)
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** JSON Pointer, with `*` for each item of an array, the results flattened by one level. */
function followPath(value: unknown, tokens: readonly string[], at: number): unknown {
  const token = tokens[at]
  if (token === undefined) return value
  if (Array.isArray(value)) {
    if (token === '*')
      return value.flatMap((item: unknown) => {
        const found = followPath(item, tokens, at + 1)
        return Array.isArray(found) ? (found as unknown[]) : [found]
      })
    if (/^(0|[1-9]\d*)$/.test(token) && Number(token) < value.length)
      return followPath(value[Number(token)], tokens, at + 1)
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) {
    return followPath((value as Record<string, unknown>)[token], tokens, at + 1)
  }
  throw new MethodError('invalidResultReference', `path: nothing at "${token}"`)
}

interface WrittenCall {
  /** As it was written, for references to it. */
  readonly response: Invocation
  readonly chunks: readonly Uint8Array[]
}

async function writeResponse(
  response: Invocation,
  budget: RequestBudget,
  setting: RequestSetting,
): Promise<WrittenCall> {
  const [name, , callId] = response
  // What was changed must be answered as changed, and is no longer than what the client sent.
  const done = name === 'error' || /\/(set|import)$/.test(name)
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for (const chunk of writeJson(response)) {
      budget.countWritten(chunk.byteLength, done)
      bytes += chunk.byteLength
      chunks.push(chunk)
      await budget.pause()
    }
    return { response, chunks }
  } catch (error) {
    budget.uncount(bytes)
    return writeResponse(['error', errorArguments(error, name, setting), callId], budget, setting)
  }
}

/** UTF-16 units that are turned into bytes together. */
const chunkLength = 256 * 1024

/**
 * A value as JSON in chunks, made one record at a time: the consumer can let other requests run in
 * between, and stop.
 */
function* writeJson(value: unknown): Generator<Buffer> {
  let text = ''
  for (const token of jsonTokens(value, 0)) {
    text += token
    if (text.length < chunkLength) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

/** The arguments of a response, their lists and maps; the records in those are written as a whole. */
const slicedLevels = 3

function* jsonTokens(value: unknown, level: number): Generator<string> {
  if (level >= slicedLevels || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null'
    return
  }
  const isArray = Array.isArray(value)
  let separator = isArray ? '[' : '{'
  for (const [name, item] of Object.entries(value)) {
    if (!isArray && item === undefined) continue
    yield isArray ? separator : `${separator}${JSON.stringify(name)}:`
    yield* jsonTokens(item, level + 1)
    separator = ','
  }
  if (separator !== ',') yield separator
  yield isArray ? ']' : '}'
}
