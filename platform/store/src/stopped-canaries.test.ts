import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { StoppedCanary } from '@atrium/protocol'
import { addStoppedCanary, clearStoppedCanaries, openStore, readStoppedCanaries, type Store } from './index.ts'

const buildCanary = (remote: string, version = 'aaaaaaaaaaaa'): StoppedCanary => ({
  remote,
  version,
  at: '2026-01-01T00:00:00.000Z',
  reason: 'failed',
})

let store: Store
beforeEach(() => void (store = openStore(mkdtempSync(path.join(os.tmpdir(), 'atrium-store-')))))
afterEach(() => rmSync(store.location, { recursive: true }))

test('gateways and the release command change the list at the same time, and nothing is lost', async () => {
  await addStoppedCanary(store, buildCanary('search'))
  await Promise.all([
    ...['inbox', 'compose', 'settings'].map((remote) => addStoppedCanary(store, buildCanary(remote))),
    clearStoppedCanaries(store, 'search'),
  ])
  expect((await readStoppedCanaries(store)).map(({ remote }) => remote).sort()).toEqual([
    'compose',
    'inbox',
    'settings',
  ])
})

test('a canary that two gateways stop is listed once', async () => {
  await addStoppedCanary(store, buildCanary('inbox'))
  await addStoppedCanary(store, { ...buildCanary('inbox'), reason: 'slower' })
  expect(await readStoppedCanaries(store)).toEqual([{ ...buildCanary('inbox'), reason: 'slower' }])
})

test('a stopped canary is replaced only by the same version of the same remote', async () => {
  const canaries = [
    buildCanary('inbox', 'aaaaaaaaaaaa'),
    buildCanary('inbox', 'bbbbbbbbbbbb'),
    buildCanary('search', 'aaaaaaaaaaaa'),
  ]
  for (const canary of canaries) await addStoppedCanary(store, canary)
  expect(await readStoppedCanaries(store)).toEqual(canaries)
  await clearStoppedCanaries(store, 'inbox')
  expect(await readStoppedCanaries(store)).toEqual([buildCanary('search', 'aaaaaaaaaaaa')])
})

test('a change that changes nothing writes nothing', async () => {
  await clearStoppedCanaries(store, 'inbox')
  expect(await store.read('care.json')).toBeUndefined()
})

test.each([
  ['{', 'JSON'],
  ['{}', 'stopped'],
  [JSON.stringify({ stopped: [{ ...buildCanary('inbox'), version: 'new' }] }), 'stopped.0.version'],
])('a list that says %s is not taken for an empty one', async (text, why) => {
  await store.replace('care.json', Buffer.from(text), null)
  for (const attempt of [
    () => readStoppedCanaries(store),
    () => addStoppedCanary(store, buildCanary('inbox')),
    () => clearStoppedCanaries(store, 'inbox'),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: 'STORE_REFUSED', message: expect.stringContaining(why) })
  expect((await store.read('care.json'))?.bytes.toString()).toBe(text)
})
