import * as v from 'valibot'
import { remoteNameSchema, versionSchema } from './release-record.ts'

/** A canary that a gateway has stopped because of what browsers reported. */
export const stoppedCanarySchema = v.strictObject({
  remote: remoteNameSchema,
  version: versionSchema,
  /** When, ISO 8601. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** In figures, for people. */
  reason: v.string(),
})

/**
 * `care.json` in the store. It needs no signature: it can only make fewer releases run, never another one.
 */
export const careSchema = v.strictObject({ stopped: v.array(stoppedCanarySchema) })

export type StoppedCanary = v.InferOutput<typeof stoppedCanarySchema>
export type Care = v.InferOutput<typeof careSchema>
