import { storeLayout, readStoppedCanaries, type Store } from '@atrium/store'
import { verifyRelease } from '@atrium/trust'
import type { Listing, SignedRelease } from '@atrium/protocol'
import pLimit from 'p-limit'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { registrySigners } from '../keys.ts'
import { hostName } from '../project.ts'
import { releaseBuilds, type ReleaseContext } from './operations.ts'
import { listed, readRegistry, type Target } from './registry.ts'
import { readRelease } from './uploads.ts'

// `atrium promote --from-store`: what one environment has tried goes to another as the same bytes under the same signature.

interface StorePromotion {
  readonly name: string
  /** The store that has the release. */
  readonly from: Store
  /** Public keys, one of which has signed the registry there. Default: those that are trusted here. */
  readonly keys?: readonly string[] | undefined
  /** One that is in a channel there. Default: the stable one. */
  readonly version?: string | undefined
  readonly target: Target
}

function versionIn({ name, channels, releases }: Listing, { from, version = channels.stable }: StorePromotion): string {
  if (Object.hasOwn(releases, version)) return version
  throw new Error(
    `${name} ${version} is in no channel of ${from.location}. Available: ${Object.keys(releases).join(', ')}`,
  )
}

/** @throws Error when the release was found to be faulty there. */
async function requireHealthy({ force }: ReleaseContext, { name, from }: StorePromotion, version: string) {
  const halt = (await readStoppedCanaries(from)).find((each) => each.remote === name && each.version === version)
  if (halt && !force)
    throw new Error(
      `${name} ${version} was halted in ${from.location}: ${halt.reason}\nRelease a fixed version, or use --force.`,
    )
}

/** A host has the registry's public keys in its bytes: in an environment with other keys its pages would refuse everything. */
function requireKeysOfHost({ force }: ReleaseContext, { from }: StorePromotion, signedBy: readonly string[]): void {
  if (force || registrySigners().some(({ key }) => signedBy.includes(key))) return
  throw new Error(
    `The host in ${from.location} trusts the registry key ${signedBy.map((key) => key.slice(0, 8)).join(', ')}, and the registry here is ` +
      `signed with ${registrySigners()
        .map(({ key }) => key.slice(0, 8))
        .join(', ')}.\n` +
      'Build it with both keys in ATRIUM_REGISTRY_KEYS and use --force, or build and release it here.',
  )
}

/** Compressed siblings are made by the store that files are written to. */
const isMade = (file: string): boolean => /\.(br|gz)$/.test(file) || file === 'release.json'

/** Writes what a store has of a release to a folder like that of its build. */
async function download(from: Store, { record }: SignedRelease, folder: string): Promise<void> {
  const { name, version } = record
  const below = [storeLayout.releaseFolder(name, version), storeLayout.mapFolder(name, version)]
  const files = await Promise.all(
    below.map(async (prefix) =>
      (await from.list(prefix)).map(({ path: file }) => ({ file, local: file.slice(prefix.length) })),
    ),
  )
  await pLimit(4).map(
    files.flat().filter(({ local }) => !isMade(local)),
    async ({ file, local }) => {
      const stored = await from.read(file)
      if (!stored) throw new Error(`${file} has gone from ${from.location}`)
      const target = path.join(folder, local)
      mkdirSync(path.dirname(target), { recursive: true })
      writeFileSync(target, stored.bytes)
    },
  )
  writeFileSync(path.join(folder, 'record.json'), JSON.stringify(record))
}

/**
 * Releases here what another store has, with every check of a release: the registry there must be signed, the record by
 * the package's team, each script and stylesheet must be the one that was signed, its key must be one of the package's here, and
 * budgets and what works together are checked before anything is uploaded. Killed half-way, no page has changed, and the next
 * attempt continues.
 *
 * @throws Error naming what refuses it.
 */
export async function promoteFromStore(context: ReleaseContext, promotion: StorePromotion): Promise<void> {
  const { name, from, keys, target } = promotion
  const { registry } = await readRegistry(from, keys)
  if (!registry) throw new Error(`${from.location} has no releases`)
  const listing = listed(registry.listings, name)
  if (listing.retired !== undefined && !context.force)
    throw new Error(`${name} is retired in ${from.location}. --force promotes it all the same`)
  const version = versionIn(listing, promotion)
  await requireHealthy(context, promotion, version)
  if (name === hostName)
    requireKeysOfHost(
      context,
      promotion,
      registry.signed.signatures.map(({ key }) => key),
    )
  const release = await readRelease(from, name, version)
  await verifyRelease(listing, release)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-promotion-'))
  try {
    await download(from, release, folder)
    await releaseBuilds(context, {
      folders: [folder],
      target,
      signed: [release],
      command: `promote from ${from.location} (serial ${registry.signed.head.serial})`,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
