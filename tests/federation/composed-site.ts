import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Registry } from '@atrium/contracts'
import { lastBuilds, publish, type Build } from '@atrium/tools'
import { removeData, startServerProcess } from '../e2e/server-process.ts'
import { serveFiles, type FileServer } from './file-server.ts'

export interface ComposedSite {
  /** Where the page is. */
  readonly origin: string
  /** Where a remote's files are: an origin of its own for each. */
  readonly remotes: ReadonlyMap<string, FileServer>
  readonly store: string
  /** Changes the registry, as a release does. */
  readonly editRegistry: (change: (registry: Registry) => void) => void
  readonly close: () => Promise<void>
}

export interface ComposedSiteOptions {
  /** Remotes beside the installed ones. */
  readonly more?: readonly Build[]
  readonly environment?: Readonly<Record<string, string>>
}

function editor(store: string): ComposedSite['editRegistry'] {
  const file = path.join(store, 'registry.json')
  return (change) => {
    const registry = JSON.parse(readFileSync(file, 'utf8')) as Registry
    change(registry)
    writeFileSync(file, JSON.stringify({ ...registry, serial: registry.serial + 1 }))
  }
}

/**
 * A whole site for a test: the real gateway and shell, and every remote on an origin of its own.
 * Usable by any host or remote: give it your builds in `more`.
 */
export async function composeSite({ more = [], environment = {} }: ComposedSiteOptions = {}): Promise<ComposedSite> {
  const store = mkdtempSync(path.join(os.tmpdir(), 'atrium-store-'))
  const builds = [...lastBuilds(), ...more]
  publish(store, builds)
  const editRegistry = editor(store)
  const remotes = new Map<string, FileServer>()
  for (const { name } of builds.filter(({ name }) => name !== 'shell')) remotes.set(name, await serveFiles(store))
  editRegistry((registry) => {
    for (const [name, entry] of Object.entries(registry.remotes)) entry.base = `${remotes.get(name)?.origin}/${name}/`
  })
  const server = await startServerProcess({ ATRIUM_STORE: store, ...environment })
  return {
    origin: server.origin,
    remotes,
    store,
    editRegistry,
    close: async () => {
      await server.stop()
      await Promise.all([...remotes.values()].map((remote) => remote.close()))
      removeData(server)
      rmSync(store, { recursive: true, force: true })
    },
  }
}
