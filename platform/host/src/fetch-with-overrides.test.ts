import { afterEach, expect, jest, test } from '@jest/globals'
import { fetchWithOverrides } from './registry-client.ts'

const requested: string[] = []
globalThis.fetch = jest.fn(async (url: unknown) => {
  requested.push(String(url))
  return null as unknown as Response
}) as typeof fetch
afterEach(() => void requested.splice(0))

const inbox = { remote: 'inbox', base: 'http://localhost:4255/dev/' }

test('requests to the registry name the overrides in force, and no others', async () => {
  await fetchWithOverrides([inbox, { ...inbox, remote: 'search', refused: 'because' }])('/registry/compose')
  expect(requested).toEqual([`/registry/compose?override=${encodeURIComponent(`inbox=${inbox.base}`)}`])
})

test('other requests name none, and none does without overrides', async () => {
  await fetchWithOverrides([inbox])('/jmap/api')
  await fetchWithOverrides()('/registry/compose')
  expect(requested).toEqual(['/jmap/api', '/registry/compose'])
})
