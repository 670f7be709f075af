import * as v from 'valibot'
import { channelNameSchema, flagsSchema, flagStatesSchema } from './flags.ts'
import { changeRecordSchema } from './history.ts'
import { policySchema } from './policy.ts'
import { navigationSchema, releaseRecordSchema, remoteNameSchema, versionSchema } from './release-record.ts'
import { slotsSchema } from './slots.ts'

/** Ed25519 public key (RFC 8032): 32 bytes, base64url without padding. */
export const publicKeySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** SHA-256: 32 bytes, base64url without padding. */
export const digestSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/))

/** Ed25519 signature, and the public key it was made for. */
export const signatureSchema = v.strictObject({
  key: publicKeySchema,
  value: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/)),
})

export type Signature = v.InferOutput<typeof signatureSchema>

/** Path or absolute http(s) URL with a slash at its end; below it is `<version>/<file>`. */
const baseSchema = v.pipe(v.string(), v.regex(/^(https?:\/\/[^/?#\s]+)?\/([\w.~-]+\/)*$/))

/** Why the operator has switched a remote off; absent when it is on. */
const disabledSchema = v.optional(v.string())

/** Which release is for whom. */
export const channelsSchema = v.strictObject({
  /** For all users who are in no other channel. */
  stable: versionSchema,
  /** What stable falls back on, and what a rollback returns to. */
  previous: v.optional(versionSchema),
  canary: v.optional(
    v.strictObject({
      version: versionSchema,
      /** Of all people, 0 to 100; who is in stays in while it grows. */
      percent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
      /** Groups of the gateway's configuration that are in, whatever the percentage. */
      cohorts: v.array(channelNameSchema),
    }),
  ),
  /** By the name in the link: `?preview=inbox:new-list`. */
  previews: v.record(channelNameSchema, versionSchema),
})

/** What the registry says of one remote (or of the shell): a leaf of the signed tree. */
export const listingSchema = v.strictObject({
  name: remoteNameSchema,
  base: baseSchema,
  disabled: disabledSchema,
  /** It is in no page any more; open tabs may load it until then. */
  retired: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  /** Of the stable release. */
  navigation: v.optional(navigationSchema),
  /** Of the stable release. */
  slots: v.optional(slotsSchema),
  /** Remotes of which one of its releases needs something. */
  needs: v.optional(v.array(remoteNameSchema)),
  /** Of the host: the flags of this environment. */
  flags: v.optional(flagsSchema),
  /** Of the host: remote → what the operator has granted it of the policy that it asks for. */
  grants: v.optional(v.record(remoteNameSchema, policySchema)),
  /** Keys that may sign its releases: those of its own team. */
  keys: v.pipe(v.array(publicKeySchema), v.minLength(1)),
  channels: channelsSchema,
  /** Every release that may run → SHA-256 of its record in canonical form. */
  releases: v.record(versionSchema, digestSchema),
})

/** A release record, signed by its team. */
export const signedReleaseSchema = v.strictObject({
  record: releaseRecordSchema,
  signature: signatureSchema,
})

/** The small document all trust hangs on. Roles as in The Update Framework: this is snapshot and timestamp in one. */
export const registryHeadSchema = v.strictObject({
  schema: v.literal(2),
  /** Grows with every change; one that is lower than one seen before is a replay. */
  serial: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Not to be believed from this moment on. */
  expires: v.pipe(v.string(), v.isoTimestamp()),
  /** Number of listings. */
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Merkle tree hash (RFC 9162, section 2.1) over all listings in the order of their names. */
  root: digestSchema,
})

export const signedHeadSchema = v.strictObject({
  head: registryHeadSchema,
  /** One for each registry key in force: two while keys are being changed. */
  signatures: v.pipe(v.array(signatureSchema), v.minLength(1)),
})

/** The registry as stored. */
export const registrySchema = v.strictObject({
  signed: signedHeadSchema,
  listings: v.record(remoteNameSchema, listingSchema),
  /** What this registry changed; written to `history/` by the next command, if not at once. */
  change: v.optional(changeRecordSchema),
})

/** A listing with its proof, and the releases of it to be tried, in this order. */
export const provenEntrySchema = v.strictObject({
  listing: listingSchema,
  /** Index of the listing among all, from 0. */
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Inclusion proof (RFC 9162, section 2.1.3), from the leaf upwards. */
  proof: v.pipe(v.array(digestSchema), v.maxLength(32)),
  releases: v.pipe(v.array(signedReleaseSchema), v.minLength(1)),
  /** Switched off by the gateway's own configuration: needs no signature, for it runs nothing. */
  disabled: disabledSchema,
})

/**
 * A remote as the shell uses it once everything is verified; `releases[0]` is current, the rest are fallbacks.
 * Comes over the network unproven for a remote on a dev server only, in a page that allows it.
 */
export const registryEntrySchema = v.strictObject({
  name: remoteNameSchema,
  base: baseSchema,
  disabled: disabledSchema,
  releases: v.pipe(v.array(releaseRecordSchema), v.minLength(1)),
})

/** What a host needs of a remote before it loads anything of it: its place in the navigation and in slots. */
export const directoryEntrySchema = v.strictObject({
  name: remoteNameSchema,
  navigation: v.optional(navigationSchema),
  slots: v.optional(slotsSchema),
})

/** The part of the registry that a page starts with, or requests later. */
export const pageRegistrySchema = v.strictObject({
  /** Null as long as nothing was released. */
  signed: v.nullable(signedHeadSchema),
  /** Remotes this page starts with, or the one requested; others are fetched by name. */
  entries: v.array(provenEntrySchema),
  /** Remotes taken from dev servers. */
  unsigned: v.array(registryEntrySchema),
  /** In the order of the navigation, remotes without an item last. */
  directory: v.array(directoryEntrySchema),
  /** The directory has only what a page starts with; the rest is fetched. Default: it is whole. */
  partial: v.optional(v.literal(true)),
  /** Flags as they are for this user. Default: unknown, those known before stay in force. */
  flags: v.optional(flagStatesSchema),
  /** What the policy of this page permits beside the rest, by the remote that it was granted to. Default: nothing. */
  grants: v.optional(v.record(remoteNameSchema, policySchema)),
  /** Remotes whose grants the policy of this page lacks: their addresses are opened by loading the page. Default: none. */
  ownPages: v.optional(v.array(remoteNameSchema)),
})

export type Channels = v.InferOutput<typeof channelsSchema>
export type Listing = v.InferOutput<typeof listingSchema>
export type SignedRelease = v.InferOutput<typeof signedReleaseSchema>
export type RegistryHead = v.InferOutput<typeof registryHeadSchema>
export type SignedHead = v.InferOutput<typeof signedHeadSchema>
export type Registry = v.InferOutput<typeof registrySchema>
export type ProvenEntry = v.InferOutput<typeof provenEntrySchema>
export type RegistryEntry = v.InferOutput<typeof registryEntrySchema>
export type DirectoryEntry = v.InferOutput<typeof directoryEntrySchema>
export type PageRegistry = v.InferOutput<typeof pageRegistrySchema>
