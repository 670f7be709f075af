import { releaseUrl } from './containers.ts'
import { integrityOf } from './integrity.ts'
import type { RegistryClient } from './registry-client.ts'

const asked = new Set<string>()

/** 'strict-dynamic' lets a script insert scripts; a script that is only fetched needs the nonce. */
const pageNonce = (): string => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''

function preload(url: string): void {
  if (asked.has(url)) return
  asked.add(url)
  const link = document.createElement('link')
  link.rel = 'preload'
  link.as = url.endsWith('.css') ? 'style' : 'script'
  link.crossOrigin = 'anonymous'
  link.integrity = integrityOf(url)
  link.nonce = pageNonce()
  link.fetchPriority = 'low'
  link.href = url
  document.head.append(link)
}

/** The person has asked the browser to spare their data. */
const sparing = (): boolean =>
  'connection' in navigator && Reflect.get(navigator.connection as object, 'saveData') === true

/**
 * Fetches what some exposed modules of a remote need, without running any of it. A failure is left to
 * the real load.
 *
 * @param exposed - Default: its page.
 */
export async function prefetchRemote(
  registry: Pick<RegistryClient, 'find'>,
  remote: string,
  exposed: readonly string[] = ['./page'],
): Promise<void> {
  if (sparing()) return
  const entry = await registry.find(remote).catch(() => undefined)
  const release = entry?.releases[0]
  if (!entry || !release || entry.disabled !== undefined) return
  const files = new Set([release.entry, ...exposed.flatMap((name) => release.exposes[name] ?? [])])
  for (const file of files) preload(releaseUrl(entry, release, file))
}
