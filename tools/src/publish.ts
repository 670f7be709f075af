import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { registrySchema, type Listing, type Registry, type SignedRelease } from '@atrium/contracts'
import { digestOf, signRegistry } from '@atrium/trust'
import * as v from 'valibot'
import { registrySigners } from './keys/signers.ts'
import { storeRelease } from './store-release.ts'

/** Replaces a file at once: a reader sees the old one or the new one, a crash leaves the old one. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { flush: true })
  renameSync(draft, file)
}

/** Days a signed registry may be believed. Half of them are left when it is signed again. */
const lifetime = 90
const day = 24 * 3_600_000

function readRegistry(file: string): Registry | undefined {
  if (!existsSync(file)) return undefined
  const parsed = v.safeParse(registrySchema, JSON.parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.output
  throw new Error(`${file} is of another version of Atrium: move it away, and everything is released anew`)
}

/** A build to be published. */
export interface Build {
  readonly name: string
  readonly folder: string
  /** Why the remote is switched off. */
  readonly disabled?: string | undefined
}

async function listingOf({ name, disabled }: Build, { record, signature }: SignedRelease, before: Listing | undefined): Promise<Listing> {
  const stable = record.version
  const previous = before?.channels.stable === stable ? before.channels.previous : before?.channels.stable
  const kept = previous === undefined ? undefined : before?.releases[previous]
  return {
    name,
    base: `/releases/${name}/`,
    keys: [signature.key],
    channels: { stable, previews: {}, ...(previous === undefined ? {} : { previous }) },
    releases: { [stable]: await digestOf(record), ...(previous && kept ? { [previous]: kept } : {}) },
    ...(disabled === undefined ? {} : { disabled }),
    ...(record.navigation === undefined ? {} : { navigation: record.navigation }),
  }
}

const isFresh = ({ head, signatures }: Registry['signed'], keys: readonly string[]): boolean =>
  Date.parse(head.expires) - Date.now() > (lifetime / 2) * day && keys.every((key) => signatures.some((each) => each.key === key))

/**
 * Puts builds into the store and makes them current; the registry then lists these pieces and no others.
 * Changes nothing when nothing is new and the signature is good for a while.
 */
export async function publish(storeFolder: string, builds: readonly Build[]): Promise<void> {
  const file = path.join(storeFolder, 'registry.json')
  mkdirSync(storeFolder, { recursive: true })
  const before = readRegistry(file)
  const listed = await Promise.all(
    builds.map(async (build) => {
      const release = await storeRelease(build.folder, storeFolder)
      return [build.name, await listingOf(build, release, before?.listings[build.name])] as const
    }),
  )
  const listings = Object.fromEntries(listed)
  const signers = registrySigners()
  const keys = signers.map(({ key }) => key)
  if (before && isDeepStrictEqual(listings, before.listings) && isFresh(before.signed, keys)) return
  // Starts at the time in seconds, so that a store begun anew is not older than what browsers have seen.
  const serial = Math.max((before?.signed.head.serial ?? 0) + 1, Math.floor(Date.now() / 1000))
  const expires = new Date(Date.now() + lifetime * day)
  writeWhole(file, `${JSON.stringify(await signRegistry({ listings, serial, expires, signers }), null, 2)}\n`)
}
