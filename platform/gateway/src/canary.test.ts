import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Listing } from '@atrium/protocol'
import { openStore, clearStoppedCanaries } from '@atrium/store'
import { startBucket } from '@atrium/store/testing'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bucketSource } from './bucket-source.ts'
import { folderSource } from './release-source.ts'
import { createTempFolder } from './testing/temp-folder.ts'
import { createCanaryAnalysis, type CanaryAnalysis, type Reporter } from './canary.ts'

const [stable, canary] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb']

const listing: Listing = {
  name: 'inbox',
  base: '/releases/inbox/',
  keys: ['A'.repeat(43)],
  channels: { stable, canary: { version: canary, percent: 0, cohorts: ['testers'] }, previews: {} },
  releases: {},
}

let store: string
beforeEach(() => {
  store = createTempFolder()
  time = 0
})

let time = 0
const createAnalysis = (warn: (line: string) => void = () => undefined, listed: () => Listing = () => listing) =>
  createCanaryAnalysis({
    source: folderSource(store),
    listing: async (name) => (name === 'inbox' ? listed() : undefined),
    warn,
    now: () => time,
  })

const isStopped = async (analysis: CanaryAnalysis): Promise<boolean> => (await analysis.stopped())('inbox', canary)

/** Someone in the canary. */
const tester = (id: string): Reporter => ({ user: { id, groups: new Set(['testers']), previews: [] }, person: id })
/** Someone with the current release. */
const other = (id: string): Reporter => ({ user: { id, groups: new Set(), previews: [] }, person: id })

const report = (release: string, visit: string, more: object = {}) => ({
  type: 'use',
  remote: 'inbox',
  release,
  visit,
  ...more,
})
const failure = (release: string, visit: string, code = 'REMOTE_THREW') =>
  report(release, visit, { type: 'error', code })

describe('a canary', () => {
  test('that fails for all users is stopped after five visits, with the reason, once', async () => {
    const warn = jest.fn<(line: string) => void>()
    const analysis = createAnalysis(warn)
    for (let user = 0; user < 8; user++) {
      expect((await analysis.stopped())('inbox', canary)).toBe(user >= 5)
      await analysis.record(tester(`user ${user}`), [failure(canary, 'v')])
    }
    expect(warn).toHaveBeenCalledTimes(1)
    expect(JSON.parse(readFileSync(path.join(store, 'care.json'), 'utf8'))).toEqual({
      stopped: [
        {
          remote: 'inbox',
          version: canary,
          at: '1970-01-01T00:00:00.000Z',
          reason: expect.stringMatching(/^failed in 5 of 5 visits/),
        },
      ],
    })
  })

  test('that fails no more often than the current release stays in the canary', async () => {
    const analysis = createAnalysis()
    for (let user = 0; user < 300; user++) {
      const seldom = user % 50 === 0
      await analysis.record(other(`a${user}`), [report(stable, 'v'), ...(seldom ? [failure(stable, 'v')] : [])])
      await analysis.record(tester(`b${user}`), [report(canary, 'v'), ...(seldom ? [failure(canary, 'v')] : [])])
    }
    expect((await analysis.stopped())('inbox', canary)).toBe(false)
  })

  test('is not stopped by the many failures of one user among many without', async () => {
    const analysis = createAnalysis()
    for (let user = 0; user < 200; user++) await analysis.record(tester(`content ${user}`), [report(canary, 'v')])
    for (let visit = 0; visit < 1000; visit++) await analysis.record(tester('troubled'), [failure(canary, `v${visit}`)])
    expect((await analysis.stopped())('inbox', canary)).toBe(false)
  })

  test('is not to blame for people being offline', async () => {
    const analysis = createAnalysis()
    for (let user = 0; user < 20; user++)
      await analysis.record(tester(`user ${user}`), [failure(canary, 'v', 'REMOTE_OFFLINE')])
    expect((await analysis.stopped())('inbox', canary)).toBe(false)
  })

  test('that is much slower is stopped, a little slower is not', async () => {
    const slow = async (factor: number): Promise<boolean> => {
      store = createTempFolder()
      const analysis = createAnalysis()
      for (let user = 0; user < 40; user++) {
        const value = 800 + ((user * 37) % 200)
        await analysis.record(other(`a${user}`), [report(stable, 'v', { type: 'vital', name: 'LCP', value })])
        await analysis.record(tester(`b${user}`), [
          report(canary, 'v', { type: 'vital', name: 'LCP', value: value * factor }),
        ])
      }
      return (await analysis.stopped())('inbox', canary)
    }
    expect([await slow(1.1), await slow(2)]).toEqual([false, true])
  })

  test('that was stopped and is given to people again is judged by what it does then', async () => {
    const analysis = createAnalysis()
    for (let user = 0; user < 8; user++) await analysis.record(tester(`user ${user}`), [failure(canary, 'v')])
    expect(await isStopped(analysis)).toBe(true)
    await clearStoppedCanaries(openStore(store), 'inbox')
    expect(await isStopped(analysis)).toBe(false)
    for (let user = 0; user < 30; user++) await analysis.record(tester(`user ${user}`), [report(canary, 'w')])
    await analysis.record(tester('visitor'), [failure(canary, 'w')])
    expect(await isStopped(analysis)).toBe(false)
  })

  test.each(['was replaced', 'was taken back'])('that %s and is released again has no past', async (how) => {
    let listed = listing
    const analysis = createAnalysis(undefined, () => listed)
    for (let user = 0; user < 4; user++) await analysis.record(tester(`user ${user}`), [failure(canary, 'v')])
    const { canary: _, ...channels } = listing.channels
    const another = { version: 'cccccccccccc', percent: 0, cohorts: ['testers'] }
    listed = { ...listing, channels: how === 'was replaced' ? { ...channels, canary: another } : channels }
    await analysis.record(other('visitor'), [report(stable, 'v')])
    listed = listing
    for (let user = 0; user < 4; user++) await analysis.record(tester(`user ${user}`), [failure(canary, 'w')])
    expect(await isStopped(analysis)).toBe(false)
    await analysis.record(tester('one more'), [failure(canary, 'w')])
    expect(await isStopped(analysis)).toBe(true)
  })

  test('that cannot be written down is stopped here, and written down later', async () => {
    const warn = jest.fn<(line: string) => void>()
    const analysis = createAnalysis(warn)
    const file = path.join(store, 'care.json')
    writeFileSync(file, '{')
    for (let user = 0; user < 8; user++) await analysis.record(tester(`user ${user}`), [failure(canary, 'v')])
    expect(await isStopped(analysis)).toBe(true)
    expect(readFileSync(file, 'utf8')).toBe('{')
    expect(warn.mock.calls.filter(([line]) => line.includes('cannot be written'))).toHaveLength(1)
    writeFileSync(file, '{"stopped":[]}')
    expect(await isStopped(analysis)).toBe(true)
    time += 10_000
    expect(await isStopped(analysis)).toBe(true)
    for (let turn = 0; turn < 100 && !readFileSync(file, 'utf8').includes(canary); turn++)
      await new Promise(setImmediate)
    await clearStoppedCanaries(openStore(store), 'inbox')
    expect(await isStopped(analysis)).toBe(false)
  })

  test('is stopped in a bucket too: here at once, elsewhere with the next look, until the release tool forgets it', async () => {
    const bucket = await startBucket()
    const inBucket = openStore(bucket.location, { environment: bucket.environment })
    const elsewhere = () => {
      const { location, environment } = bucket
      const source = bucketSource({
        location,
        environment,
        folder: createTempFolder(),
        warn: () => undefined,
        now: () => time,
      })
      return createCanaryAnalysis({ source, listing: async () => listing, warn: () => undefined, now: () => time })
    }
    const [here, there] = [elsewhere(), elsewhere()]
    expect([await isStopped(here), await isStopped(there)]).toEqual([false, false])
    for (let user = 0; user < 5; user++) await here.record(tester(`user ${user}`), [failure(canary, 'v')])
    expect([await isStopped(here), await isStopped(there)]).toEqual([true, false])
    time += 60_000
    expect(await isStopped(there)).toBe(true)
    await clearStoppedCanaries(inBucket, 'inbox')
    time += 60_000
    expect([await isStopped(here), await isStopped(there)]).toEqual([false, false])
    await bucket.close()
  })

  test('is not stopped by one person, nor by two, however often it fails for them', async () => {
    const analysis = createAnalysis()
    const reports = Array.from({ length: 20 }, (_, visit) => failure(canary, `v${visit}`))
    await analysis.record(tester('one'), reports)
    await analysis.record(tester('two'), reports)
    expect(await isStopped(analysis)).toBe(false)
    await analysis.record(tester('three'), [failure(canary, 'v')])
    expect(await isStopped(analysis)).toBe(true)
  })

  test('is not stopped by people who do not have it', async () => {
    const analysis = createAnalysis()
    for (let user = 0; user < 20; user++) await analysis.record(other(`user ${user}`), [failure(canary, 'v')])
    expect(await isStopped(analysis)).toBe(false)
  })

  test('is judged once for all reports of one request', async () => {
    const warn = jest.fn<(line: string) => void>()
    const analysis = createAnalysis(warn)
    for (const person of ['one', 'two']) await analysis.record(tester(person), [failure(canary, 'v')])
    await analysis.record(
      tester('three'),
      Array.from({ length: 3 }, (_, visit) => failure(canary, `v${visit}`)),
    )
    expect(await isStopped(analysis)).toBe(true)
    expect(warn).toHaveBeenCalledTimes(1)
    expect(warn.mock.calls[0]?.[0]).toContain('5 of 5 visits')
  })

  test('that another gateway has stopped is stopped here too, and stays so after a restart', async () => {
    const analysis = createAnalysis()
    expect((await analysis.stopped())('inbox', canary)).toBe(false)
    const stopped = [{ remote: 'inbox', version: canary, at: '2026-01-01T00:00:00.000Z', reason: 'it failed' }]
    writeFileSync(path.join(store, 'care.json'), JSON.stringify({ stopped }))
    expect((await analysis.stopped())('inbox', canary)).toBe(true)
    expect((await createAnalysis().stopped())('inbox', canary)).toBe(true)
  })
})

test.each([
  ['nonsense', 'x'],
  ['an unknown remote', [{ ...failure(canary, 'v'), remote: 'calendar' }]],
  ['a release in no channel', [failure('cccccccccccc', 'v')]],
  ['no visit', [{ type: 'error', remote: 'inbox', release: canary, code: 'X' }]],
])('%s in a report stops nothing', async (_, body) => {
  const analysis = createAnalysis()
  for (let user = 0; user < 20; user++) await analysis.record(tester(`user ${user}`), body)
  const stopped = await analysis.stopped()
  expect([stopped('inbox', canary), stopped('calendar', canary), stopped('inbox', 'cccccccccccc')]).toEqual([
    false,
    false,
    false,
  ])
})
