import { describe, expect, test } from '@jest/globals'
import type { Channels, Listing } from '@atrium/protocol'
import { chooseReleases } from './channels.ts'
import { anonymous, type Person } from './channels.ts'

const [stable, previous, canary, preview] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc', 'dddddddddddd']

const aListing = (percent: number, change: Partial<Channels> = {}): Listing => ({
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

const aPerson = (id: string | undefined, change: Partial<Person> = {}): Person => ({ ...anonymous, id, ...change })
const running = () => false
const people = Array.from({ length: 1000 }, (_, index) => aPerson(`person ${index}`))
const inCanary = (percent: number) =>
  people.filter((person) => chooseReleases(aListing(percent), person, running)[0] === canary)

describe('releases for a person', () => {
  test('are the stable one and the one before it, when nothing else is said', () => {
    expect(chooseReleases(aListing(0), aPerson('ada'), running)).toEqual([stable, previous])
    expect(chooseReleases(aListing(0, { previous: stable }), aPerson('ada'), running)).toEqual([stable])
  })

  test('begin with the canary for as many as it is for; who is in stays in while it grows', () => {
    const few = inCanary(10)
    const more = new Set(inCanary(30))
    expect(few.length).toBeGreaterThan(70)
    expect(few.length).toBeLessThan(130)
    expect(few.every((person) => more.has(person))).toBe(true)
    expect([inCanary(0).length, inCanary(100).length]).toEqual([0, 1000])
  })

  test('of a canary are those of its groups too, and fall back on what everybody has', () => {
    const staff = aPerson('ada', { groups: new Set(['staff']) })
    expect(chooseReleases(aListing(0), staff, running)).toEqual([canary, stable, previous])
    expect(chooseReleases(aListing(0), staff, () => true)).toEqual([stable, previous])
  })

  test('are never a canary before signing in', () => {
    expect(chooseReleases(aListing(100), anonymous, running)).toEqual([stable, previous])
  })

  test('begin with what a link asked for, as long as it is there', () => {
    const asked = (name: string) => aPerson('ada', { previews: [{ remote: 'inbox', name }] })
    expect(chooseReleases(aListing(0), asked('new-list'), running)).toEqual([preview, stable, previous])
    for (const name of ['gone', 'toString', '__proto__'])
      expect(chooseReleases(aListing(0), asked(name), running)).toEqual([stable, previous])
  })
})
