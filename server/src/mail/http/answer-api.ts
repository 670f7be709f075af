import type { JmapRequest } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { limits } from '../protocol/limits.ts'
import { problemResponse } from '../protocol/problem-response.ts'
import { runRequest, supportedCapabilities, type RequestSetting } from '../protocol/run-request.ts'
import { readBody } from './read-body.ts'

const requestSchema = v.object({
  using: v.array(v.string()),
  methodCalls: v.array(v.strictTuple([v.string(), v.record(v.string(), v.unknown()), v.string()])),
  createdIds: v.optional(v.nullable(v.record(v.string(), v.string()))),
})

/** `POST /jmap/api`, RFC 8620 §3. */
export async function answerApi(request: Request, setting: RequestSetting): Promise<Response> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return problemResponse(400, { type: 'notJSON', detail: 'The content type must be application/json.' })
  const body = await readBody(request, limits.maxSizeRequest)
  if (!body)
    return problemResponse(400, {
      type: 'limit',
      limit: 'maxSizeRequest',
      detail: `A request has at most ${limits.maxSizeRequest} octets.`,
    })
  const json = parseJson(body)
  if (json === undefined) return problemResponse(400, { type: 'notJSON', detail: 'The request is not JSON.' })
  const parsed = v.safeParse(requestSchema, json.value)
  if (!parsed.success) return problemResponse(400, { type: 'notRequest', detail: parsed.issues[0].message })
  const { using, methodCalls, createdIds } = parsed.output
  const unknown = using.find((name) => !supportedCapabilities.includes(name))
  if (unknown !== undefined)
    return problemResponse(400, {
      type: 'unknownCapability',
      detail: `This server does not have the capability ${unknown}.`,
    })
  if (methodCalls.length > limits.maxCallsInRequest)
    return problemResponse(400, {
      type: 'limit',
      limit: 'maxCallsInRequest',
      detail: `A request has at most ${limits.maxCallsInRequest} calls.`,
    })
  const jmap: JmapRequest = { using, methodCalls, ...(createdIds ? { createdIds } : {}) }
  return Response.json(await runRequest(jmap, setting), { headers: { 'cache-control': 'no-store' } })
}

/** I-JSON is UTF-8 (RFC 7493 §2.1). */
function parseJson(body: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return undefined
  }
}
