import type { RegistryEntry, ReleaseRecord } from '@atrium/protocol'
import { getInstance } from '@module-federation/runtime'
import { moduleError } from './module-error.ts'
import { releaseUrl } from './release-url.ts'
import { copiesIn, singleOwner, type ShareScope } from './single-owner.ts'

/** Each release is a remote of its own for the runtime, so that two of them can live in one page. */
const runtimeName = (release: ReleaseRecord): string => `${release.name}@${release.version}`

function instance() {
  const host = getInstance()
  if (!host) throw new Error('The federation runtime has not started: build the shell with the host factory')
  return host
}

/** Which copy of each shared library the page has, who provides it and who uses it. */
export const shareScope = (): ShareScope => getInstance()?.shareScopeMap['default'] ?? {}

/** Evaluated with the shell, before any remote: whether a copy is the host's own. */
const ownCopies = copiesIn(shareScope())
export const isOwnCopy = (copy: object): boolean => ownCopies.has(copy)

const checkOwner = singleOwner(shareScope())

/**
 * Loads one exposed module of one release through the federation runtime. Registering happens at
 * first use: it is quadratic in the number of remotes.
 *
 * @throws AtriumError of the entry, or REMOTE_THREW / REMOTE_LOAD_FAILED of the module.
 */
export async function loadModule(entry: RegistryEntry, release: ReleaseRecord, exposed: string): Promise<unknown> {
  const host = instance()
  const name = runtimeName(release)
  host.registerRemotes([
    { name, entry: releaseUrl(entry, release, release.entry), entryGlobalName: release.global, type: 'var' },
  ])
  try {
    const module = await host.loadRemote<unknown>(`${name}/${exposed}`)
    checkOwner(shareScope())
    return module
  } catch (cause) {
    // The runtime keeps a container whose start failed; a retry must begin with a fresh one.
    host.moduleCache.delete(name)
    throw moduleError(cause, `${name}/${exposed}`)
  }
}
