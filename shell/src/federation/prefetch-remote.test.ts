import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { aRelease, anEntry } from './a-release.ts'
import { prefetchRemote } from './prefetch-remote.ts'

const links = (): string[] =>
  [...document.head.querySelectorAll<HTMLLinkElement>('link[rel=preload]')].map(({ href }) => new URL(href).pathname)

const aRegistry = (change: object = {}, version = 'aaaaaaaaaaaa') => ({
  find: () =>
    Promise.resolve({
      ...anEntry(aRelease({ version, exposes: { './page': ['js/page.js', 'css/page.css'], './box': ['js/box.js'] } })),
      ...change,
    }),
})

beforeEach(() => void (document.head.innerHTML = '<script nonce="n1"></script>'))
afterEach(() => document.head.replaceChildren())

test('what a page needs is fetched with the nonce and the hash its load will have, and once', async () => {
  await prefetchRemote(aRegistry(), 'inbox')
  await prefetchRemote(aRegistry(), 'inbox')
  const base = '/releases/inbox/aaaaaaaaaaaa'
  expect(links()).toEqual([`${base}/remoteEntry.js`, `${base}/js/page.js`, `${base}/css/page.css`])
  const [script] = document.head.querySelectorAll<HTMLLinkElement>('link')
  expect(script).toMatchObject({ nonce: 'n1', crossOrigin: 'anonymous', as: 'script' })
  expect(script?.integrity).toMatch(/^sha384-/)
})

test('another module is fetched without the page', async () => {
  await prefetchRemote(aRegistry({}, 'bbbbbbbbbbbb'), 'inbox', ['./box'])
  expect(links().map((path) => path.split('/').at(-1))).toEqual(['remoteEntry.js', 'box.js'])
})

test('nothing is fetched of a remote that is off, or that the registry cannot tell of', async () => {
  await prefetchRemote(aRegistry({ disabled: 'maintenance' }, 'cccccccccccc'), 'inbox')
  await prefetchRemote({ find: () => Promise.reject(new Error('offline')) }, 'inbox')
  expect(links()).toEqual([])
})
