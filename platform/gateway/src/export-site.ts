import { paths, AtriumError, type Boot } from '@atrium/protocol'
import { storeLayout, writeAtomically, type Store } from '@atrium/store'
import { cpSync, existsSync, renameSync } from 'node:fs'
import path from 'node:path'
import { openReleaseSource } from './bucket-source.ts'
import { grantsFor, withGrants } from './grants.ts'
import { resolveSite, type Site, type SiteOptions } from './options.ts'
import { originsOf, pageHtml } from './page.ts'
import { apiHeaders, pageHeaders, releaseHeaders, type ExtraSources, type Headers } from './policies.ts'
import { entriesOf, pageRegistry, type SiteRegistry } from './registry.ts'
import { createReleaseStore, type ReleaseStore } from './release-store.ts'
import type { ShellRelease } from './shell-release.ts'

export interface NginxOptions {
  /** Absolute path of the exported folder. */
  readonly folder: string
  /** Path prefix of the site, with a slash at its end. */
  readonly basePath: string
  /** Names of remotes that have a page of their own. */
  readonly pages: readonly string[]
  /** Origins other than the site's own that releases are served from. */
  readonly releaseOrigins: readonly string[]
  /** Whether browsers reach nginx through TLS. */
  readonly https: boolean
  /** `host:port` or `port`. */
  readonly listen: string
  /**
   * Files of the certificate and its key, where nginx itself speaks TLS: then it speaks HTTP/2 too, over which any
   * number of tabs share one connection. Default: none, what precedes nginx has them.
   */
  readonly certificate?: { readonly file: string; readonly key: string } | undefined
  /** Address of the server that what is `proxied` is passed on to: `http://127.0.0.1:3000`. */
  readonly server: string
  /** Folders below the base path that are the server's: `api/` and what the product adds. */
  readonly proxied: readonly string[]
  /** Files of the product with headers of their own; their content is in `documents/`. */
  readonly documents: readonly { readonly path: string; readonly headers: Headers }[]
  /** As in the options of the gateway. */
  readonly sources: ExtraSources
  /** Whether nginx has the module that serves `.br` files. */
  readonly brotli: boolean
}

/** nginx writes 16 random bytes in its place, new for each request. */
export const noncePlaceholder = 'ATRIUM-NONCE'

/** In a quoted string of nginx only these mean something. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

const addHeaders = (headers: Headers, indent = '    '): string =>
  Object.entries(headers)
    .filter(([name]) => name !== 'content-type' && name !== 'etag')
    .map(([name, value]) => `${indent}add_header ${name} ${quoted(value)} always;`)
    .join('\n')

const proxied = ({ server }: NginxOptions, prefix: string): string => `
  location ^~ ${prefix} {
    proxy_pass ${server};
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    # Events come as a response without an end.
    proxy_buffering off;
    proxy_read_timeout 1h;
    client_max_body_size 60m;
  }`

function pageLocations({ folder, basePath, pages, releaseOrigins, sources, https }: NginxOptions): string {
  const headers = addHeaders(pageHeaders({ nonce: '$request_id', https, basePath, sources, releaseOrigins }))
  const page = (file: string): string => `
    default_type text/html;
    charset utf-8;
    types {}
    root ${folder}/pages;
    rewrite ^ /${file} break;
    # 16 random bytes for each response: the nonce of the policy below.
    sub_filter ${noncePlaceholder} $request_id;
    sub_filter_once off;
    gzip on;
${headers}`
  // What follows a remote's name is that remote's to give a meaning, dots too; elsewhere a dot makes it a file.
  return `
  location ~ ^${basePath}(?<remote>${pages.join('|')})(/.*)?$ {${page('$remote.html')}
  }
  location ~ ^${basePath}([a-z][a-z0-9-]*/.*|[^.]*)$ {${page('index.html')}
  }`
}

/** Redirects the site's address without its slash to the site, with its query. */
const withoutSlash = ({ basePath }: NginxOptions): string =>
  basePath === '/'
    ? ''
    : `
  location = ${basePath.slice(0, -1)} {
    return 308 ${basePath}$is_args$args;
  }`

function releaseLocations({ folder, basePath, https, brotli }: NginxOptions): string {
  const below = `${basePath}${paths.releases.slice(1)}`
  const serve = (file: string): string => `
    alias ${folder}/releases/$1;
    gzip_static on;${brotli ? '\n    brotli_static on;' : ''}
    etag on;
${addHeaders(releaseHeaders(https, file))}`
  return `
  # Sources, pages and compressed siblings are not for the public.
  location ~ ^${below}/.*\\.(map|html|br|gz)$ {
    return 404;
  }
  location ~ ^${below}/([a-z][a-z0-9-]*/([0-9a-f]+|vendor)/.+\\.js)$ {
    types { text/javascript js; }${serve('a.js')}
  }
  location ~ ^${below}/([a-z][a-z0-9-]*/[0-9a-f]+/.+)$ {
    types { text/css css; application/json json; image/svg+xml svg; font/woff2 woff2; image/png png; image/webp webp; }${serve('a.css')}
  }`
}

function documentLocations({ folder, basePath, documents, https }: NginxOptions): string {
  const registry = addHeaders(apiHeaders(https))
  const documentLocation = ({ path, headers }: NginxOptions['documents'][number]): string => `
  location = ${basePath}${path.slice(1)} {
    types {}
    default_type text/html;
    charset utf-8;
    alias ${folder}/documents/${path.slice(path.lastIndexOf('/') + 1)}.html;
${addHeaders(headers)}
  }`
  return `
  location = ${basePath}${paths.registry.slice(1)} {
    types {}
    default_type application/json;
    alias ${folder}/registry/index.json;
${registry}
  }
  location ~ ^${basePath}${paths.registry.slice(1)}/([a-z][a-z0-9-]*)$ {
    types {}
    default_type application/json;
    alias ${folder}/registry/$1.json;
${registry}
  }
  location ~ ^${basePath}(${paths.registry.slice(1)}|${paths.releases.slice(1)})/ {
    return 404;
  }
${documents.map(documentLocation).join('')}
  location = ${basePath}favicon.svg {
    types { image/svg+xml svg; }
    alias ${folder}/favicon.svg;
  }`
}

/** `http2` as a parameter: every nginx that is maintained knows it, the directive only those from 1.25.1. */
const listening = ({ listen, certificate }: NginxOptions): string =>
  certificate
    ? `listen ${listen} ssl http2;
  ssl_certificate ${quoted(certificate.file)};
  ssl_certificate_key ${quoted(certificate.key)};`
    : `listen ${listen};`

/** A `server` block for nginx that serves an exported site; put it into `conf.d`. */
export const nginxConfig = (
  options: NginxOptions,
): string => `# Written by the export: a change here is lost with the next one.
server {
  ${listening(options)}
  server_tokens off;
  absolute_redirect off;
${options.proxied.map((prefix) => proxied(options, `${options.basePath}${prefix}`)).join('')}
${withoutSlash(options)}
${releaseLocations(options)}
${documentLocations(options)}
${pageLocations(options)}
}
`

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
