import * as v from 'valibot'

const invocationSchema = v.strictTuple([v.string(), v.record(v.string(), v.unknown()), v.string()])

/** RFC 8620 §3.4. Strict: with a wrong envelope nothing in it can be trusted. */
export const responseSchema = v.object({
  methodResponses: v.array(invocationSchema),
  sessionState: v.string(),
})

export type ResponseEnvelope = v.InferOutput<typeof responseSchema>

/** Request-level errors are problem documents, RFC 8620 §3.6.1. */
export const requestProblemSchema = v.object({
  type: v.fallback(v.string(), 'about:blank'),
  detail: v.fallback(v.string(), ''),
  limit: v.optional(v.fallback(v.string(), '')),
})

export const methodErrorSchema = v.object({
  type: v.fallback(v.string(), 'serverFail'),
  description: v.optional(v.fallback(v.string(), '')),
})
