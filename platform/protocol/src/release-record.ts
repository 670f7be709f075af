import * as v from 'valibot'

/** Folder, package suffix, federation name, registry key and route prefix of a remote. */
export const remoteNameSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), v.maxLength(40))

/** Version of what a host provides to remotes: shared libraries, the federation runtime, workspace and contexts. */
export const platformVersion = 2 as const

const filePathSchema = v.pipe(v.string(), v.regex(/^[\w][\w.~-]*(\/[\w][\w.~-]*)*$/), v.maxLength(200))

/** Twelve hex digits of the SHA-256 over all files of a release. */
export const versionSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/))

export const integritySchema = v.pipe(v.string(), v.regex(/^sha384-[A-Za-z0-9+/]{64}$/))

/** Where and how a remote shows in the shell's navigation. */
export const navigationSchema = v.strictObject({
  /** Title by language tag; `en` is always there. */
  title: v.intersect([v.object({ en: v.string() }), v.record(v.string(), v.string())]),
  /** Name of an icon of `@atrium/ui`. */
  icon: v.string(),
  /** Lower comes first. */
  order: v.number(),
})

/**
 * One release of one remote (or of the shell): what it is and the bytes it consists of.
 * Strict: a field that is not listed here is refused, so that nothing like the federation
 * manifest's `getPublicPath` (which is evaluated as code) can ride along.
 */
export const releaseRecordSchema = v.strictObject({
  schema: v.literal(1),
  name: remoteNameSchema,
  version: versionSchema,
  /** Version of what it exposes to others; see `contractVersions`. */
  contract: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Version of what the host provides to it (shared libraries and contexts). */
  platform: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Of a shell: remote → contract versions it knows how to use. One that is not named is a page at contract 1. */
  accepts: v.optional(v.record(remoteNameSchema, v.array(v.pipe(v.number(), v.integer(), v.minValue(1))))),
  /** Path of the script that defines the container. */
  entry: filePathSchema,
  /** Name of the global variable the container is assigned to, unique per release. */
  global: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/), v.maxLength(80)),
  /** Exposed module (`./page`) → the files it needs at once, scripts and stylesheets. */
  exposes: v.record(v.string(), v.array(filePathSchema)),
  /** Every script and stylesheet → its SHA-384 as in an `integrity` attribute. */
  files: v.record(filePathSchema, integritySchema),
  /** Every HTML document → its SHA-384: the page of a shell, which the gateway fills in. */
  documents: v.optional(v.record(filePathSchema, integritySchema)),
  /** Revision of the source it was built from. */
  revision: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}(-dirty)?$/))),
  /** Bytes of all its files, compressed with brotli where that is served. */
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  navigation: v.optional(navigationSchema),
})

export type ReleaseRecord = v.InferOutput<typeof releaseRecordSchema>
export type Navigation = v.InferOutput<typeof navigationSchema>
