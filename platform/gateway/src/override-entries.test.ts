import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildRecord, remoteRelease } from './testing/release-builder.ts'
import { emptyRegistry, type SiteRegistry } from './registry.ts'
import { withOverrides } from './overrides.ts'

const released = { name: 'inbox', base: '/releases/inbox/', releases: [buildRecord(remoteRelease('inbox'))] }
const registry: SiteRegistry = { ...emptyRegistry, remote: async () => ({ entry: released }) }

let answer: (response: http.ServerResponse) => void
let devServer: http.Server
let base: string

beforeEach(async () => {
  devServer = http.createServer((_request, response) => answer(response))
  await new Promise<void>((resolve) => devServer.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(devServer.address() as AddressInfo).port}/dev/`
})
afterEach(() => new Promise((resolve) => devServer.close(resolve)))
afterAll(() => devServer.closeAllConnections())

const overridden = async () => {
  const { registry: seen, overrides } = await withOverrides(registry, [{ remote: 'inbox', base }])
  return { entry: (await seen.remote('inbox'))?.entry, refused: overrides[0]?.refused }
}

describe('a remote on a dev server', () => {
  test('is taken as it is at this moment', async () => {
    for (const text of ['one', 'two']) {
      const record = buildRecord(remoteRelease('inbox', { files: { 'remoteEntry.js': text } }))
      answer = (response) => response.end(JSON.stringify(record))
      expect(await overridden()).toEqual({ entry: { name: 'inbox', base, releases: [record] }, refused: undefined })
    }
  })

  test.each([
    ['fails', /responded with 500/, (response: http.ServerResponse) => response.writeHead(500).end()],
    ['answers with a page', /JSON/, (response: http.ServerResponse) => response.end('<html>')],
    [
      'is that of another remote',
      /search is there/,
      (response: http.ServerResponse) => response.end(JSON.stringify(buildRecord(remoteRelease('search')))),
    ],
  ])('that %s is taken from its release, with the reason', async (_, reason, respond) => {
    answer = respond
    expect(await overridden()).toEqual({ entry: released, refused: expect.stringMatching(reason) })
  })

  test('that no server serves is loaded from its release, with a remedy', async () => {
    const { port } = devServer.address() as AddressInfo
    await new Promise((resolve) => devServer.close(resolve))
    expect(await overridden()).toEqual({ entry: released, refused: expect.stringContaining('pnpm dev') })
    await new Promise<void>((resolve) => devServer.listen(port, '127.0.0.1', resolve))
  })

  test('that was refused is not fetched', async () => {
    answer = () => expect('fetched').toBe('not fetched')
    const refused = { remote: 'inbox', base, refused: 'because' }
    expect(await withOverrides(registry, [refused])).toEqual({ registry, overrides: [refused] })
  })

  test('nothing is fetched when there are none', async () => {
    expect((await withOverrides(registry, [])).registry).toBe(registry)
  })
})
