import * as v from 'valibot'
import { policySchema } from './policy.ts'
import { exposedSchema, slotsSchema, titlesSchema } from './slots.ts'
import { rangeSchema, satisfies, semverSchema } from './version-range.ts'

/** Folder, package suffix, federation name, registry key and route prefix of a remote. */
export const remoteNameSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/), v.maxLength(40))

/**
 * Version of what a host provides to remotes: shared libraries, the federation runtime, workspace, contexts and slots.
 * A new function is a minor version; a change that a released remote could notice is a major one.
 */
export const platformVersion = '2.2.0'

/**
 * Platforms of which a host runs remotes: its own, and beside it the last version of the major before, so that teams
 * move one after another. An entry goes with the next major version: `['3.0.0', '2.4.0']`.
 */
export const providedPlatforms: readonly string[] = [platformVersion]

const filePathSchema = v.pipe(v.string(), v.regex(/^[\w][\w.~-]*(\/[\w][\w.~-]*)*$/), v.maxLength(200))

/** Twelve hex digits of the SHA-256 over all files of a release and the other fields of its record. */
export const versionSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/))

export const integritySchema = v.pipe(v.string(), v.regex(/^sha384-[A-Za-z0-9+/]{64}$/))

/** Where and how a remote shows in the shell's navigation. */
export const navigationSchema = v.strictObject({
  /** Title by language tag; `en` is always there. */
  title: titlesSchema,
  /** Name of an icon of `@atrium/ui`. */
  icon: v.string(),
  /** Lower comes first. */
  order: v.number(),
  /** Where it leads, below the remote's own address. Default: `/`. */
  path: v.optional(
    v.pipe(v.string(), v.regex(/^\/[^\s?#\\]*(\?[^\s#\\]*)?$/, 'must start with a slash'), v.maxLength(200)),
  ),
})

/** `bookings/next`: a module that another remote exposes. */
export const federatedNameSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*\/[A-Za-z][\w-]*$/, 'must be a federated name, such as bookings/next'),
  v.maxLength(100),
)

/** What a release needs of a module of another remote. */
export const requirementSchema = v.strictObject({
  /** Versions of the other remote's package that it works with. */
  range: rangeSchema,
  /** It does without: the other remote may be absent or off, but one that is there must fit. */
  optional: v.optional(v.literal(true)),
  /** Exports that it uses. Default: all that the module had when it was last released. */
  exports: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
})

/** Kind of an export as far as the build can see it; `value` is anything but undefined. */
const kindSchema = v.picklist(['function', 'object', 'value'])

/** Exposed module → kind of each of its exports. */
export const shapesSchema = v.record(exposedSchema, v.record(v.string(), kindSchema))

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
  /**
   * Of a remote: the platforms it runs on, as a range. Of a host: its own version. A number is a major version, as
   * records had it before there were ranges.
   */
  platform: v.union([v.pipe(v.number(), v.integer(), v.minValue(1)), rangeSchema]),
  /** Of a host: the platforms of which it runs remotes. Default: its own alone. */
  provides: v.optional(v.pipe(v.array(semverSchema), v.minLength(1))),
  /** Version of the package it was built from, which ranges of other remotes refer to. */
  packageVersion: v.optional(semverSchema),
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
  /** What it adds to places of others. */
  slots: v.optional(slotsSchema),
  /** What it needs of others. */
  requires: v.optional(v.record(federatedNameSchema, requirementSchema)),
  /** What it asks for beyond the policy of pages. */
  policy: v.optional(policySchema),
  /** What its modules export. */
  shapes: v.optional(shapesSchema),
})

/** The platforms of which a host runs remotes. */
export const platformsOf = ({ provides, platform }: Pick<ReleaseRecord, 'provides' | 'platform'>): readonly string[] =>
  provides ?? [typeof platform === 'number' ? `${platform}.0.0` : platform]

/** The range of platforms that a remote runs on. */
export const platformRange = ({ platform }: Pick<ReleaseRecord, 'platform'>): string =>
  typeof platform === 'number' ? `^${platform}.0.0` : platform

/** Whether a remote runs on a host that provides these platforms. */
export const runsOn = (remote: Pick<ReleaseRecord, 'platform'>, provided: readonly string[]): boolean =>
  provided.some((version) => satisfies(version, platformRange(remote)))

export type Requirement = v.InferOutput<typeof requirementSchema>
export type ModuleShape = v.InferOutput<typeof shapesSchema>[string]
export type ReleaseRecord = v.InferOutput<typeof releaseRecordSchema>
export type Navigation = v.InferOutput<typeof navigationSchema>
