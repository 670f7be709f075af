import type { JmapRequest } from '@atrium/mail-contracts'
import * as v from 'valibot'
import { limits, maxJsonDepth, maxValuesInRequest } from '../protocol/limits.ts'
import { measureJson } from '../protocol/measure-json.ts'
import { problemResponse } from '../protocol/problem-response.ts'
import type { TakeOctets } from '../protocol/request-budget.ts'
import { runRequest, supportedCapabilities, type RequestSetting } from '../protocol/run-request.ts'
import { readBody } from './read-body.ts'
import { readableBody } from './under-way.ts'

const requestSchema = v.object({
  using: v.array(v.string()),
  methodCalls: v.array(v.strictTuple([v.string(), v.record(v.string(), v.unknown()), v.string()])),
  createdIds: v.optional(v.nullable(v.record(v.string(), v.string()))),
})

/** Octets up to which a response is handed over whole. */
const small = 64_000

/**
 * `POST /jmap/api`, RFC 8620 §3.
 *
 * @param take - The account's share of what is under way: the request counts until it has run, the response until
 *   it was read.
 */
export async function answerApi(request: Request, setting: RequestSetting, take: TakeOctets): Promise<Response> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return problemResponse(400, { type: 'notJSON', detail: 'The content type must be application/json.' })
  const declared = Number(request.headers.get('content-length') ?? Number.NaN)
  const reserved = Math.min(Number.isNaN(declared) ? limits.maxSizeRequest : declared, limits.maxSizeRequest)
  if (!take(reserved)) {
    await request.body?.cancel()
    return tooMuchUnderWay()
  }
  try {
    return await runBody(await readBody(request, limits.maxSizeRequest), setting, take)
  } finally {
    take(-reserved)
  }
}

function tooMuchUnderWay(): Response {
  const detail = 'Too much of this account is under way: try again when earlier responses have been read.'
  const response = problemResponse(429, { type: 'limit', limit: 'maxUnderWay', detail })
  response.headers.set('retry-after', '1')
  return response
}

async function runBody(body: Uint8Array | null, setting: RequestSetting, take: TakeOctets): Promise<Response> {
  const jmap = body ? readRequest(body) : limitProblem('maxSizeRequest', `A request has at most ${limits.maxSizeRequest} octets.`)
  if (jmap instanceof Response) return jmap
  let taken = 0
  const counting: TakeOctets = (octets) => {
    const got = take(octets)
    if (got) taken += octets
    return got
  }
  const giveBack = (): void => {
    take(-taken)
    taken = 0
  }
  try {
    const { chunks, octets } = await runRequest(jmap, setting, counting)
    const headers = {
      'content-type': 'application/json',
      'content-length': String(octets),
      'cache-control': 'no-store',
    }
    if (octets > small) return new Response(readableBody(chunks, giveBack), { headers })
    giveBack()
    return new Response(Buffer.concat(chunks), { headers })
  } catch (error) {
    giveBack()
    throw error
  }
}

function limitProblem(limit: string, detail: string): Response {
  return problemResponse(400, { type: 'limit', limit, detail })
}

/** The request, or why it is refused as a whole (RFC 8620 §3.6.1). */
function readRequest(body: Uint8Array): JmapRequest | Response {
  const json = parseJson(body)
  if (json === undefined) return problemResponse(400, { type: 'notJSON', detail: 'The request is not JSON.' })
  if (!measureJson(json.value, { values: maxValuesInRequest, size: Infinity, depth: maxJsonDepth })) {
    if (!measureJson(json.value, { values: maxValuesInRequest, size: Infinity, depth: Infinity }))
      return limitProblem('maxValuesInRequest', `A request has at most ${maxValuesInRequest} values.`)
    return problemResponse(400, { type: 'notRequest', detail: `The request is nested more than ${maxJsonDepth} deep.` })
  }
  const parsed = v.safeParse(requestSchema, json.value)
  if (!parsed.success) return problemResponse(400, { type: 'notRequest', detail: parsed.issues[0].message })
  const { using, methodCalls, createdIds } = parsed.output
  const unknown = using.find((name) => !supportedCapabilities.includes(name))
  if (unknown !== undefined)
    return problemResponse(400, {
      type: 'unknownCapability',
      detail: `This server does not have the capability ${unknown.slice(0, 200)}.`,
    })
  if (methodCalls.length > limits.maxCallsInRequest)
    return limitProblem('maxCallsInRequest', `A request has at most ${limits.maxCallsInRequest} calls.`)
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
