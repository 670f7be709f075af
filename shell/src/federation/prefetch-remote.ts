import type { RegistryClient } from './registry-client.ts'
import { releaseUrl } from './containers.ts'
import { integrityOf } from './integrity.ts'

const asked = new Set<string>()

function preload(url: string): void {
  if (asked.has(url)) return
  asked.add(url)
  const link = document.createElement('link')
  link.rel = 'preload'
  link.as = url.endsWith('.css') ? 'style' : 'script'
  link.crossOrigin = 'anonymous'
  link.integrity = integrityOf(url)
  link.fetchPriority = 'low'
  link.href = url
  document.head.append(link)
}

/** Fetches what a remote's page needs, without running any of it. A failure is left to the real load. */
export async function prefetchRemote(registry: RegistryClient, remote: string): Promise<void> {
  const entry = await registry.find(remote).catch(() => undefined)
  const release = entry?.releases[0]
  if (!entry || !release) return
  for (const file of [release.entry, ...(release.exposes['./page'] ?? [])]) preload(releaseUrl(entry, release, file))
}
