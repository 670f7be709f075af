import { integrityOf } from './integrity.ts'
import type { RegistryClient } from './registry-client.ts'
import { releaseUrl } from './release-url.ts'

const asked = new Set<string>()

/**
 * Into the browser's cache, in the mode its script or stylesheet will ask in. Not by a preload link: the
 * browser complains of one that is not used soon, and the person may never get there.
 */
function keep(url: string): void {
  if (asked.has(url)) return
  asked.add(url)
  fetch(url, { mode: 'cors', credentials: 'same-origin', priority: 'low', integrity: integrityOf(url) })
    .then((response) => response.blob())
    .catch(() => asked.delete(url))
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
  // What is compiled into the shell has no entry of its own.
  const files = new Set([release.entry, ...exposed.flatMap((name) => release.exposes[name] ?? [])].filter(Boolean))
  for (const file of files) keep(releaseUrl(entry, release, file))
}
