import { AtriumError, type DirectoryEntry, type RegistryEntry, type ReleaseRecord } from '@atrium/protocol'
import { toModuleError } from './failures.ts'
import type { ShareScope } from './federation-runtime.ts'
import { installedRemotes, type InstalledRemote } from './installed-remotes.ts'
import type { RegistryClient } from './registry-client.ts'
import { takeTrust } from './release-files.ts'

// Replaces `federation-runtime.ts` where the remotes are compiled into the host. All around it stays:
// boundaries, retries, safe mode and the log meet a remote that cannot be late, but can still be broken.

/** There is one release of a compiled-in remote: the host's own. */
const releaseOf = ({ about, modules }: InstalledRemote): ReleaseRecord => ({
  ...about,
  schema: 1,
  version: 'local',
  entry: '',
  global: '',
  exposes: Object.fromEntries(Object.keys(modules).map((exposed) => [`./${exposed}`, []])),
  files: {},
})

const entryOf = (remote: InstalledRemote): RegistryEntry => ({
  name: remote.about.name,
  base: `/releases/${remote.about.name}/`,
  releases: [releaseOf(remote)],
  ...(remote.disabled === undefined ? {} : { disabled: remote.disabled }),
})

const entries = new Map(installedRemotes.map((remote) => [remote.about.name, entryOf(remote)]))
const modules = new Map(installedRemotes.map(({ about, modules }) => [about.name, modules]))

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
    directory: async () => [...directoryOf()],
    check: async () => undefined,
    serial: () => 0,
    switchedOff: () => [],
    outdated: () => [],
    renew: () => undefined,
  }
}

export const directoryOf = (): readonly DirectoryEntry[] =>
  installedRemotes.flatMap(({ about: { name, navigation, slots }, disabled }) =>
    disabled === undefined ? [{ name, ...(navigation ? { navigation } : {}), ...(slots ? { slots } : {}) }] : [],
  )

/** Nothing is shared at run time: there is one copy of everything. */
export const shareScope = (): ShareScope => ({})
export const isOwnCopy = (): boolean => true
