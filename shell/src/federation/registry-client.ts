import { AtriumError, pageRegistrySchema, paths, registryEntrySchema, type PageRegistry, type RegistryEntry } from '@atrium/contracts'
import * as v from 'valibot'
import { siteUrl } from '../site.ts'

/** Puts the hashes of a release into force, so that its files may load. */
export type Trust = (base: string, files: Readonly<Record<string, string>>) => void

export interface RegistryClientOptions {
  /** The part of the registry that came with the page. */
  readonly page: PageRegistry
  readonly trust: Trust
  readonly fetch: typeof globalThis.fetch
}

/** Which releases of a remote exist. What the page did not bring is asked for by name, once. */
export interface RegistryClient {
  /** @throws AtriumError REMOTE_UNKNOWN, REGISTRY_INVALID or REMOTE_OFFLINE. */
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

const invalid = (remote: string, cause: unknown) =>
  new AtriumError('REGISTRY_INVALID', { subject: `entry of ${remote}`, remedy: 'Release the remote again.', cause })

async function request(fetch: typeof globalThis.fetch, remote: string): Promise<unknown> {
  const url = siteUrl(`${paths.registry}/${encodeURIComponent(remote)}`)
  const response = await fetch(url, { cache: 'no-store' }).catch((cause: unknown) => {
    throw new AtriumError('REMOTE_OFFLINE', { subject: remote, remedy: 'Connect and retry.', cause })
  })
  if (response.status === 404) {
    throw new AtriumError('REMOTE_UNKNOWN', { subject: remote, remedy: 'Release it, or correct its name.' })
  }
  if (!response.ok) throw invalid(remote, new Error(`The registry answered ${response.status}`))
  return response.json()
}

async function newestSerial(fetch: typeof globalThis.fetch): Promise<number> {
  const response = await fetch(siteUrl(paths.registry), { cache: 'no-store' })
  return response.ok ? v.parse(pageRegistrySchema, await response.json()).serial : 0
}

export function createRegistryClient({ page, trust, fetch }: RegistryClientOptions): RegistryClient {
  const known = new Map<string, Known>()
  let serial = page.serial
  const admit = (entry: RegistryEntry): RegistryEntry => {
    for (const release of entry.releases) trust(`${entry.base}${release.version}/`, release.files)
    return entry
  }
  const ask = async (remote: string): Promise<RegistryEntry> => {
    const parsed = v.safeParse(registryEntrySchema, await request(fetch, remote))
    if (!parsed.success || parsed.output.name !== remote) throw invalid(remote, parsed.issues)
    return admit(parsed.output)
  }
  const remember = (remote: string, entry: Promise<RegistryEntry>): Promise<RegistryEntry> => {
    const own = { entry, serial, renew: false }
    known.set(remote, own)
    entry.catch(() => known.get(remote) === own && known.delete(remote))
    return entry
  }
  const refresh = (remote: string): Promise<RegistryEntry> => remember(remote, ask(remote))
  for (const entry of page.entries) void remember(entry.name, Promise.resolve(admit(entry)))
  return {
    find(remote) {
      const before = known.get(remote)
      if (!before) return refresh(remote)
      return before.renew ? remember(remote, ask(remote).catch(() => before.entry)) : before.entry
    },
    refresh,
    async check() {
      serial = Math.max(serial, await newestSerial(fetch).catch(() => 0))
    },
    outdated: () => [...known].filter(([, each]) => each.serial < serial && !each.renew).map(([remote]) => remote),
    renew(remote) {
      const entry = known.get(remote)
      if (entry) entry.renew = true
    },
  }
}
