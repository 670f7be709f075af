import { capability, type Invocation, type JmapRequest, type JmapResponse } from '@atrium/contracts'
import { whenWritable } from '../../database/busy.ts'
import { isDatabaseBusy, isDiskFull } from '../../errors/error-facts.ts'
import { methods } from '../methods/methods.ts'
import type { Arguments, MethodContext } from './method-context.ts'
import { MethodError } from './method-error.ts'
import { resolveReferences } from './result-reference.ts'

export const supportedCapabilities: readonly string[] = Object.values(capability)

export interface RequestSetting {
  readonly context: Omit<MethodContext, 'createdIds' | 'addResponse'>
  readonly sessionState: string
  /** Told of every failure that is ours. */
  readonly onFailure: (error: unknown, method: string) => void
}

/** Runs the calls of a request in order (RFC 8620 §3.4). Never throws: a failed call is an `error` response. */
export async function runRequest(request: JmapRequest, setting: RequestSetting): Promise<JmapResponse> {
  const responses: Invocation[] = []
  const createdIds = new Map(Object.entries(request.createdIds ?? {}))
  for (const [name, args, callId] of request.methodCalls) {
    const implicit: Invocation[] = []
    const context: MethodContext = {
      ...setting.context,
      createdIds,
      addResponse: (implicitName, implicitArgs) => implicit.push([implicitName, implicitArgs, callId]),
    }
    try {
      const method = methods.get(name)
      if (!method || !request.using.includes(method.capability)) throw new MethodError('unknownMethod')
      responses.push([name, await whenWritable(() => method.run(resolveReferences(args, responses), context)), callId])
    } catch (error) {
      // Nothing was done yet: the request as a whole can be sent again.
      if (isDatabaseBusy(error) && responses.length === 0) throw error
      responses.push(['error', describe(error, name, setting), callId])
    }
    responses.push(...implicit)
  }
  const result: JmapResponse = { methodResponses: responses, sessionState: setting.sessionState }
  return request.createdIds ? { ...result, createdIds: Object.fromEntries(createdIds) } : result
}

function describe(error: unknown, method: string, setting: RequestSetting): Arguments {
  if (error instanceof MethodError) return { type: error.type, ...error.details }
  if (isDatabaseBusy(error) || isDiskFull(error))
    return { type: 'serverUnavailable', description: 'The database cannot be written at the moment; nothing was changed.' }
  setting.onFailure(error, method)
  // What went wrong inside is for the log, not for a client.
  return { type: 'serverFail', description: 'The server failed; nothing was changed.' }
}
