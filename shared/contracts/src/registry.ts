import * as v from 'valibot'
import { navigationSchema, releaseRecordSchema, remoteNameSchema } from './release-record.ts'

/** Path or absolute http(s) URL with a slash at its end; below it lies `<version>/<file>`. */
const baseSchema = v.pipe(v.string(), v.regex(/^(https?:\/\/[^/?#\s]+)?\/([\w.~-]+\/)*$/))

/** What the registry says of one remote. `releases[0]` is current, the rest are fallbacks, newest first. */
export const registryEntrySchema = v.strictObject({
  name: remoteNameSchema,
  base: baseSchema,
  /** Why the operator has switched it off; absent when it is on. */
  disabled: v.optional(v.string()),
  releases: v.pipe(v.array(releaseRecordSchema), v.minLength(1)),
})

/** What the shell needs to know of every remote to draw its navigation. */
export const directoryEntrySchema = v.strictObject({
  name: remoteNameSchema,
  navigation: navigationSchema,
})

/** The registry as the gateway keeps it. */
export const registrySchema = v.strictObject({
  schema: v.literal(1),
  /** Grows by one with every change. */
  serial: v.pipe(v.number(), v.integer(), v.minValue(1)),
  remotes: v.record(remoteNameSchema, registryEntrySchema),
})

/** The part of the registry that the gateway writes into the page. */
export const pageRegistrySchema = v.strictObject({
  serial: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Entries of the remotes this page starts with; others are fetched by name. */
  entries: v.array(registryEntrySchema),
  /** The first items of the navigation; the rest is fetched. */
  directory: v.array(directoryEntrySchema),
})

export type RegistryEntry = v.InferOutput<typeof registryEntrySchema>
export type DirectoryEntry = v.InferOutput<typeof directoryEntrySchema>
export type Registry = v.InferOutput<typeof registrySchema>
export type PageRegistry = v.InferOutput<typeof pageRegistrySchema>
