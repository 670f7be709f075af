import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Registry, ReleaseRecord } from '@atrium/contracts'
import { removeData, startServerProcess } from '../e2e/server-process.ts'
import type { Fixture } from './build-fixtures.ts'
import { serveFiles, type FileServer } from './file-server.ts'

export interface ComposedSite {
  /** Where the page is. */
  readonly origin: string
  /** Where a remote's files are: an origin of its own for each. */
  readonly remotes: ReadonlyMap<string, FileServer>
  /** Folder of all releases: `<name>/<version>/<file>`. */
  readonly store: string
  /** Changes the registry, as a release does. */
  readonly editRegistry: (change: (registry: Registry) => void) => void
  /** Puts a build into the store and makes it current; what was current is its predecessor. */
  readonly release: (name: string, folder: string) => ReleaseRecord
  readonly close: () => Promise<void>
}

export interface ComposedSiteOptions {
  /** Remotes beside the installed ones. */
  readonly more?: readonly Fixture[]
  readonly environment?: Readonly<Record<string, string>>
}

/** Set by the browser tests' global setup; see tests/e2e/publish-builds.ts. */
const storeFolder = process.env['ATRIUM_STORE'] ?? path.resolve(import.meta.dirname, '../../dist/test-store')

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

const recordIn = (folder: string): ReleaseRecord => readJson(path.join(folder, 'record.json')) as ReleaseRecord

/** Copies a build into a store of releases. */
function keep(store: string, folder: string): ReleaseRecord {
  const record = recordIn(folder)
  cpSync(folder, path.join(store, record.name, record.version), { recursive: true })
  return record
}

/** What was built and published last, in a store of the test's own: nobody else changes or rebuilds it. */
function copyInstalled(store: string): Registry {
  const registry = readJson(path.join(storeFolder, 'registry.json')) as Registry
  const { version } = readJson(path.join(storeFolder, 'shell.json')) as { version: string }
  cpSync(path.join(storeFolder, 'shell.json'), path.join(store, 'shell.json'))
  keep(store, path.join(storeFolder, 'shell', version))
  for (const { name, releases } of Object.values(registry.remotes)) {
    for (const release of releases) keep(store, path.join(storeFolder, name, release.version))
  }
  return registry
}

/**
 * A whole site for a test: the real gateway and shell, and every remote on an origin of its own.
 * Usable by any host or remote: give it your builds in `more`.
 */
export async function composeSite({ more = [], environment = {} }: ComposedSiteOptions = {}): Promise<ComposedSite> {
  const store = mkdtempSync(path.join(os.tmpdir(), 'atrium-store-'))
  const file = path.join(store, 'registry.json')
  let registry = copyInstalled(store)
  const editRegistry: ComposedSite['editRegistry'] = (change) => {
    change(registry)
    registry = { ...registry, serial: registry.serial + 1 }
    writeFileSync(file, JSON.stringify(registry))
  }
  for (const { name, folder, previous } of more) {
    const releases = [folder, ...(previous === undefined ? [] : [previous])].map((each) => keep(store, each))
    registry.remotes[name] = { name, base: '/', releases }
  }
  const remotes = new Map<string, FileServer>()
  for (const name of Object.keys(registry.remotes)) remotes.set(name, await serveFiles(store))
  editRegistry(({ remotes: entries }) => {
    for (const [name, entry] of Object.entries(entries)) entry.base = `${remotes.get(name)?.origin}/${name}/`
  })
  const server = await startServerProcess({ ATRIUM_STORE: store, ...environment })
  return {
    origin: server.origin,
    remotes,
    store,
    editRegistry,
    release(name, folder) {
      const record = keep(store, folder)
      editRegistry(({ remotes: entries }) => {
        const entry = entries[name]
        if (!entry) throw new Error(`${name} is not in the registry`)
        entry.releases = [record, ...entry.releases.filter(({ version }) => version !== record.version)]
      })
      return record
    },
    close: async () => {
      await server.stop()
      await Promise.all([...remotes.values()].map((remote) => remote.close()))
      removeData(server)
      rmSync(store, { recursive: true, force: true })
    },
  }
}
