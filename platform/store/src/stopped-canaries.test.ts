import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { StoppedCanary } from '@atrium/protocol'
import { openStore } from './open-store.ts'
import { addStopped, forgetStopped, stoppedCanaries } from './stopped-canaries.ts'
import type { Store } from './store.ts'

const aCanary = (remote: string, version = 'aaaaaaaaaaaa'): StoppedCanary => ({ remote, version, at: '2026-01-01T00:00:00.000Z', reason: 'failed' })

let store: Store
beforeEach(() => void (store = openStore(mkdtempSync(path.join(os.tmpdir(), 'atrium-store-')))))
afterEach(() => rmSync(store.location, { recursive: true }))

test('gateways and the release tool change the list at the same time, and nothing is lost', async () => {
  await addStopped(store, aCanary('search'))
  await Promise.all([...['inbox', 'compose', 'settings'].map((remote) => addStopped(store, aCanary(remote))), forgetStopped(store, 'search')])
  expect((await stoppedCanaries(store)).map(({ remote }) => remote).sort()).toEqual(['compose', 'inbox', 'settings'])
})

test('a canary that two gateways stop is there once', async () => {
  await addStopped(store, aCanary('inbox'))
  await addStopped(store, { ...aCanary('inbox'), reason: 'slower' })
  expect(await stoppedCanaries(store)).toEqual([{ ...aCanary('inbox'), reason: 'slower' }])
})

test.each([
  ['{', 'JSON'],
  ['{}', 'stopped'],
  [JSON.stringify({ stopped: [{ ...aCanary('inbox'), version: 'new' }] }), 'stopped.0.version'],
])('a list that says %s is not taken for an empty one', async (text, why) => {
  await store.replace('care.json', Buffer.from(text), null)
  for (const attempt of [() => stoppedCanaries(store), () => addStopped(store, aCanary('inbox')), () => forgetStopped(store, 'inbox')])
    await expect(attempt()).rejects.toMatchObject({ code: 'STORE_REFUSED', message: expect.stringContaining(why) })
  expect((await store.read('care.json'))?.bytes.toString()).toBe(text)
})
