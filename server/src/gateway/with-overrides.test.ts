import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { aRecord, aRemote } from '../testing/a-store.ts'
import { withOverrides } from './with-overrides.ts'

const released = { name: 'inbox', base: '/releases/inbox/', releases: [aRecord(aRemote('inbox'))] }
const registry = { schema: 1 as const, serial: 7, remotes: { inbox: released } }

let answer: (response: http.ServerResponse) => void
let devServer: http.Server
let base: string
const warnings: string[] = []

beforeEach(async () => {
  warnings.length = 0
  devServer = http.createServer((_request, response) => answer(response))
  await new Promise<void>((resolve) => devServer.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(devServer.address() as AddressInfo).port}/dev/`
})
afterEach(() => new Promise((resolve) => devServer.close(resolve)))
afterAll(() => devServer.closeAllConnections())

const overridden = async () =>
  (await withOverrides(registry, new Map([['inbox', base]]), (line) => void warnings.push(line))).remotes['inbox']

describe('a remote on a dev server', () => {
  test('is taken as it is at this moment', async () => {
    for (const text of ['one', 'two']) {
      const record = aRecord(aRemote('inbox', { files: { 'remoteEntry.js': text } }))
      answer = (response) => response.end(JSON.stringify(record))
      expect(await overridden()).toEqual({ name: 'inbox', base, releases: [record] })
    }
  })

  test.each([
    ['fails', (response: http.ServerResponse) => response.writeHead(500).end()],
    ['answers with a page', (response: http.ServerResponse) => response.end('<html>')],
    [
      'is that of another remote',
      (response: http.ServerResponse) => response.end(JSON.stringify(aRecord(aRemote('search')))),
    ],
  ])('that %s is taken from its release, with a warning', async (_, respond) => {
    answer = respond
    expect(await overridden()).toBe(released)
    expect(warnings).toEqual([expect.stringContaining(`inbox is not taken from ${base}`)])
  })

  test('nothing is asked when there are none', async () => {
    expect(await withOverrides(registry, new Map(), () => undefined)).toBe(registry)
  })
})
