import {
  AtriumError,
  bootElementId,
  devBase,
  developmentVersion,
  paths,
  platformsOf,
  knowsGrants,
  switchedOffHeader,
  vendorFile,
  type Boot,
  type Override,
  type PageRegistry,
  type Preview,
  type RegistryEntry,
  type ReleaseRecord,
} from '@atrium/protocol'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { userOf, previewsIn, rememberPreviews, withoutPreviews, type User } from './channels.ts'
import { sendText } from './compression.ts'
import { grantsFor, withGrants, type PageGrants } from './grants.ts'
import { quoted } from './log.ts'
import type { Settings } from './options.ts'
import { dropsOverrides, overriddenPage, overriddenRegistry, rememberOverrides, withoutOverrides } from './overrides.ts'
import { bootScript, freshNonce, inlineJson, pageHeaders } from './policies.ts'
import { causedBy } from './problems.ts'
import { entriesOf, pageRegistry, remoteNameOf, type SiteRegistry } from './registry.ts'
import type { ReleaseStore } from './release-store.ts'
import { addressOf, pathBelow, siteOf } from './requests.ts'
import { defaultPreferences } from './sessions.ts'
import { attributes, type ShellRelease } from './shell-release.ts'

/** What pages are made of. */
export interface PageParts {
  readonly settings: Settings
  readonly releases: ReleaseStore
}

/** Origins of the URLs among these bases; one that is a path is on the page's own. */
export const originsOf = (bases: readonly string[]): string[] => [
  ...new Set(bases.filter((base) => !base.startsWith('/')).map((base) => new URL(base).origin)),
]

/** What a page is rendered from. */
export interface PageContent {
  readonly shell: ShellRelease
  readonly boot: Boot
  /** The remote this address belongs to, when it will be shown. */
  readonly remote: RegistryEntry | undefined
  /** The page's name, for a shell that has its remotes compiled in. Undefined when it will not be shown. */
  readonly local: string | undefined
  readonly nonce: string
  /** Origins of files without a known hash: dev servers. */
  readonly unsigned: readonly string[]
}

/** Address of a file of the shell. */
function fileAddress(base: string, file: string): string {
  const vendor = vendorFile(file)
  return vendor === undefined ? `${base}${file}` : `${base.replace(/[^/]+\/$/, '')}vendor/${vendor}`
}

const isStyle = (file: string): boolean => file.endsWith('.css')

/** What the element that later uses the file says too, or the browser fetches it twice. */
const fetching = (release: ReleaseRecord, base: string, file: string) => ({
  href: fileAddress(base, file),
  integrity: release.files[file] ?? '',
  crossorigin: 'anonymous',
})

function preload(release: ReleaseRecord, base: string, nonce: string) {
  return (file: string): string =>
    `<link${attributes({
      rel: 'preload',
      as: isStyle(file) ? 'style' : 'script',
      ...fetching(release, base, file),
      // 'strict-dynamic' takes no host: a script that is only fetched needs the nonce too.
      ...(isStyle(file) ? {} : { nonce }),
    })}>`
}

/** Preloads for the entry of a remote and what its page needs at once. */
function remotePreloads({ base, disabled, releases }: RegistryEntry, nonce: string): string[] {
  const release = releases[0]
  // What a dev server has may be another file in a moment.
  if (!release || disabled !== undefined || release.version === developmentVersion) return []
  const files = new Set([release.entry, ...(release.exposes['./page'] ?? [])])
  return [...files]
    .filter((file) => release.files[file] !== undefined)
    .map(preload(release, `${base}${release.version}/`, nonce))
}

/** The page's files in a shell that has its remotes compiled in; see configs/webpack/host.ts. */
function localPreloads({ record, base }: ShellRelease, page: string, nonce: string): string[] {
  const started = new Set(record.exposes['./start'])
  return (record.exposes[`./${page}/page`] ?? []).filter((file) => !started.has(file)).map(preload(record, base, nonce))
}

function startTag({ record, base }: ShellRelease, nonce: string) {
  return (file: string): string => {
    const { href, integrity, crossorigin } = fetching(record, base, file)
    return isStyle(file)
      ? `<link${attributes({ rel: 'stylesheet', href, integrity, crossorigin })}>`
      : `<script${attributes({ defer: true, src: href, integrity, crossorigin, nonce })}></script>`
  }
}

/** Browsers ask for an icon in any case; without this line they ask where there is none. */
const icon = ({ icon, basePath }: { icon: boolean; basePath: string }): string =>
  `<link${attributes({ rel: 'icon', href: icon ? `${basePath}favicon.svg` : 'data:,' })}>`

/**
 * The page: the shell's files, preloads of the remote that is opened, boot data, and the script that
 * puts trust into force. That one runs while the page is parsed, so before all deferred ones.
 */
export function pageHtml({ shell, boot, remote, local, nonce, unsigned }: PageContent): string {
  const { theme, density, locale } = boot.session?.preferences ?? defaultPreferences
  const trust = bootScript({ base: shell.base, files: shell.record.files }, unsigned)
  return shell.template.render({
    html: { lang: locale === 'system' ? 'en' : locale, 'data-theme': theme, 'data-density': density },
    head: [
      icon({ icon: shell.icon, basePath: boot.basePath }),
      ...(shell.record.exposes['./start'] ?? []).map(startTag(shell, nonce)),
      ...(remote ? remotePreloads(remote, nonce) : []),
      ...(local === undefined ? [] : localPreloads(shell, local, nonce)),
    ].join('\n'),
    boot: [
      `<script${attributes({ type: 'application/json', id: bootElementId })}>${inlineJson(boot)}</script>`,
      `<script${attributes({ nonce })}>${trust}</script>`,
    ].join('\n'),
  })
}

const notBuilt = (product: string): string =>
  `${product} cannot be served yet: there is no release of the shell in the store. Build and release it.\n`

const isRemoteName = (segment: string): boolean => /^[a-z][a-z0-9-]{0,39}$/.test(segment)

/** Folders below the base path in which there are no pages. */
const notPages = new Set(['api', 'releases', 'registry'])

/**
 * Whether a browser opens an address, rather than a program a file. An address below a remote's name is that remote's
 * to give a meaning, whatever is in it (`/notes/ada@example.org`); elsewhere a dot makes it a file (`/robots.txt`).
 */
export function wantsPage(basePath: string, request: FastifyRequest): boolean {
  const pathname = pathBelow(basePath, request.url)
  if (pathname === undefined) return false
  const [first = '', ...rest] = pathname.slice(1).split('/')
  if (notPages.has(first)) return false
  const isRemotes = isRemoteName(first) && rest.length > 0
  if (!isRemotes && (rest.at(-1) ?? first).includes('.')) return false
  const accept = request.headers.accept ?? '*/*'
  return accept.includes('text/html') || (pathname === '/' && accept.includes('*/*'))
}

/** Whether the address switches a remote off for this page (`?disable=search,compose`): then nothing of it is preloaded. */
const isSwitchedOff = (url: string, name: string): boolean =>
  addressOf(url)
    .searchParams.getAll('disable')
    .some((list) => list.split(',').some((each) => each.trim() === name))

/** One that cannot be verified is left out: the page requests it by name, and then shows the reason. */
const readable = async (registry: SiteRegistry, name: string | undefined) =>
  name === undefined ? undefined : registry.remote(name).catch(() => undefined)

/** Where files without a known hash may come from in this page, each with a slash at its end. */
function unsignedBases(
  { overrides: configured }: Settings,
  shell: ShellRelease,
  overrides: readonly Override[],
): string[] {
  const taken = overrides.filter(({ refused }) => refused === undefined).map(({ base }) => base)
  const ownShell = shell.record.version === developmentVersion ? [shell.base, devBase('shell')] : []
  return [...ownShell, ...configured.values(), ...taken]
}

/** What became of the previews that the address names. */
const previewsFor = ({ releases }: PageParts, { previews }: User): Promise<Preview[]> =>
  Promise.all(
    previews.map(async (preview) => {
      const channels = (await releases.listing(preview.remote))?.channels
      return Object.hasOwn(channels?.previews ?? {}, preview.name) ? preview : { ...preview, refused: 'it is over' }
    }),
  )

/** A redirect that the query of the address needs first; undefined when the page can be sent. */
function redirectionOf(request: FastifyRequest, reply: FastifyReply): string | undefined {
  const previews = previewsIn(request.url)
  if (previews) {
    rememberPreviews(request, reply, previews)
    return withoutPreviews(request.url)
  }
  if (!dropsOverrides(request.url)) return undefined
  rememberOverrides(request, reply, [])
  return withoutOverrides(request.url)
}

/** What the operator has set of a page, for a host that knows it. */
const setByOperator = (
  { record }: ShellRelease,
  { flags }: SiteRegistry,
  { here, elsewhere }: PageGrants,
): Pick<PageRegistry, 'flags' | 'grants' | 'ownPages'> =>
  platformsOf(record).some((platform) => knowsGrants(platform))
    ? {
        ...(Object.keys(flags).length > 0 ? { flags } : {}),
        ...(Object.keys(here).length > 0 ? { grants: here } : {}),
        ...(elsewhere.length > 0 ? { ownPages: [...elsewhere] } : {}),
      }
    : {}

/** Sends the page of an address, as it is for the user who opens it. */
export async function sendPage(parts: PageParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { settings, releases } = parts
  const { basePath, product, sources } = settings
  const redirection = redirectionOf(request, reply)
  if (redirection !== undefined) return reply.redirect(redirection, 303)
  const visitor = await settings.sessions.find(request, reply)
  const user = userOf(request, visitor)
  const shell = await releases.shell(user)
  if (!shell) {
    const { store, settingNames } = settings
    siteOf(request).explain(
      'STORE_UNREACHABLE',
      `no page can be served: there is no release of the shell in ${store} that can be used. Release one, or set ${settingNames.store} to the store that has it.`,
    )
    return reply.code(503).header('retry-after', '5').type('text/plain; charset=utf-8').send(notBuilt(product.name))
  }
  const { registry, overrides, settled } = await overriddenPage(
    { settings, registry: await releases.registry(user), request },
    reply,
  )
  if (settled) return reply.redirect(withoutOverrides(request.url), 303)
  const name = remoteNameOf(pathBelow(basePath, request.url) ?? '/', product.landing)
  const [remote, landing] = visitor
    ? await Promise.all([readable(registry, name), readable(registry, product.landing)])
    : []
  const grants = await grantsFor(registry, name)
  const unsigned = unsignedBases(settings, shell, overrides)
  const nonce = freshNonce()
  const boot: Boot = {
    basePath,
    product: product.boot?.(request) ?? null,
    session: visitor?.session() ?? null,
    registry: { ...(await pageRegistry(registry, [remote, landing])), ...setByOperator(shell, registry, grants) },
    ...(overrides.length > 0 ? { overrides: [...overrides] } : {}),
    ...(user.previews.length > 0 ? { previews: await previewsFor(parts, user) } : {}),
  }
  const shown = remote && !isSwitchedOff(request.url, remote.entry.name) ? remote.entry : undefined
  const html = pageHtml({ shell, remote: shown, local: visitor && name, nonce, unsigned, boot })
  const https = siteOf(request).isHttps(request)
  reply.headers(
    pageHeaders({
      nonce,
      https,
      basePath,
      sources: withGrants(sources, grants),
      releaseOrigins: originsOf(registry.bases),
      devOrigins: originsOf(unsigned),
    }),
  )
  return sendText(request, reply.type('text/html; charset=utf-8'), html)
}

const sendRegistry = (request: FastifyRequest, reply: FastifyReply, registry: PageRegistry) =>
  sendText(request, reply.type('application/json').header('vary', 'Accept-Encoding'), JSON.stringify(registry))

/** Addresses lead to remotes by their names, so the store of another site looks as if nothing was released. */
function unlisted({ store, settingNames }: Settings, name: string): AtriumError {
  const unknown = new AtriumError('REMOTE_UNKNOWN', { subject: name, remedy: 'Release it, or correct its name.' })
  if (!isRemoteName(name)) return unknown
  return causedBy(
    unknown,
    `pages request the remote ${quoted(name)}, which the registry in ${store} does not list. Release it there, or set ${settingNames.store} to the store that has it.`,
  )
}

/**
 * The registry, in the parts that a page requests after it has started: its head, which pages request every few
 * seconds, with `?flags` the user's flags; with `?directory` the whole directory; and one remote by name.
 */
export function registryRoutes(app: FastifyInstance, { settings, releases }: PageParts): void {
  const registryFor = async (request: FastifyRequest, reply: FastifyReply): Promise<SiteRegistry> => {
    const user = userOf(request, await settings.sessions.find(request, reply))
    return overriddenRegistry({ settings, registry: await releases.registry(user), request })
  }
  app.get(paths.registry, async (request, reply) => {
    const { signed, directory, flags } = await registryFor(request, reply)
    if (settings.disabled.size > 0) reply.header(switchedOffHeader, [...settings.disabled.keys()].sort().join(','))
    const { searchParams } = addressOf(request.url)
    const isWhole = searchParams.has('directory')
    const known = isWhole ? { directory: [...(await directory())] } : { directory: [], partial: true as const }
    // Hosts that do not request flags would refuse a document with them.
    const requested = searchParams.has('flags') ? { flags } : {}
    return sendRegistry(request, reply, { signed, entries: [], unsigned: [], ...known, ...requested })
  })
  app.get<{ Params: { name: string } }>(`${paths.registry}/:name`, async (request, reply) => {
    const { name } = request.params
    const registry = await registryFor(request, reply)
    const remote = await registry.remote(name)
    if (!remote) throw unlisted(settings, name)
    return sendRegistry(request, reply, { signed: registry.signed, ...entriesOf([remote]), directory: [] })
  })
}
