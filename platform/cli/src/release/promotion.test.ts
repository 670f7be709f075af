import { utimesSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Channels } from '@atrium/protocol'
import { storeLayout, type Store } from '@atrium/store'
import { collectGarbage } from './garbage.ts'
import { historyText, statusText } from './status.ts'
import { promote, releaseBuilds, rollback, switchRemote } from './operations.ts'
import { readRegistry, type Target } from './registry.ts'
import { resolveStack } from './command.ts'
import {
  buildFixture,
  releaseContext,
  useFreshKeys,
  versionOf,
  type RecordedContext,
} from '../testing/release-builder.ts'

beforeAll(useFreshKeys)

const stable: Target = { channel: 'stable' }
const canary: Target = { channel: 'canary', percent: 5, cohorts: [] }
let work: RecordedContext
let store: Store
beforeEach(() => {
  work = releaseContext()
  store = work.store
})

const release = (text: string, target: Target = stable) =>
  releaseBuilds(releaseContext(store), { folders: [buildFixture({ text })], target })
const listing = async () => (await readRegistry(store)).registry?.listings['inbox']
const channels = async (): Promise<Channels | undefined> => (await listing())?.channels
const stop = (text: string) =>
  store.replace(
    'care.json',
    Buffer.from(
      JSON.stringify({
        stopped: [
          {
            remote: 'inbox',
            version: versionOf(text),
            at: '2026-11-21T10:00:00.000Z',
            reason: '9 of 40 visits failed',
          },
        ],
      }),
    ),
    null,
  )

describe('promote', () => {
  test('makes the canary stable', async () => {
    await release('one')
    await release('two', canary)
    await promote(work, { name: 'inbox', target: stable })
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  })

  test('grows a canary', async () => {
    await release('one')
    await release('two', canary)
    await promote(work, { name: 'inbox', target: { channel: 'canary', percent: 50, cohorts: [] } })
    expect((await channels())?.canary).toEqual({ version: versionOf('two'), percent: 50, cohorts: [] })
  })

  test('promotes a preview', async () => {
    await release('one')
    await release('two', { channel: 'preview', label: 'new-list' })
    await promote(work, { name: 'inbox', preview: 'new-list', target: stable })
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  })

  test('refuses a canary that a gateway has halted, unless forced', async () => {
    await release('one')
    await release('two', canary)
    await stop('two')
    await expect(promote(work, { name: 'inbox', target: stable })).rejects.toThrow('9 of 40 visits failed')
    expect(await statusText(store)).toContain('HALTED')
    await promote(releaseContext(store, { force: true }), {
      name: 'inbox',
      target: { channel: 'canary', percent: 10, cohorts: [] },
    })
    expect(await statusText(store)).not.toContain('HALTED')
    await store.remove('care.json')
    await stop('two')
    expect(await historyText(store, { name: 'inbox', limit: 50, page: 1 })).toContain('9 of 40 visits failed')
    await release('three', canary)
    expect(await statusText(store)).not.toContain('HALTED')
    await promote(work, { name: 'inbox', target: stable })
    expect((await channels())?.stable).toBe(versionOf('three'))
  })

  test('reports a damaged list of halts, and leaves it as it is', async () => {
    await release('one')
    await release('two', canary)
    await store.replace('care.json', Buffer.from('{"stopped": [{"remote": "inb'), null)
    await expect(promote(work, { name: 'inbox', target: stable })).rejects.toThrow('care.json cannot be read')
    expect((await channels())?.stable).toBe(versionOf('one'))
    expect(await statusText(store)).toContain('care.json cannot be read')
    expect(await historyText(store, { limit: 50, page: 1 })).toContain('care.json cannot be read')
    const forced = releaseContext(store, { force: true })
    await promote(forced, { name: 'inbox', target: stable })
    expect(forced.output).toContainEqual(expect.stringContaining('It was not changed'))
    expect((await channels())?.stable).toBe(versionOf('two'))
    expect((await store.read('care.json'))?.bytes.toString()).toBe('{"stopped": [{"remote": "inb')
  })

  test('reports that there is no candidate', async () => {
    await release('one')
    await expect(promote(work, { name: 'inbox', target: stable })).rejects.toThrow('inbox has no canary to promote')
    await expect(promote(work, { name: 'calendar', target: stable })).rejects.toThrow(
      'Unknown remote "calendar". Released: inbox',
    )
  })
})

describe('rollback', () => {
  test('returns to the release before, in under two seconds, and again', async () => {
    for (const text of ['one', 'two', 'three']) await release(text)
    const startedAt = performance.now()
    await rollback(work, { name: 'inbox' })
    expect(performance.now() - startedAt).toBeLessThan(2000)
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
    await rollback(work, { name: 'inbox' })
    expect(await channels()).toEqual({ stable: versionOf('one'), previews: {} })
    await expect(rollback(work, { name: 'inbox' })).rejects.toThrow('inbox has no release to return to')
  })

  test('removes the canary first', async () => {
    await release('one')
    await release('two')
    await release('three', canary)
    await rollback(work, { name: 'inbox' })
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  })

  test('returns to a version only if it was stable', async () => {
    for (const text of ['one', 'two', 'three']) await release(text)
    await rollback(work, { name: 'inbox', to: versionOf('one') })
    expect((await channels())?.stable).toBe(versionOf('one'))
    await expect(rollback(work, { name: 'inbox', to: '0123456789ab' })).rejects.toThrow('was never stable')
  })

  test('returns to a release that was stable before hundreds of changes of others', async () => {
    for (const text of ['one', 'two', 'three']) await release(text)
    const last = (await readRegistry(store)).registry?.signed.head.serial ?? 0
    for (let serial = last + 1; serial <= last + 250; serial++) {
      const moves = [{ name: 'other', what: 'stable', to: versionOf(String(serial), 'other') }]
      const change = { serial, at: new Date(0).toISOString(), by: 'someone', command: 'release', moves }
      await store.write(storeLayout.change(serial), Buffer.from(JSON.stringify(change)))
    }
    await rollback(work, { name: 'inbox', to: versionOf('one') })
    expect((await channels())?.stable).toBe(versionOf('one'))
  })
})

test('a remote is switched off with a reason, and on again', async () => {
  await release('one')
  await switchRemote(work, 'inbox', 'under repair')
  expect(await listing()).toHaveProperty('disabled', 'under repair')
  await release('two')
  expect(await listing()).toHaveProperty('disabled', 'under repair')
  await switchRemote(work, 'inbox', undefined)
  expect(await listing()).not.toHaveProperty('disabled')
  const entries = (await historyText(store, { limit: 50, page: 1 })).split('\n').filter((line) => line.includes(' by '))
  expect(entries.map((line) => line.split('  ')[1]?.split(' ')[0])).toEqual(['enable', 'release', 'disable', 'release'])
})

describe('garbage', () => {
  const age = async (text: string, days: number): Promise<void> => {
    const time = Date.now() / 1000 - days * 86_400
    for (const file of await store.list(`inbox/${versionOf(text)}/`))
      utimesSync(path.join(store.location, file.path), time, time)
  }
  const storedVersions = async (): Promise<string[]> =>
    [...new Set((await store.list('inbox/')).map((file) => file.path.split('/')[1] ?? ''))].sort()

  test('is what has been in no channel for long; never what is in one or left one recently', async () => {
    for (const text of ['one', 'two', 'three', 'four']) await release(text)
    // Uploaded for a release that never came to be.
    await releaseBuilds(releaseContext(store), {
      folders: [buildFixture({ text: 'lost' })],
      target: { channel: 'preview', label: 'x' },
    })
    for (const text of ['one', 'two', 'three', 'four', 'lost']) await age(text, 40)
    await collectGarbage(work, 30)
    expect(work.output).toEqual(['Nothing to remove: no unused release is older than 30 days.'])
    // The whole history is seconds old; so short an age makes it long ago.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await collectGarbage({ ...work, dryRun: true }, 0.04 / 86_400)
    expect(await storedVersions()).toHaveLength(5)
    await collectGarbage(work, 0.04 / 86_400)
    expect(await storedVersions()).toEqual([versionOf('three'), versionOf('four'), versionOf('lost')].sort())
    expect((await store.list('maps/')).map((file) => file.path.split('/')[2])).not.toContain(versionOf('one'))
    await rollback(work, { name: 'inbox' })
    expect((await channels())?.stable).toBe(versionOf('three'))
  })
})

test('a stack trace is mapped to the source', async () => {
  await release('one')
  const stack = `TypeError: no\n    at x (https://mail.example/releases/inbox/${versionOf('one')}/js/page.js:1:1)\n    at y (https://mail.example/releases/inbox/0123456789ab/js/page.js:1:1)\n`
  expect(await resolveStack(store, stack)).toBe(
    'TypeError: no\n    at x (remotes/inbox/src/page.tsx:1:1 (draw))\n    at y (https://mail.example/releases/inbox/0123456789ab/js/page.js:1:1 [no source map in the store])\n',
  )
})
