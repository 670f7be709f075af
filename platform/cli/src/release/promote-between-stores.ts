import { readStoppedCanaries, storeLayout, type Store } from '@atrium/store'
import { verifyRelease } from '@atrium/trust'
import { hostName } from '../project.ts'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import pLimit from 'p-limit'
import { releaseBuilds, type ReleaseContext } from './operations.ts'
import { listed, readRegistry, type Target } from './registry.ts'
import { readBuild, readRelease } from './uploads.ts'

interface PromotionBetweenStores {
  readonly name: string
  /** Store of the environment that has the release. Only read. */
  readonly from: Store
  /** Keys that sign the registry of that store. Default: those that are trusted here. */
  readonly keys?: readonly string[] | undefined
  /** Default: what is stable there. */
  readonly version?: string | undefined
  readonly target: Target
}

const isSibling = (file: string): boolean => /\.(br|gz)$/.test(file)

/** Copies files of a store into a folder, as the build that they were. */
async function copyFiles(from: Store, prefix: string, folder: string): Promise<void> {
  const files = (await from.list(prefix)).map(({ path: file }) => file).filter((file) => !isSibling(file))
  await pLimit(4).map(files, async (file) => {
    const stored = await from.read(file)
    const target = path.resolve(folder, file.slice(prefix.length))
    if (!stored || path.relative(folder, target).startsWith('..')) return
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, stored.bytes)
  })
}

/**
 * Releases the bytes that another environment runs: its registry and the signature of the team are verified, every file
 * is compared with the record, and the record is stored here as it was signed there. All checks of a release apply:
 * team, budget, what works together. Killed half-way, the registry here is as it was, and the next call continues.
 *
 * @throws Error when the version is not in a channel there, it is retired or halted there (unless forced), a file
 *   differs, or a check refuses.
 */
export async function promoteBetweenStores(
  context: ReleaseContext,
  { name, from, keys, version, target }: PromotionBetweenStores,
): Promise<void> {
  if (name === hostName)
    throw new Error(`${name} trusts the keys it was built with. Build and release it for this environment.`)
  const { registry } = await readRegistry(from, keys)
  const listing = listed(registry?.listings ?? {}, name)
  if (listing.retired !== undefined && !context.force)
    throw new Error(`${name} is retired in ${from.location}. Use --force to release it here all the same.`)
  const wanted = version ?? listing.channels.stable
  if (!Object.hasOwn(listing.releases, wanted))
    throw new Error(
      `${name} ${wanted} is in no channel of ${from.location}. In its channels: ${Object.keys(listing.releases).join(', ')}`,
    )
  const halt = (await readStoppedCanaries(from)).find((each) => each.remote === name && each.version === wanted)
  if (halt && !context.force)
    throw new Error(
      `${name} ${wanted} was halted in ${from.location}: ${halt.reason}\nRelease a fixed version, or use --force.`,
    )
  const release = await readRelease(from, name, wanted)
  await verifyRelease(listing, release)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-promotion-'))
  try {
    await copyFiles(from, storeLayout.releaseFolder(name, wanted), folder)
    await copyFiles(from, storeLayout.mapFolder(name, wanted), folder)
    rmSync(path.join(folder, path.basename(storeLayout.release(name, wanted))), { force: true })
    const { revision: _, size: __, ...signed } = release.record
    if (!isDeepStrictEqual(readBuild(folder).record, signed))
      throw new Error(`${from.location}: record.json of ${name} ${wanted} is not the one that its team has signed`)
    await releaseBuilds(
      { ...context, reason: context.reason ?? `as in ${from.location}` },
      { folders: [folder], target, signed: [release], command: 'promote' },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
