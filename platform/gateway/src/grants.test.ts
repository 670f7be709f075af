import { expect, test } from '@jest/globals'
import type { RemotePolicy, ReleaseRecord } from '@atrium/protocol'
import { grantsFor, withGrants } from './grants.ts'
import { emptyRegistry, type SiteRegistry } from './registry.ts'
import { buildRecord, remoteRelease } from './testing/release-builder.ts'

const api: RemotePolicy = { connect: ['https://api.example'] }

function registryWith(
  grants: SiteRegistry['grants'],
  remotes: Readonly<Record<string, Partial<ReleaseRecord> & { readonly off?: true }>>,
): SiteRegistry {
  return {
    ...emptyRegistry,
    grants,
    directory: async () => Object.entries(remotes).map(([name, { slots }]) => ({ name, ...(slots ? { slots } : {}) })),
    remote: async (name) => {
      const { off, ...about } = remotes[name] ?? {}
      const entry = {
        name,
        base: `/releases/${name}/`,
        releases: [{ ...buildRecord(remoteRelease(name)), ...about }],
        ...(off ? { disabled: 'off' } : {}),
      }
      return Object.hasOwn(remotes, name) ? { entry } : undefined
    },
  }
}

test('a grant is in force in the pages of its remote, and others know that they lack it', async () => {
  const registry = registryWith({ bookings: api }, { bookings: { policy: api }, inbox: {} })
  expect(await grantsFor(registry, 'bookings')).toEqual({ here: { bookings: api }, elsewhere: [] })
  expect(await grantsFor(registry, 'inbox')).toEqual({ here: {}, elsewhere: ['bookings'] })
  expect(await grantsFor(registry, undefined)).toEqual({ here: {}, elsewhere: ['bookings'] })
  expect(await grantsFor(registry, { all: true })).toEqual({ here: { bookings: api }, elsewhere: [] })
})

test('a grant is in force wherever its remote may run: as a contribution, or required', async () => {
  const slots = { rail: [{ module: './panel' }] }
  const contributing = registryWith({ bookings: api }, { bookings: { policy: api, slots }, inbox: {} })
  expect((await grantsFor(contributing, 'inbox')).here).toEqual({ bookings: api })
  const requires = { 'bookings/next': { range: '*' } }
  const required = registryWith({ bookings: api }, { bookings: { policy: api }, inbox: { requires } })
  expect((await grantsFor(required, 'inbox')).here).toEqual({ bookings: api })
})

test('nothing is in force that was not granted, is not requested, or is of a remote that is off', async () => {
  const nothing = { here: {}, elsewhere: [] }
  expect(await grantsFor(registryWith({}, { bookings: { policy: api } }), 'bookings')).toEqual(nothing)
  expect(await grantsFor(registryWith({ bookings: api }, { bookings: {} }), 'bookings')).toEqual(nothing)
  expect(
    await grantsFor(registryWith({ bookings: api }, { bookings: { policy: api, off: true } }), 'bookings'),
  ).toEqual(nothing)
  expect(await grantsFor(registryWith({ bookings: api }, {}), 'bookings')).toEqual(nothing)
})

test('sources of a product stay, and each source is named once', () => {
  expect(
    withGrants(
      { 'connect-src': ['https://a.example'] },
      { here: { a: api, b: api, c: { media: ['blob:'], trustedTypes: ['vue'] } }, elsewhere: [] },
    ),
  ).toEqual({
    'connect-src': ['https://a.example', 'https://api.example'],
    'media-src': ['blob:'],
    'trusted-types': ['vue', "'allow-duplicates'"],
  })
})
