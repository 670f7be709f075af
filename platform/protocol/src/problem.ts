import * as v from 'valibot'
import type { ErrorCode } from './errors.ts'
import { errorCodes } from './errors.ts'

/** Body of every failed answer of the gateway, `application/problem+json` (RFC 9457). */
export const problemSchema = v.object({
  status: v.number(),
  code: v.picklist(Object.keys(errorCodes) as ErrorCode[]),
  title: v.string(),
  detail: v.string(),
})

export type Problem = v.InferOutput<typeof problemSchema>
