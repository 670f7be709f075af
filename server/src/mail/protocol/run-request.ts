import { capability, type Invocation, type JmapRequest } from '@atrium/mail-contracts'
import { whenWritable } from '../../database/busy.ts'
import { isDatabaseBusy, isDiskFull } from '../../errors/error-facts.ts'
import { methods } from '../methods/methods.ts'
import type { Arguments, MethodContext } from './method-context.ts'
import { MethodError } from './method-error.ts'
import { RequestBudget, tooLarge, type TakeOctets } from './request-budget.ts'
import { resolveReferences } from './result-reference.ts'
import { writeJson } from './write-json.ts'

export const supportedCapabilities: readonly string[] = Object.values(capability)

export interface RequestSetting {
  readonly context: Omit<MethodContext, 'createdIds' | 'addResponse' | 'budget' | 'onDamage'>
  readonly sessionState: string
  /** Told of every failure that is ours. */
  readonly onFailure: (error: unknown, method: string) => void
}

/** A response as it goes over the wire. */
export interface WrittenResponse {
  readonly chunks: readonly Uint8Array[]
  readonly octets: number
}

/**
 * Runs the calls of a request in order (RFC 8620 §3.4) and writes the responses, with turns for others in between.
 * Never throws: a failed call is an `error` response.
 *
 * @param take - Takes the octets of the response from what the account has under way; the caller gives them back.
 */
export async function runRequest(
  request: JmapRequest,
  setting: RequestSetting,
  take: TakeOctets,
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
  return { chunks, octets: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) }
}

interface Running {
  readonly context: MethodContext
  readonly using: readonly string[]
  /** Of the calls before. */
  readonly responses: readonly Invocation[]
  readonly setting: RequestSetting
}

async function runCall([name, args, callId]: Invocation, running: Running): Promise<Invocation> {
  const { context, using, responses, setting } = running
  try {
    await context.budget.pause()
    const method = methods.get(name)
    if (!method || !using.includes(method.capability)) throw new MethodError('unknownMethod')
    if (!context.budget.hasRoom()) throw tooLarge('The responses of this request are at their limit: the call was not run.')
    return [name, await whenWritable(() => method.run(resolveReferences(args, responses, context.budget), context)), callId]
  } catch (error) {
    // Nothing was done yet: the request as a whole can be sent again.
    if (isDatabaseBusy(error) && responses.length === 0) throw error
    context.budget.forgetRecords()
    return ['error', describe(error, name, setting), callId]
  }
}

interface WrittenCall {
  /** As it was written, for references to it. */
  readonly response: Invocation
  readonly chunks: readonly Uint8Array[]
}

async function writeResponse(response: Invocation, budget: RequestBudget, setting: RequestSetting): Promise<WrittenCall> {
  const [name, , callId] = response
  // What was changed must be answered as changed, and is no longer than what the client sent.
  const done = name === 'error' || /\/(set|import)$/.test(name)
  const chunks: Uint8Array[] = []
  let octets = 0
  try {
    for (const chunk of writeJson(response)) {
      budget.countWritten(chunk.byteLength, done)
      octets += chunk.byteLength
      chunks.push(chunk)
      await budget.pause()
    }
    return { response, chunks }
  } catch (error) {
    budget.uncount(octets)
    return writeResponse(['error', describe(error, name, setting), callId], budget, setting)
  }
}

function describe(error: unknown, method: string, setting: RequestSetting): Arguments {
  if (error instanceof MethodError) return { type: error.type, ...error.details }
  if (isDatabaseBusy(error) || isDiskFull(error))
    return { type: 'serverUnavailable', description: 'The database cannot be written at the moment; nothing was changed.' }
  setting.onFailure(error, method)
  // What went wrong inside is for the log, not for a client.
  return { type: 'serverFail', description: 'The server failed; nothing was changed.' }
}
