import { type RegistryHead, AtriumError, type Listing, type Registry } from '@atrium/protocol'
import { writeAtomically, storeLayout, parseStored } from '@atrium/store'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { chooseReleases, type IsStopped, anonymous, type User } from './channels.ts'
import { errorCode, errorMessage, warnOnce } from './log.ts'
import type { Settings, Site } from './options.ts'
import { withOverrides } from './overrides.ts'
import { openRegistry, type OpenedRegistry, emptyRegistry, type SiteRegistry } from './registry.ts'
import { type ReleaseSource, watchedFile } from './release-source.ts'
import { readDevShell, readShell, type ShellRelease } from './shell-release.ts'

const day = 24 * 3_600_000

/** Milliseconds before its end from which the registry should be signed again: a third of the time it is given. */
const soon = 30 * day

const advice = 'Sign it again: pnpm release refresh.'

function lineFor({ serial, expires }: RegistryHead, left: number): string | undefined {
  if (left <= 0)
    return `the registry (serial ${serial}) has expired on ${expires.slice(0, 10)}: browsers refuse what it lists. ${advice}`
  if (left < soon)
    return `the registry (serial ${serial}) expires on ${expires.slice(0, 10)}, ${Math.ceil(left / day)} days from now: from then on browsers refuse what it lists. ${advice}`
  return undefined
}

/** Warns once when the registry in force is near its end, and once when it has expired. */
export function expiryWatch(warn: (line: string) => void, now: () => number = Date.now): (head: RegistryHead) => void {
  const logged = new Set<string>()
  return (head) => {
    const left = Date.parse(head.expires) - now()
    const state = `${head.serial} ${left <= 0}`
    const line = lineFor(head, left)
    if (line === undefined || logged.has(state)) return
    logged.add(state)
    warn(line)
  }
}

export interface HighestSerial {
  /** The highest serial of a registry that was ever in force here or, as the store says, at another gateway. */
  readonly read: () => Promise<number>
  /** Remembers one, on disk before it returns and in the store. */
  readonly note: (serial: number) => Promise<void>
}

export interface HighestSerialOptions {
  readonly site: Site
  readonly source: Pick<ReleaseSource, 'store'>
  readonly warn: (line: string) => void
}

/** The serial in a document `{ "serial": 7 }`; 0 when it is none. */
function serialIn(text: string): number {
  try {
    const document: unknown = JSON.parse(text)
    const serial: unknown =
      typeof document === 'object' && document !== null ? Reflect.get(document, 'serial') : undefined
    return typeof serial === 'number' && Number.isSafeInteger(serial) && serial > 0 ? serial : 0
  } catch {
    return 0
  }
}

const written = (serial: number): string => `${JSON.stringify({ serial })}\n`

/** Each store has serials of its own. */
function fileOf({ dataDir, store, storeAccess }: Site): string {
  const identity = JSON.stringify([storeAccess['ATRIUM_S3_ENDPOINT'] ?? '', store])
  return path.join(dataDir, 'serials', `${createHash('sha256').update(identity).digest('hex').slice(0, 16)}.json`)
}

/**
 * Keeps the highest serial of the registry beyond the life of the process, so that a gateway that is restarted with
 * an older registry, though rightly signed, refuses it. In `DATA_DIR/serials/`, which who writes into the store cannot
 * change; and in the store (`serial.json`), for gateways that are new or have lost their disk. The higher one counts.
 * To go back on purpose, sign the older content with a new serial (`pnpm release rollback`).
 */
export function highestSerial({ site, source: { store }, warn }: HighestSerialOptions): HighestSerial {
  const file = fileOf(site)
  let highest: number | undefined
  let inStore = 0

  const fromDisk = (): number => (existsSync(file) ? serialIn(readFileSync(file, 'utf8')) : 0)

  /** Compare and swap: of two gateways the one with the higher serial wins. */
  async function writeToStore(serial: number): Promise<void> {
    for (;;) {
      const found = await store.read(storeLayout.serial)
      inStore = found ? serialIn(found.bytes.toString()) : 0
      if (inStore >= serial) return
      if (await store.replace(storeLayout.serial, Buffer.from(written(serial)), found?.tag ?? null)) break
    }
    inStore = serial
  }

  const attempt = (what: string, work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => {
      // A store that only may be read, or is silent now: the disk has it.
      if (errorCode(error) !== 'STORE_UNREACHABLE')
        warn(`the highest serial of the registry cannot be ${what}: ${errorMessage(error)}`)
    })

  return {
    async read() {
      if (highest !== undefined) return highest
      await attempt('read from the store', async () => {
        inStore = serialIn((await store.read(storeLayout.serial))?.bytes.toString() ?? '')
      })
      highest = Math.max(inStore, fromDisk())
      return highest
    },
    async note(serial) {
      if (serial > fromDisk())
        await attempt('saved on disk', async () => {
          mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
          writeAtomically(file, written(serial))
        })
      highest = Math.max(highest ?? 0, serial)
      if (serial > inStore) await attempt('saved in the store', () => writeToStore(serial))
    },
  }
}

/** The releases as they are now. */
export interface ReleaseStore {
  /** As one user gets it. Default: a browser that is not signed in. */
  readonly registry: (user?: User) => Promise<SiteRegistry>
  /** Null as long as no shell was released. */
  readonly shell: (user?: User) => Promise<ShellRelease | null>
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
  /** Says which canaries are stopped. */
  readonly stopped: () => Promise<IsStopped>
}

/** What is in the store and can be verified. */
interface Released {
  readonly registry: OpenedRegistry
  readonly listings: Registry['listings']
  /** The releases of the shell requested so far. */
  readonly shells: Map<string, ShellRelease>
  /** Logs each line once as long as this registry is in force. */
  readonly warn: (line: string) => void
}

function checkNames({ listings }: Registry): void {
  const wrong = Object.entries(listings).find(([name, listing]) => listing.name !== name)
  if (wrong) throw new Error(`listings.${wrong[0]} says it is ${wrong[1].name}`)
}

const untrusting = ({ store, settingNames }: Site) =>
  new AtriumError('REGISTRY_UNSIGNED', {
    subject: `${store} has a registry, and this server was given no key to check it with`,
    remedy: `Set ${settingNames.trustedKeys} to the public key that the registry is signed with.`,
  })

const mistrusting = ({ settingNames }: Site, cause: unknown) =>
  new AtriumError('REGISTRY_UNSIGNED', {
    subject: `no signature of it is by a key of ${settingNames.trustedKeys}`,
    remedy: `Set ${settingNames.trustedKeys} to the public key of who releases, or let them sign the registry with a key that is named there.`,
    cause,
  })

function releasedIn(site: Site, { source, warn, takesExpired = false }: ReleaseStoreOptions): () => Promise<Released> {
  const serials = highestSerial({ site, source, warn })
  let isInForce = false
  const { current } = source.watch<Released>({
    path: storeLayout.registry,
    async parse(text) {
      const document = parseStored('registry', text)
      checkNames(document)
      if (site.trustedKeys.length === 0) throw untrusting(site)
      const once = warnOnce(warn)
      const registry = await openRegistry(document, {
        site,
        source,
        seen: await serials.read(),
        takesExpired: takesExpired && !isInForce,
        warn: once,
      }).catch((error: unknown) => {
        throw errorCode(error) === 'REGISTRY_UNSIGNED' ? mistrusting(site, error) : error
      })
      const shells = new Map<string, ShellRelease>()
      const { shell } = document.listings
      // Read now: a registry whose shell cannot be verified must not replace one that works.
      if (shell)
        shells.set(
          shell.channels.stable,
          await readShell({ basePath: site.basePath, source }, shell, shell.channels.stable),
        )
      isInForce = true
      await serials.note(document.signed.head.serial)
      source.prune(document.listings)
      return { registry, listings: document.listings, shells, warn: once }
    },
    initial: { registry: () => emptyRegistry, listings: {}, shells: new Map(), warn },
    warn,
  })
  return current
}

/** The shell for one user: the first of theirs that can be verified, else the stable one. */
async function shellFor(
  site: Site,
  { listings, shells, warn }: Released,
  { source, user, stopped }: ReleaseStoreOptions & { user: User },
) {
  const listing = listings['shell']
  if (!listing) return null
  for (const version of chooseReleases(listing, user, await stopped())) {
    const known = shells.get(version)
    if (known) return known
    try {
      const read = await readShell({ basePath: site.basePath, source }, listing, version)
      shells.set(version, read)
      return read
    } catch (error) {
      warn(`shell ${version} is not served: ${errorMessage(error)}`)
    }
  }
  return null
}

/** A site, and what of it a development tool serves from elsewhere. */
export type DevelopedSite = Site & Partial<Pick<Settings, 'devShell' | 'overrides'>>

export function createReleaseStore(site: DevelopedSite, options: ReleaseStoreOptions): ReleaseStore {
  const { warn, stopped } = options
  const released = releasedIn(site, options)
  const { devShell } = site
  const developed =
    devShell === undefined
      ? undefined
      : watchedFile<ShellRelease | null>({
          file: path.join(devShell, 'record.json'),
          parse: () => readDevShell(site.basePath, devShell),
          initial: null,
          warn,
        })
  const watchExpiry = expiryWatch(warn)
  const configured = [...(site.overrides ?? [])].map(([remote, base]) => ({ remote, base }))
  return {
    shell: async (user = anonymous) =>
      developed ? developed() : shellFor(site, await released(), { ...options, user }),
    listing: async (name) => (await released()).listings[name],
    names: async () => Object.keys((await released()).listings),
    async registry(user = anonymous) {
      const registry = (await released()).registry(user, await stopped())
      if (registry.signed) watchExpiry(registry.signed.head)
      const overridden = await withOverrides(registry, configured)
      for (const { remote, base, refused } of overridden.overrides)
        if (refused !== undefined) warn(`${remote} is not taken from ${base}: ${refused}`)
      return overridden.registry
    },
  }
}
