import * as v from 'valibot'
import { remoteNameSchema, versionSchema } from './release-record.ts'

/** One field of one remote (or of the host) that a change of the registry has set, and its values before and after. */
export const changedFieldSchema = v.strictObject({
  name: v.string(),
  /** `stable`, `canary`, `preview <label>`, `flag <name>`, `grant <remote> <kind>`, `off` or `keys`. */
  what: v.string(),
  /** A version, for a canary with its audience; absent when there was none. */
  from: v.optional(v.string()),
  to: v.optional(v.string()),
})

export type ChangedField = v.InferOutput<typeof changedFieldSchema>

/**
 * Entry of the registry's history: why a registry differs from the one before. Written for people: it is not signed,
 * and no decision depends on it.
 */
export const changeRecordSchema = v.strictObject({
  /** Of the registry that the change resulted in. */
  serial: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** ISO 8601. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  by: v.string(),
  /** `release`, `start`, `promote`, `rollback`, `refresh`, … */
  command: v.string(),
  reason: v.optional(v.string()),
  moves: v.array(changedFieldSchema),
})

export type ChangeRecord = v.InferOutput<typeof changeRecordSchema>

/** A canary that a gateway has stopped because of what browsers reported. */
export const stoppedCanarySchema = v.strictObject({
  remote: remoteNameSchema,
  version: versionSchema,
  /** ISO 8601. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** The figures that led to it, for people. */
  reason: v.string(),
})

export type StoppedCanary = v.InferOutput<typeof stoppedCanarySchema>

/** `care.json` in the store. It needs no signature: it can only stop releases from running, never start another one. */
export const stoppedCanariesSchema = v.strictObject({ stopped: v.array(stoppedCanarySchema) })

export type StoppedCanaries = v.InferOutput<typeof stoppedCanariesSchema>
