import { generateKeyPairSync, sign } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { vendorFile, type Listing, type Registry, type RegistryEntry, type ReleaseRecord } from '@atrium/protocol'
import { registrySigners } from '@atrium/cli'
import { digestOf, signRegistry, signValue, type Signer } from '@atrium/trust'
import { removeData, startServerProcess } from '../e2e/server-process.ts'
import type { Fixture } from './build-fixtures.ts'
import { serveFiles, type FileServer } from './file-server.ts'

/** The registry as a test thinks of it; it is signed when it is written. */
export interface SiteModel {
  /** Releases newest first: what stable is, and what it falls back on. */
  readonly remotes: Record<string, RegistryEntry>
  /** By remote: what some get instead of stable. */
  readonly canaries: Record<string, { readonly record: ReleaseRecord; readonly percent: number }>
  /** By remote: what the operator has granted it. */
  readonly grants: NonNullable<Listing['grants']>
  /** Feature flags of the environment. */
  readonly flags: NonNullable<Listing['flags']>
}

export interface ComposedSite {
  /** Where the page is. */
  readonly origin: string
  /** Where a remote's files are: an origin of its own for each. */
  readonly remotes: ReadonlyMap<string, FileServer>
  /** Folder of all releases: `<name>/<version>/<file>`. */
  readonly store: string
  /** Changes the registry, as a release does. */
  readonly editRegistry: (change: (model: SiteModel) => void) => Promise<void>
  /** Puts a build into the store and makes it current; what was current is its predecessor. */
  readonly release: (name: string, folder: string) => Promise<ReleaseRecord>
  /** Puts a build into the store and gives it to a percentage of people. */
  readonly tryOut: (name: string, folder: string, percent: number) => Promise<ReleaseRecord>
  /** Violations of a policy that pages have reported since the last call. */
  readonly takeViolations: () => string[]
  readonly close: () => Promise<void>
}

export interface ComposedSiteOptions {
  /** Remotes beside the installed ones. */
  readonly more?: readonly Fixture[]
  /** Folder of another build of the host. Default: what was installed last. */
  readonly host?: string | undefined
  readonly environment?: Readonly<Record<string, string>>
}

/** Set by the browser tests' global setup; see tests/e2e/publish-builds.ts. */
const storeFolder = process.env['ATRIUM_STORE'] ?? path.resolve(import.meta.dirname, '../../dist/test-store')

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** The team of every remote that a test brings. */
const team: Signer = (() => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { key: publicKey.export({ format: 'jwk' }).x ?? '', sign: async (bytes) => sign(null, bytes, privateKey) }
})()

/** Copies a build into a store of releases, signed. */
async function keep(store: string, folder: string): Promise<ReleaseRecord> {
  const record = readJson(path.join(folder, 'record.json')) as ReleaseRecord
  const target = path.join(store, record.name, record.version)
  cpSync(folder, target, { recursive: true })
  // Libraries lie beside the releases that use them.
  for (const file of Object.keys(record.files)) {
    const vendor = vendorFile(file)
    if (vendor !== undefined) cpSync(path.join(folder, file), path.join(store, record.name, 'vendor', vendor))
  }
  const release = { record, signature: await signValue('release', record, team) }
  writeFileSync(path.join(target, 'release.json'), JSON.stringify(release))
  return record
}

/** What was built and published last, in a store of the test's own: no other test changes or rebuilds it. */
async function copyInstalled(store: string): Promise<{ model: SiteModel; shell: Listing }> {
  const { listings } = readJson(path.join(storeFolder, 'registry.json')) as Registry
  const { shell, ...installed } = listings
  if (!shell) throw new Error(`${storeFolder} has no shell`)
  for (const folder of [shell.channels.stable, 'vendor']) {
    cpSync(path.join(storeFolder, 'shell', folder), path.join(store, 'shell', folder), { recursive: true })
  }
  const remotes: SiteModel['remotes'] = {}
  for (const { name, base, channels } of Object.values(installed)) {
    const versions = [channels.stable, channels.previous].filter((version) => version !== undefined)
    const releases = await Promise.all(versions.map((version) => keep(store, path.join(storeFolder, name, version))))
    remotes[name] = { name, base, releases }
  }
  return { model: { remotes, canaries: {}, grants: {}, flags: {} }, shell }
}

async function listingOf(
  { name, base, disabled, releases }: RegistryEntry,
  canary: SiteModel['canaries'][string] | undefined,
): Promise<Listing> {
  const [stable = '', previous] = releases.map(({ version }) => version)
  const { navigation, slots } = releases[0] ?? {}
  const listed = [...releases, ...(canary ? [canary.record] : [])]
  return {
    name,
    base,
    keys: [team.key],
    channels: {
      stable,
      previews: {},
      ...(previous === undefined ? {} : { previous }),
      ...(canary ? { canary: { version: canary.record.version, percent: canary.percent, cohorts: [] } } : {}),
    },
    releases: Object.fromEntries(
      await Promise.all(listed.map(async (record) => [record.version, await digestOf(record)])),
    ),
    ...(disabled === undefined ? {} : { disabled }),
    ...(navigation === undefined ? {} : { navigation }),
    ...(slots === undefined ? {} : { slots }),
  }
}

const hour = 3_600_000

async function writeRegistry(
  store: string,
  { remotes, canaries, grants, flags }: SiteModel,
  { shell, serial }: { shell: Listing; serial: number },
): Promise<void> {
  const listed = await Promise.all(Object.values(remotes).map((entry) => listingOf(entry, canaries[entry.name])))
  const listings = Object.fromEntries(
    [{ ...shell, grants, flags }, ...listed].map((listing) => [listing.name, listing]),
  )
  const expires = new Date(Date.now() + hour)
  const registry = await signRegistry({ listings, serial, expires, signers: registrySigners() })
  const file = path.join(store, 'registry.json')
  writeFileSync(`${file}.new`, JSON.stringify(registry))
  renameSync(`${file}.new`, file)
}

/**
 * A whole site for a test: the real gateway and shell, and every remote on an origin of its own.
 * Usable by any host or remote: give it your builds in `more`.
 */
export async function composeSite({
  more = [],
  host,
  environment = {},
}: ComposedSiteOptions = {}): Promise<ComposedSite> {
  const store = mkdtempSync(path.join(os.tmpdir(), 'atrium-store-'))
  const { model, shell: installed } = await copyInstalled(store)
  const shell =
    host === undefined ? installed : await listingOf({ ...installed, releases: [await keep(store, host)] }, undefined)
  let serial = 0
  const editRegistry: ComposedSite['editRegistry'] = (change) => {
    change(model)
    return writeRegistry(store, model, { shell, serial: ++serial })
  }
  for (const { name, folder, previous } of more) {
    const folders = [folder, ...(previous === undefined ? [] : [previous])]
    model.remotes[name] = { name, base: '/', releases: await Promise.all(folders.map((each) => keep(store, each))) }
  }
  const remotes = new Map<string, FileServer>()
  for (const name of Object.keys(model.remotes)) remotes.set(name, await serveFiles(store))
  await editRegistry(({ remotes: entries }) => {
    for (const [name, entry] of Object.entries(entries)) entry.base = `${remotes.get(name)?.origin}/${name}/`
  })
  const server = await startServerProcess({ ATRIUM_STORE: store, ...environment })
  return {
    origin: server.origin,
    remotes,
    store,
    editRegistry,
    async release(name, folder) {
      const record = await keep(store, folder)
      await editRegistry(({ remotes: entries }) => {
        const entry = entries[name]
        if (!entry) throw new Error(`${name} is not in the registry`)
        entry.releases = [record, ...entry.releases.filter(({ version }) => version !== record.version)].slice(0, 2)
      })
      return record
    },
    async tryOut(name, folder, percent) {
      const record = await keep(store, folder)
      await editRegistry(({ canaries }) => void (canaries[name] = { record, percent }))
      return record
    },
    takeViolations: server.takeViolations,
    close: async () => {
      await server.stop()
      await Promise.all([...remotes.values()].map((remote) => remote.close()))
      removeData(server)
      rmSync(store, { recursive: true, force: true })
    },
  }
}
