import { describe, expect, test } from '@jest/globals'
import type { Channels, Listing } from '@atrium/protocol'
import { chooseReleases, flagsFor } from './channels.ts'
import { anonymous, type User } from './channels.ts'

const [stable, previous, canary, preview] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc', 'dddddddddddd']

const buildListing = (percent: number, change: Partial<Channels> = {}): Listing => ({
  name: 'inbox',
  base: '/releases/inbox/',
  keys: ['A'.repeat(43)],
  channels: {
    stable,
    previous,
    canary: { version: canary, percent, cohorts: ['staff'] },
    previews: { 'new-list': preview },
    ...change,
  },
  releases: {},
})

const buildUser = (id: string | undefined, change: Partial<User> = {}): User => ({ ...anonymous, id, ...change })
const running = () => false
const people = Array.from({ length: 1000 }, (_, index) => buildUser(`user ${index}`))
const inCanary = (percent: number) =>
  people.filter((user) => chooseReleases(buildListing(percent), user, running)[0] === canary)

describe('releases for a user', () => {
  test('are the stable one and the one before it, when nothing else is said', () => {
    expect(chooseReleases(buildListing(0), buildUser('ada'), running)).toEqual([stable, previous])
    expect(chooseReleases(buildListing(0, { previous: stable }), buildUser('ada'), running)).toEqual([stable])
  })

  test('begin with the canary for as many as it is for; who is in stays in while it grows', () => {
    const few = inCanary(10)
    const more = new Set(inCanary(30))
    expect(few.length).toBeGreaterThan(70)
    expect(few.length).toBeLessThan(130)
    expect(few.every((user) => more.has(user))).toBe(true)
    expect([inCanary(0).length, inCanary(100).length]).toEqual([0, 1000])
  })

  test('of a canary are those of its groups too, and fall back to the releases of all users', () => {
    const staff = buildUser('ada', { groups: new Set(['staff']) })
    expect(chooseReleases(buildListing(0), staff, running)).toEqual([canary, stable, previous])
    expect(chooseReleases(buildListing(0), staff, () => true)).toEqual([stable, previous])
  })

  test('are never a canary before signing in', () => {
    expect(chooseReleases(buildListing(100), anonymous, running)).toEqual([stable, previous])
  })

  test('begin with what a link names, while it is listed', () => {
    const withPreview = (name: string) => buildUser('ada', { previews: [{ remote: 'inbox', name }] })
    expect(chooseReleases(buildListing(0), withPreview('new-list'), running)).toEqual([preview, stable, previous])
    for (const name of ['gone', 'toString', '__proto__'])
      expect(chooseReleases(buildListing(0), withPreview(name), running)).toEqual([stable, previous])
  })
})

describe('flags for a user', () => {
  const isOn = (percent: number, user: User): boolean =>
    flagsFor({ newList: { percent, cohorts: ['staff'] } }, user)['newList']?.on ?? false

  test('are on for as many as they are for; who is in stays in while it grows', () => {
    const few = people.filter((user) => isOn(10, user))
    expect(few.length).toBeGreaterThan(70)
    expect(few.length).toBeLessThan(130)
    expect(few.every((user) => isOn(30, user))).toBe(true)
    expect([0, 100].map((percent) => people.filter((user) => isOn(percent, user)).length)).toEqual([0, 1000])
  })

  test('choose others for each flag', () => {
    const chosen = (name: string) =>
      people.filter((user) => flagsFor({ [name]: { percent: 10, cohorts: [] } }, user)[name]?.on)
    expect(chosen('one')).not.toEqual(chosen('two'))
  })

  test('are on for their groups, and say why', () => {
    const staff = buildUser('ada', { groups: new Set(['staff']) })
    expect(flagsFor({ newList: { percent: 0, cohorts: ['staff'] } }, staff)).toEqual({
      newList: { on: true, why: 'group staff' },
    })
    expect(flagsFor({ newList: { percent: 0, cohorts: ['staff'] } }, buildUser('bob'))).toEqual({
      newList: { on: false, why: 'groups' },
    })
  })

  test('before signing in are those that are on for all', () => {
    expect(flagsFor({ all: { percent: 100, cohorts: [] }, most: { percent: 99, cohorts: [] } }, anonymous)).toEqual({
      all: { on: true, why: 'everyone' },
      most: { on: false, why: '99 %' },
    })
  })
})
