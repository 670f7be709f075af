import type { RegistryEntry, ReleaseRecord } from '@atrium/protocol'

/** A release record for tests: `inbox` at `aaaaaaaaaaaa`, exposing a page. */
export const buildRelease = (change: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
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

/** A registry entry for tests, with these releases in this order. Default: one release. */
export const buildEntry = (...releases: ReleaseRecord[]): RegistryEntry => ({
  name: releases[0]?.name ?? 'inbox',
  base: '/releases/inbox/',
  releases: releases.length > 0 ? releases : [buildRelease()],
})
