import type { RegistryEntry, ReleaseRecord } from '@atrium/protocol'

/** Address of a file of a release. */
export const releaseUrl = (entry: RegistryEntry, release: ReleaseRecord, file: string): string =>
  new URL(`${entry.base}${release.version}/${file}`, location.href).href
