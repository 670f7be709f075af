import { AtriumError, type Listing, type Registry } from '@atrium/protocol'
import { parseStored, storeLayout } from '@atrium/store'
import path from 'node:path'
import type { Config } from '../config/config.ts'
import { errorMessage } from '../errors/error-facts.ts'
import type { ReleaseSource } from '../releases/release-source.ts'
import { watchedFile } from '../releases/watched-file.ts'
import { chooseReleases, type IsStopped } from './choose-releases.ts'
import { expiryWatch } from './expiry-watch.ts'
import { openRegistry, type OpenedRegistry } from './open-registry.ts'
import { highestSerial } from './highest-serial.ts'
import { nobody, type Person } from './person.ts'
import { readDevShell, readShell, type ShellRelease } from './shell-release.ts'
import { emptyRegistry, type SiteRegistry } from './site-registry.ts'
import { warnOnce } from './warn-once.ts'
import { withOverrides } from './with-overrides.ts'

/** The releases as they are now. */
export interface ReleaseStore {
  /** As one person gets it. Default: somebody who is not signed in. */
  readonly registry: (person?: Person) => Promise<SiteRegistry>
  /** Null as long as no shell was released. */
  readonly shell: (person?: Person) => Promise<ShellRelease | null>
  readonly listing: (name: string) => Promise<Listing | undefined>
  /** Everything that is listed, the shell too. */
  readonly names: () => Promise<string[]>
}

export interface ReleaseStoreOptions {
  readonly source: ReleaseSource
  readonly warn: (line: string) => void
  /**
   * Whether one that has expired is taken where none is in force: browsers then say what is wrong with it.
   * Default: false.
   */
  readonly takesExpired?: boolean
  /** Tells of canaries that nobody gets any more. */
  readonly stopped: () => Promise<IsStopped>
}

/** What is in the store and can be believed. */
interface Released {
  readonly registry: OpenedRegistry
  readonly listings: Registry['listings']
  /** The shell's releases that were asked for so far. */
  readonly shells: Map<string, ShellRelease>
  /** Tells each thing once as long as this registry is in force. */
  readonly warn: (line: string) => void
}

function checkNames({ listings }: Registry): void {
  const wrong = Object.entries(listings).find(([name, listing]) => listing.name !== name)
  if (wrong) throw new Error(`listings.${wrong[0]} says it is ${wrong[1].name}`)
}

const untrusting = (store: string) =>
  new AtriumError('REGISTRY_UNSIGNED', {
    subject: `${store} has a registry, and this server was given no key to check it with`,
    remedy: 'Set ATRIUM_REGISTRY_KEYS to what `pnpm release keys` prints.',
  })

function releasedIn(config: Config, { source, warn, takesExpired = false }: ReleaseStoreOptions): () => Promise<Released> {
  const serials = highestSerial({ config, source, warn })
  let isInForce = false
  const { current } = source.watch<Released>({
    path: storeLayout.registry,
    async parse(text) {
      const document = parseStored('registry', text)
      checkNames(document)
      if (config.registryKeys.length === 0) throw untrusting(config.store)
      const once = warnOnce(warn)
      const registry = await openRegistry(document, { config, source, seen: await serials.read(), takesExpired: takesExpired && !isInForce, warn: once })
      const shells = new Map<string, ShellRelease>()
      const { shell } = document.listings
      // Read now: a registry whose shell cannot be believed must not replace one that works.
      if (shell) shells.set(shell.channels.stable, await readShell({ config, source }, shell, shell.channels.stable))
      isInForce = true
      await serials.note(document.signed.head.serial)
      source.keep(document.listings)
      return { registry, listings: document.listings, shells, warn: once }
    },
    initial: { registry: () => emptyRegistry, listings: {}, shells: new Map(), warn },
    warn,
  })
  return current
}

/** The shell for one person: the first of theirs that can be believed, else the one that everybody gets. */
async function shellFor(config: Config, { listings, shells, warn }: Released, { source, person, stopped }: ReleaseStoreOptions & { person: Person }) {
  const listing = listings['shell']
  if (!listing) return null
  for (const version of chooseReleases(listing, person, await stopped())) {
    const known = shells.get(version)
    if (known) return known
    try {
      const read = await readShell({ config, source }, listing, version)
      shells.set(version, read)
      return read
    } catch (error) {
      warn(`shell ${version} is not served: ${errorMessage(error)}`)
    }
  }
  return null
}

export function createReleaseStore(config: Config, options: ReleaseStoreOptions): ReleaseStore {
  const { warn, stopped } = options
  const released = releasedIn(config, options)
  const { devShell } = config
  const developed =
    devShell === undefined
      ? undefined
      : watchedFile<ShellRelease | null>({
          file: path.join(devShell, 'record.json'),
          parse: () => readDevShell(config, devShell),
          initial: null,
          warn,
        })
  const watchExpiry = expiryWatch(warn)
  const configured = [...(config.overrides ?? [])].map(([remote, base]) => ({ remote, base }))
  return {
    shell: async (person = nobody) => (developed ? developed() : shellFor(config, await released(), { ...options, person })),
    listing: async (name) => (await released()).listings[name],
    names: async () => Object.keys((await released()).listings),
    async registry(person = nobody) {
      const registry = (await released()).registry(person, await stopped())
      if (registry.signed) watchExpiry(registry.signed.head)
      const overridden = await withOverrides(registry, configured)
      for (const { remote, base, refused } of overridden.overrides)
        if (refused !== undefined) warn(`${remote} is not taken from ${base}: ${refused}`)
      return overridden.registry
    },
  }
}
