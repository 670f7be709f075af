import { AtriumError, paths, registryEntrySchema, type PageRegistry, type RegistryEntry } from '@atrium/contracts'
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

export function createRegistryClient({ page, trust, fetch }: RegistryClientOptions): RegistryClient {
  const known = new Map<string, Promise<RegistryEntry>>()
  const admit = (entry: RegistryEntry): RegistryEntry => {
    for (const release of entry.releases) trust(`${entry.base}${release.version}/`, release.files)
    return entry
  }
  const ask = async (remote: string): Promise<RegistryEntry> => {
    const parsed = v.safeParse(registryEntrySchema, await request(fetch, remote))
    if (!parsed.success || parsed.output.name !== remote) throw invalid(remote, parsed.issues)
    return admit(parsed.output)
  }
  const refresh = (remote: string): Promise<RegistryEntry> => {
    const entry = ask(remote)
    known.set(remote, entry)
    entry.catch(() => known.get(remote) === entry && known.delete(remote))
    return entry
  }
  for (const entry of page.entries) known.set(entry.name, Promise.resolve(admit(entry)))
  return { find: (remote) => known.get(remote) ?? refresh(remote), refresh }
}
