import { bootScript, inlineJson } from '@atrium/configs/security'
import { bootElementId, defaultPreferences, type Boot } from '@atrium/mail-contracts'
import { developmentVersion, type RegistryEntry, type ReleaseRecord, vendorFile } from '@atrium/protocol'
import type { ShellRelease } from './shell-release.ts'
import { attributes } from './template.ts'

export interface PageContent {
  readonly shell: ShellRelease
  readonly boot: Boot
  /** The remote this address belongs to, when it will be shown. */
  readonly remote: RegistryEntry | undefined
  /** The page's name, for a shell that has its remotes compiled in. Null when it will not be shown. */
  readonly local: string | null
  readonly nonce: string
  /** Where files may come from whose hash nobody knows: dev servers. */
  readonly unsigned: readonly string[]
}

/** Address of a file of the shell. */
function addressOf(base: string, file: string): string {
  const vendor = vendorFile(file)
  return vendor === undefined ? `${base}${file}` : `${base.replace(/[^/]+\/$/, '')}vendor/${vendor}`
}

const isStyle = (file: string): boolean => file.endsWith('.css')

/** What the element that later uses the file says too, or the browser fetches it twice. */
const fetching = (release: ReleaseRecord, base: string, file: string) => ({
  href: addressOf(base, file),
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

/** The page's files in a shell that has its remotes compiled in; see configs/webpack/local-remotes.ts. */
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
      ...(local === null ? [] : localPreloads(shell, local, nonce)),
    ].join('\n'),
    boot: [
      `<script${attributes({ type: 'application/json', id: bootElementId })}>${inlineJson(boot)}</script>`,
      `<script${attributes({ nonce })}>${trust}</script>`,
    ].join('\n'),
  })
}
