import { utimesSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Channels } from '@atrium/protocol'
import type { Store } from '@atrium/store'
import { collectGarbage } from './collect-garbage.ts'
import { historyText } from './history-text.ts'
import { promote } from './promote.ts'
import { readRegistry } from './registry-document.ts'
import { releasePieces } from './release-pieces.ts'
import { resolveStack } from './resolve-stack.ts'
import { rollback } from './rollback.ts'
import { statusText } from './status.ts'
import { switchRemote } from './switch-remote.ts'
import { aBuild, versionOf } from './testing/a-build.ts'
import { aWork, useFreshKeys, type TestWork } from './testing/a-work.ts'
import type { Target } from './channels.ts'

beforeAll(useFreshKeys)

const stable: Target = { channel: 'stable' }
const canary: Target = { channel: 'canary', percent: 5, cohorts: [] }
let work: TestWork
let store: Store
beforeEach(() => {
  work = aWork()
  store = work.store
})

const release = (text: string, target: Target = stable) => releasePieces(aWork(store), { folders: [aBuild({ text })], target })
const listing = async () => (await readRegistry(store)).registry?.listings['inbox']
const channels = async (): Promise<Channels | undefined> => (await listing())?.channels
const stop = (text: string) =>
  store.replace('care.json', Buffer.from(JSON.stringify({ stopped: [{ remote: 'inbox', version: versionOf(text), at: '2026-11-21T10:00:00.000Z', reason: '9 of 40 visits failed' }] })), null)

describe('promote', () => {
  test('makes the canary stable', async () => {
    await release('one')
    await release('two', canary)
    await promote(work, { name: 'inbox', target: stable })
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  })

  test('lets a canary grow', async () => {
    await release('one')
    await release('two', canary)
    await promote(work, { name: 'inbox', target: { channel: 'canary', percent: 50, cohorts: [] } })
    expect((await channels())?.canary).toEqual({ version: versionOf('two'), percent: 50, cohorts: [] })
  })

  test('takes a preview', async () => {
    await release('one')
    await release('two', { channel: 'preview', label: 'new-list' })
    await promote(work, { name: 'inbox', preview: 'new-list', target: stable })
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  })

  test('of a canary that a gateway has stopped has to be meant', async () => {
    await release('one')
    await release('two', canary)
    await stop('two')
    await expect(promote(work, { name: 'inbox', target: stable })).rejects.toThrow('9 of 40 visits failed')
    expect(await statusText(store)).toContain('STOPPED')
    await promote(aWork(store, { force: true }), { name: 'inbox', target: { channel: 'canary', percent: 10, cohorts: [] } })
    expect(await statusText(store)).not.toContain('STOPPED')
    await store.remove('care.json')
    await stop('two')
    expect(await historyText(store, 'inbox')).toContain('9 of 40 visits failed')
    await release('three', canary)
    expect(await statusText(store)).not.toContain('STOPPED')
    await promote(work, { name: 'inbox', target: stable })
    expect((await channels())?.stable).toBe(versionOf('three'))
  })

  test('with a damaged list of what was stopped says so, and leaves it as it is', async () => {
    await release('one')
    await release('two', canary)
    await store.replace('care.json', Buffer.from('{"stopped": [{"remote": "inb'), null)
    await expect(promote(work, { name: 'inbox', target: stable })).rejects.toThrow('care.json cannot be read')
    expect((await channels())?.stable).toBe(versionOf('one'))
    expect(await statusText(store)).toContain('care.json cannot be read')
    expect(await historyText(store, undefined)).toContain('care.json cannot be read')
    const forced = aWork(store, { force: true })
    await promote(forced, { name: 'inbox', target: stable })
    expect(forced.said).toContainEqual(expect.stringContaining('It was not changed'))
    expect((await channels())?.stable).toBe(versionOf('two'))
    expect((await store.read('care.json'))?.bytes.toString()).toBe('{"stopped": [{"remote": "inb')
  })

  test('without a candidate says so', async () => {
    await release('one')
    await expect(promote(work, { name: 'inbox', target: stable })).rejects.toThrow('inbox has no canary to promote')
    await expect(promote(work, { name: 'calendar', target: stable })).rejects.toThrow('calendar was never released; there are: inbox')
  })
})

describe('rollback', () => {
  test('returns to the release before, in under two seconds, and again', async () => {
    for (const text of ['one', 'two', 'three']) await release(text)
    const begun = performance.now()
    await rollback(work, { name: 'inbox' })
    expect(performance.now() - begun).toBeLessThan(2000)
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
    await rollback(work, { name: 'inbox' })
    expect(await channels()).toEqual({ stable: versionOf('one'), previews: {} })
    await expect(rollback(work, { name: 'inbox' })).rejects.toThrow('inbox has no release to return to')
  })

  test('takes the canary back first', async () => {
    await release('one')
    await release('two')
    await release('three', canary)
    await rollback(work, { name: 'inbox' })
    expect(await channels()).toEqual({ stable: versionOf('two'), previous: versionOf('one'), previews: {} })
  })

  test('to a version takes one that was stable', async () => {
    for (const text of ['one', 'two', 'three']) await release(text)
    await rollback(work, { name: 'inbox', to: versionOf('one') })
    expect((await channels())?.stable).toBe(versionOf('one'))
    await expect(rollback(work, { name: 'inbox', to: '0123456789ab' })).rejects.toThrow('was never stable here')
  })
})

test('a remote is switched off with a reason, and on', async () => {
  await release('one')
  await switchRemote(work, 'inbox', 'under repair')
  expect(await listing()).toHaveProperty('disabled', 'under repair')
  await release('two')
  expect(await listing()).toHaveProperty('disabled', 'under repair')
  await switchRemote(work, 'inbox', undefined)
  expect(await listing()).not.toHaveProperty('disabled')
  const told = (await historyText(store, undefined)).split('\n').filter((line) => line.includes(' by '))
  expect(told.map((line) => line.split('  ')[1]?.split(' ')[0])).toEqual(['enable', 'release', 'disable', 'release'])
})

describe('garbage', () => {
  const age = async (text: string, days: number): Promise<void> => {
    const time = Date.now() / 1000 - days * 86_400
    for (const file of await store.list(`inbox/${versionOf(text)}/`)) utimesSync(path.join(store.location, file.path), time, time)
  }
  const kept = async (): Promise<string[]> => [...new Set((await store.list('inbox/')).map((file) => file.path.split('/')[1] ?? ''))].sort()

  test('is what nobody was given for long; never what is in a channel or left one lately', async () => {
    for (const text of ['one', 'two', 'three', 'four']) await release(text)
    // Uploaded for a release that never came to be.
    await releasePieces(aWork(store), { folders: [aBuild({ text: 'lost' })], target: { channel: 'preview', label: 'x' } })
    for (const text of ['one', 'two', 'three', 'four', 'lost']) await age(text, 40)
    await collectGarbage(work, 30)
    expect(work.said).toEqual(['nothing is older than 30 days and out of use'])
    // All that history tells is seconds old; so short an age calls it long ago.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await collectGarbage({ ...work, dryRun: true }, 0.04 / 86_400)
    expect(await kept()).toHaveLength(5)
    await collectGarbage(work, 0.04 / 86_400)
    expect(await kept()).toEqual([versionOf('three'), versionOf('four'), versionOf('lost')].sort())
    expect((await store.list('maps/')).map((file) => file.path.split('/')[2])).not.toContain(versionOf('one'))
    await rollback(work, { name: 'inbox' })
    expect((await channels())?.stable).toBe(versionOf('three'))
  })
})

test('a stack trace is told in terms of the source', async () => {
  await release('one')
  const stack = `TypeError: no\n    at x (https://mail.example/releases/inbox/${versionOf('one')}/js/page.js:1:1)\n    at y (https://mail.example/releases/inbox/0123456789ab/js/page.js:1:1)\n`
  expect(await resolveStack(store, stack)).toBe(
    'TypeError: no\n    at x (remotes/inbox/src/page.tsx:1:1 (draw))\n    at y (https://mail.example/releases/inbox/0123456789ab/js/page.js:1:1 [no source map in the store])\n',
  )
})
