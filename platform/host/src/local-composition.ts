import { AtriumError, type DirectoryEntry, type RegistryEntry, type ReleaseRecord } from '@atrium/protocol'
import { toModuleError } from './failures.ts'
import type { ShareScope } from './federation-runtime.ts'
import { installedRemotes, type InstalledRemote } from './installed-remotes.ts'
import type { RegistryClient } from './registry-client.ts'
import { takeTrust } from './release-files.ts'

// Replaces `federation-runtime.ts` where the remotes are compiled into the host. All around it stays:
// boundaries, retries, safe mode and the log meet a remote that cannot be late, but can still be broken.

/** There is one release of a compiled-in remote: the host's own. */
const releaseOf = ({ name, contract, platform, navigation, modules }: InstalledRemote): ReleaseRecord => ({
  schema: 1,
  name,
  version: 'local',
  contract,
  platform,
  entry: '',
  global: '',
  exposes: Object.fromEntries(Object.keys(modules).map((exposed) => [`./${exposed}`, []])),
  files: {},
  ...(navigation ? { navigation } : {}),
})

const entryOf = (remote: InstalledRemote): RegistryEntry => ({
  name: remote.name,
  base: `/releases/${remote.name}/`,
  releases: [releaseOf(remote)],
  ...(remote.disabled === undefined ? {} : { disabled: remote.disabled }),
})

const entries = new Map(installedRemotes.map((remote) => [remote.name, entryOf(remote)]))
const modules = new Map(installedRemotes.map((remote) => [remote.name, remote.modules]))

async function find(name: string): Promise<RegistryEntry> {
  const entry = entries.get(name)
  if (entry) return entry
  throw new AtriumError('REMOTE_UNKNOWN', { subject: name, remedy: 'Install it and build the host again.' })
}

/** @throws AtriumError REMOTE_THREW or REMOTE_LOAD_FAILED */
export async function loadModule({ name }: RegistryEntry, _: ReleaseRecord, exposed: string): Promise<unknown> {
  try {
    return await modules.get(name)?.[exposed]?.()
  } catch (cause) {
    throw toModuleError(cause, `${name}/${exposed}`)
  }
}

export function openRegistry(): RegistryClient {
  takeTrust()
  return {
    find,
    refresh: find,
    peek: find,
    check: async () => undefined,
    serial: () => 0,
    switchedOff: () => [],
    outdated: () => [],
    renew: () => undefined,
  }
}

export const directoryOf = (): readonly DirectoryEntry[] =>
  installedRemotes.flatMap(({ name, navigation, disabled }) =>
    navigation && disabled === undefined ? [{ name, navigation }] : [],
  )

/** Nothing is shared at run time: there is one copy of everything. */
export const shareScope = (): ShareScope => ({})
export const isOwnCopy = (): boolean => true
