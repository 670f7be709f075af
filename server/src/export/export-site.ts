import { mailFrameDocument } from '@atrium/configs/security'
import { AtriumError } from '@atrium/protocol'
import type { Boot } from '@atrium/mail-contracts'
import { storeLayout, writeWhole, type Store } from '@atrium/store'
import { cpSync, existsSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../config/config.ts'
import { originsOf } from '../gateway/origins-of.ts'
import { pageHtml } from '../gateway/page-html.ts'
import { entriesOf, landingRemote, pageRegistry } from '../gateway/page-registry.ts'
import { createReleaseStore, type ReleaseStore } from '../gateway/release-store.ts'
import type { ShellRelease } from '../gateway/shell-release.ts'
import type { SiteRegistry } from '../gateway/site-registry.ts'
import { openReleaseSource } from '../releases/open-release-source.ts'
import { nginxConfig, noncePlaceholder } from './nginx-config.ts'

export interface ExportOptions {
  readonly config: Config
  /** Absolute path. What an earlier export left there is replaced file by file; old releases stay for open tabs. */
  readonly folder: string
  readonly https: boolean
  /** For nginx: `host:port` or `port`. */
  readonly listen: string
  /** Where the Atrium server answers for sessions and mail. */
  readonly server: string
  readonly brotli: boolean
  readonly warn: (line: string) => void
}

/** What was written. */
export interface Exported {
  readonly pages: readonly string[]
  readonly releases: number
}

const isPublic = (file: string): boolean => !/(\.map|index\.html(\.br|\.gz)?)$/.test(file)

interface Stored {
  readonly store: Store
  readonly releases: ReleaseStore
}

async function copyFiles(store: Store, from: string, to: string): Promise<void> {
  const files = (await store.list(from)).map(({ path: file }) => file.slice(from.length)).filter(isPublic)
  await Promise.all(
    files.map(async (file) => {
      const target = path.join(to, file)
      // By their names they are the same as long as they are there.
      const stored = existsSync(target) ? undefined : await store.read(`${from}${file}`)
      if (stored) writeWhole(target, stored.bytes)
    }),
  )
}

/** Copies every release that may run; one that is there already is as it was, for a release never changes. */
async function copyReleases({ folder }: ExportOptions, { store, releases }: Stored, names: readonly string[]): Promise<number> {
  let count = 0
  for (const name of names) {
    // Files of libraries lie beside the releases that use them.
    await copyFiles(store, storeLayout.vendorFolder(name), path.join(folder, 'releases', storeLayout.vendorFolder(name)))
    for (const version of Object.keys((await releases.listing(name))?.releases ?? {})) {
      const target = path.join(folder, 'releases', name, version)
      count++
      if (existsSync(target)) continue
      const draft = `${target}.${process.pid}`
      await copyFiles(store, storeLayout.releaseFolder(name, version), draft)
      renameSync(draft, target)
    }
  }
  return count
}

interface Site {
  readonly registry: SiteRegistry
  readonly shell: ShellRelease
}

/** A page that knows nobody: it asks the server who is there. */
async function pageFor({ config }: ExportOptions, { registry, shell }: Site, name: string): Promise<string> {
  const [remote, landing] = await Promise.all([registry.remote(name), registry.remote(landingRemote)])
  const boot: Boot = {
    basePath: config.basePath,
    product: { mailDomain: config.mailDomain, signUp: config.signUp, demo: null },
    session: null,
    asksForSession: true,
    registry: pageRegistry(registry, [remote, landing]),
  }
  return pageHtml({ shell, remote: remote?.entry, local: name, nonce: noncePlaceholder, unsigned: [], boot })
}

async function writeRegistry({ folder }: ExportOptions, registry: SiteRegistry, names: readonly string[]): Promise<void> {
  const { signed, directory } = registry
  const write = (name: string, answer: object): void => writeWhole(path.join(folder, 'registry', `${name}.json`), JSON.stringify(answer))
  for (const name of names) write(name, { signed, ...entriesOf([await registry.remote(name)]), directory: [] })
  write('index', { signed, entries: [], unsigned: [], directory })
}

const nothingReleased = (store: string) =>
  new AtriumError('REGISTRY_INVALID', { subject: `${store} has no shell that can be believed`, remedy: 'Release one first: `pnpm release shell`.' })

/**
 * Writes the site as files, with a configuration for nginx: the same pages, policies and releases without
 * the gateway. Everybody gets the stable releases; sessions and mail are still the server's.
 *
 * @throws AtriumError REGISTRY_INVALID when nothing was released.
 */
export async function exportSite(options: ExportOptions): Promise<Exported> {
  const { config, folder, warn } = options
  const source = openReleaseSource(config, warn)
  const releases = createReleaseStore(config, { source, warn, stopped: async () => () => true })
  const [registry, shell] = [await releases.registry(), await releases.shell()]
  if (!shell) throw nothingReleased(config.store)
  const names = await releases.names()
  const remotes = names.filter((name) => name !== 'shell')
  // Files first, then what names them: whoever asks meanwhile gets the old site or the new one.
  const count = await copyReleases(options, { store: source.store, releases }, names)
  if (shell.icon) cpSync(path.join(shell.folder, 'favicon.svg'), path.join(folder, 'favicon.svg'))
  writeWhole(path.join(folder, 'mail-frame.html'), mailFrameDocument)
  await writeRegistry(options, registry, remotes)
  for (const name of remotes) writeWhole(path.join(folder, 'pages', `${name}.html`), await pageFor(options, { registry, shell }, name))
  writeWhole(path.join(folder, 'pages/index.html'), await pageFor(options, { registry, shell }, landingRemote))
  writeWhole(path.join(folder, 'nginx.conf'), nginxConfig({ ...options, basePath: config.basePath, pages: remotes, releaseOrigins: originsOf(registry.bases) }))
  return { pages: remotes, releases: count }
}
