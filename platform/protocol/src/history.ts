import * as v from 'valibot'
import { remoteNameSchema, versionSchema } from './release-record.ts'

/** One thing about one piece that a change of the registry has changed. */
export const moveSchema = v.strictObject({
  name: v.string(),
  /** `stable`, `canary`, `preview <label>`, `off` or `keys`. */
  what: v.string(),
  /** A version, for a canary with who gets it; absent when there was none. */
  from: v.optional(v.string()),
  to: v.optional(v.string()),
})

/** Why a registry is another than the one before. For people: it is not signed, and nothing is decided by it. */
export const changeSchema = v.strictObject({
  serial: v.pipe(v.number(), v.integer(), v.minValue(1)),
  at: v.pipe(v.string(), v.isoTimestamp()),
  by: v.string(),
  /** `release`, `start`, `promote`, `rollback`, `refresh`, … */
  command: v.string(),
  reason: v.optional(v.string()),
  moves: v.array(moveSchema),
})

export type Move = v.InferOutput<typeof moveSchema>
export type Change = v.InferOutput<typeof changeSchema>

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
