import { beforeEach, expect, jest, test } from '@jest/globals'
import { buildRelease, buildEntry } from './testing/release-builder.ts'
import { prefetchRemote } from './idle.ts'

const fetched = jest.fn<typeof globalThis.fetch>()
const files = (): (string | undefined)[] => fetched.mock.calls.map(([url]) => String(url).split('/').at(-1))

const buildRegistry = (version: string, change: object = {}) => ({
  find: () =>
    Promise.resolve({
      ...buildEntry(
        buildRelease({ version, exposes: { './page': ['js/page.js', 'css/page.css'], './box': ['js/box.js'] } }),
      ),
      ...change,
    }),
})

beforeEach(() => {
  fetched.mockReset().mockResolvedValue({ blob: () => Promise.resolve(new Blob()) } as Response)
  globalThis.fetch = fetched
})

test('what a page needs is fetched in the mode of its script, with its hash, and once', async () => {
  await prefetchRemote(buildRegistry('aaaaaaaaaaaa'), 'inbox')
  await prefetchRemote(buildRegistry('aaaaaaaaaaaa'), 'inbox')
  expect(files()).toEqual(['remoteEntry.js', 'page.js', 'page.css'])
  const options = { mode: 'cors', credentials: 'same-origin', integrity: expect.stringMatching(/^sha384-/) }
  expect(fetched).toHaveBeenCalledWith(expect.any(String), expect.objectContaining(options))
})

test('another module is fetched without the page', async () => {
  await prefetchRemote(buildRegistry('bbbbbbbbbbbb'), 'inbox', ['./box'])
  expect(files()).toEqual(['remoteEntry.js', 'box.js'])
})

test('what was lost is fetched again at the next occasion', async () => {
  fetched.mockRejectedValueOnce(new TypeError('network'))
  await prefetchRemote(buildRegistry('cccccccccccc'), 'inbox', [])
  await new Promise((resolve) => setTimeout(resolve))
  await prefetchRemote(buildRegistry('cccccccccccc'), 'inbox', [])
  expect(files()).toEqual(['remoteEntry.js', 'remoteEntry.js'])
})

test('nothing is fetched of a remote that is off, or that the registry does not have', async () => {
  await prefetchRemote(buildRegistry('dddddddddddd', { disabled: 'maintenance' }), 'inbox')
  await prefetchRemote({ find: () => Promise.reject(new Error('offline')) }, 'inbox')
  expect(fetched).not.toHaveBeenCalled()
})
