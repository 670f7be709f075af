import type { PageRegistry, RegistryEntry } from '@atrium/protocol'
import { registryQuestions } from './registry-questions.ts'
import type { RegistryVerifier } from './registry-verifier.ts'

/** Puts the hashes of a release into force, so that its files may load. */
export type Trust = (base: string, files: Readonly<Record<string, string>>) => void

export interface RegistryClientOptions {
  /** The part of the registry that came with the page. */
  readonly page: PageRegistry
  readonly verifier: RegistryVerifier
  /** Told of nothing that was not verified. */
  readonly trust: Trust
  readonly fetch: typeof globalThis.fetch
}

/** Which releases of a remote exist. What the page did not bring is asked for by name, once. */
export interface RegistryClient {
  /** @throws AtriumError REMOTE_UNKNOWN, REMOTE_OFFLINE, REGISTRY_INVALID, or as the verifier. */
  readonly find: (remote: string) => Promise<RegistryEntry>
  /** Asks the server again, whatever is known. */
  readonly refresh: (remote: string) => Promise<RegistryEntry>
  /** Asks for the registry's serial. A failure is no news: it is asked again later. */
  readonly check: () => Promise<void>
  /** Remotes whose entry in this page is older than the registry is known to be. */
  readonly outdated: () => readonly string[]
  /** Lets the next `find` ask again; when that fails, what was known stays in force. */
  readonly renew: (remote: string) => void
}

interface Known {
  readonly entry: Promise<RegistryEntry>
  /** Of the registry it was read from, at least. */
  readonly serial: number
  renew: boolean
}

export function createRegistryClient({ page, verifier, trust, fetch }: RegistryClientOptions): RegistryClient {
  const known = new Map<string, Known>()
  let serial = page.signed?.head.serial ?? 0
  const admit = (entry: RegistryEntry): RegistryEntry => {
    for (const release of entry.releases) trust(`${entry.base}${release.version}/`, release.files)
    return entry
  }
  const server = registryQuestions({ verifier, fetch })
  const ask = async (remote: string): Promise<RegistryEntry> => admit(await server.entry(remote))
  const remember = (remote: string, entry: Promise<RegistryEntry>): Promise<RegistryEntry> => {
    const own = { entry, serial, renew: false }
    known.set(remote, own)
    entry.catch(() => known.get(remote) === own && known.delete(remote))
    return entry
  }
  const refresh = (remote: string): Promise<RegistryEntry> => remember(remote, ask(remote))
  const brought = [...page.entries.map(({ listing }) => listing.name), ...page.unsigned.map(({ name }) => name)]
  // What came with the page and is not to be believed may be right at its source.
  for (const name of brought) remember(name, verifier.entry(page, name).then(admit, () => ask(name))).catch(() => undefined)
  return {
    find(remote) {
      const before = known.get(remote)
      if (!before) return refresh(remote)
      return before.renew ? remember(remote, ask(remote).catch(() => before.entry)) : before.entry
    },
    refresh,
    async check() {
      serial = Math.max(serial, await server.serial().catch(() => 0))
    },
    outdated: () => [...known].filter(([, each]) => each.serial < serial && !each.renew).map(([remote]) => remote),
    renew(remote) {
      const entry = known.get(remote)
      if (entry) entry.renew = true
    },
  }
}
