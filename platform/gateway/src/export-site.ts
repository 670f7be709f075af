import { AtriumError, type Boot } from '@atrium/protocol'
import { storeLayout, writeAtomically, type Store } from '@atrium/store'
import { cpSync, existsSync, renameSync } from 'node:fs'
import path from 'node:path'
import { openReleaseSource } from './bucket-source.ts'
import { grantsFor, withGrants } from './grants.ts'
import { nginxConfig, noncePlaceholder, type NginxOptions } from './nginx.ts'
import { resolveSite, type Site, type SiteOptions } from './options.ts'
import { originsOf, pageHtml } from './page.ts'
import type { Headers } from './policies.ts'
import { entriesOf, pageRegistry, type SiteRegistry } from './registry.ts'
import { createReleaseStore, type ReleaseStore } from './release-store.ts'
import type { ShellRelease } from './shell-release.ts'

/** A file of the product that is beside the pages, with headers of its own. */
export interface ExportedDocument {
  /** Path below the base path, with a slash at its start, as in `/mail-frame`. */
  readonly path: string
  readonly content: string
  readonly headers: Headers
}

export interface ExportOptions extends Pick<
  NginxOptions,
  'https' | 'listen' | 'certificate' | 'server' | 'brotli' | 'proxied'
> {
  readonly site: SiteOptions
  /** Absolute path. What an earlier export left there is replaced file by file; old releases stay for open tabs. */
  readonly folder: string
  /** Default: none. */
  readonly documents?: readonly ExportedDocument[]
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
      if (stored) writeAtomically(target, stored.bytes)
    }),
  )
}

/** Copies every release that may run; one that is there already is as it was, for a release never changes. */
async function copyReleases(
  { folder }: ExportOptions,
  { store, releases }: Stored,
  names: readonly string[],
): Promise<number> {
  let count = 0
  for (const name of names) {
    // Files of libraries lie beside the releases that use them.
    await copyFiles(
      store,
      storeLayout.vendorFolder(name),
      path.join(folder, 'releases', storeLayout.vendorFolder(name)),
    )
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

interface Served {
  readonly registry: SiteRegistry
  readonly shell: ShellRelease
}

/** A page that is the same for all users: it fetches the session from the server. */
async function pageFor(
  { basePath, product }: Site,
  { registry, shell }: Served,
  name: string | undefined,
): Promise<string> {
  const [remote, landing] = await Promise.all(
    [name, product.landing].map(async (each) => (each === undefined ? undefined : registry.remote(each))),
  )
  const boot: Boot = {
    basePath,
    product: product.exportedBoot ?? null,
    session: null,
    asksForSession: true,
    registry: await pageRegistry(registry, [remote, landing]),
  }
  return pageHtml({ shell, remote: remote?.entry, local: name, nonce: noncePlaceholder, unsigned: [], boot })
}

async function writeRegistry(
  { folder }: ExportOptions,
  registry: SiteRegistry,
  names: readonly string[],
): Promise<void> {
  const { signed } = registry
  const write = (name: string, content: object): void =>
    writeAtomically(path.join(folder, 'registry', `${name}.json`), JSON.stringify(content))
  for (const name of names) write(name, { signed, ...entriesOf([await registry.remote(name)]), directory: [] })
  write('index', { signed, entries: [], unsigned: [], directory: await registry.directory() })
}

const nothingReleased = (store: string) =>
  new AtriumError('REGISTRY_INVALID', {
    subject: `${store} has no shell that can be verified`,
    remedy: 'Release one first: `pnpm release shell`.',
  })

/**
 * Writes the site as files, with a configuration for nginx: the same pages, policies and releases without
 * the gateway. All users get the stable releases; what `proxied` names is still the server's.
 *
 * @throws AtriumError REGISTRY_INVALID when nothing was released.
 */
export async function exportSite(options: ExportOptions): Promise<Exported> {
  const { folder, warn, documents = [] } = options
  const site = resolveSite(options.site)
  const source = openReleaseSource(site, warn)
  const releases = createReleaseStore(site, { source, warn, stopped: async () => () => true })
  const [registry, shell] = [await releases.registry(), await releases.shell()]
  if (!shell) throw nothingReleased(site.store)
  const names = await releases.names()
  const remotes = names.filter((name) => name !== 'shell')
  // Files first, then what names them: a request meanwhile gets the old site or the new one.
  const count = await copyReleases(options, { store: source.store, releases }, names)
  if (shell.icon) cpSync(path.join(shell.folder, 'favicon.svg'), path.join(folder, 'favicon.svg'))
  for (const document of documents)
    writeAtomically(path.join(folder, 'documents', `${path.basename(document.path)}.html`), document.content)
  await writeRegistry(options, registry, remotes)
  for (const name of remotes)
    writeAtomically(path.join(folder, 'pages', `${name}.html`), await pageFor(site, { registry, shell }, name))
  writeAtomically(path.join(folder, 'pages/index.html'), await pageFor(site, { registry, shell }, site.product.landing))
  const { basePath, sources } = site
  const grants = await grantsFor(registry, { all: true })
  writeAtomically(
    path.join(folder, 'nginx.conf'),
    nginxConfig({
      ...options,
      documents,
      basePath,
      sources: withGrants(sources, grants),
      pages: remotes,
      releaseOrigins: originsOf(registry.bases),
    }),
  )
  return { pages: remotes, releases: count }
}
