import type { RegistryEntry, ReleaseRecord } from '@atrium/protocol'

/** Builders for tests of this folder. */
export const aRelease = (change: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  schema: 1,
  name: 'inbox',
  version: 'aaaaaaaaaaaa',
  contract: 1,
  platform: 1,
  entry: 'remoteEntry.js',
  global: `inbox_${change.version ?? 'aaaaaaaaaaaa'}`,
  exposes: { './page': [] },
  files: {},
  ...change,
})

export const anEntry = (...releases: ReleaseRecord[]): RegistryEntry => ({
  name: releases[0]?.name ?? 'inbox',
  base: '/releases/inbox/',
  releases: releases.length > 0 ? releases : [aRelease()],
})
