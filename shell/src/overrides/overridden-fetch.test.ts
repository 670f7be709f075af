import { afterEach, expect, jest, test } from '@jest/globals'
import { overriddenFetch } from './overridden-fetch.ts'

const asked: string[] = []
globalThis.fetch = jest.fn(async (url: unknown) => {
  asked.push(String(url))
  return null as unknown as Response
}) as typeof fetch
afterEach(() => void asked.splice(0))

const inbox = { remote: 'inbox', base: 'http://localhost:4255/dev/' }

test('the registry is told of the overrides in force, and of no others', async () => {
  await overriddenFetch([inbox, { ...inbox, remote: 'search', refused: 'because' }])('/registry/compose')
  expect(asked).toEqual([`/registry/compose?override=${encodeURIComponent(`inbox=${inbox.base}`)}`])
})

test('nobody else is told, and without overrides nobody at all', async () => {
  await overriddenFetch([inbox])('/jmap/api')
  await overriddenFetch()('/registry/compose')
  expect(asked).toEqual(['/jmap/api', '/registry/compose'])
})
