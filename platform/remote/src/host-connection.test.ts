import { afterEach, expect, test } from '@jest/globals'
import { hostAction, hrefOf, provideHost, setBasePath, basePath } from './host-connection.ts'
import type { HostActions } from '@atrium/protocol/register'

afterEach(() => setBasePath('/'))

test('a link leads below the path the site is served at', () => {
  expect([basePath(), hrefOf('/search?q=tea')]).toEqual(['/', '/search?q=tea'])
  setBasePath('/team/mail/')
  expect([basePath(), hrefOf('/search?q=tea'), hrefOf('/')]).toEqual([
    '/team/mail/',
    '/team/mail/search?q=tea',
    '/team/mail/',
  ])
})

test('a link never leads to another site', () => {
  expect(hrefOf('//evil.example/')).toBe('/evil.example/')
})

test('an action that the host does not have is named, with what to do', () => {
  provideHost({ load: () => Promise.reject(new Error('not in this test')), savePreferences: () => Promise.resolve() })
  const name = 'archiveAll' as keyof HostActions
  expect(() => hostAction(name)).toThrow(/the host action archiveAll\. Reload the page/)
})
