import { afterEach, expect, test } from '@jest/globals'
import { hrefOf, serveBelow, siteBase } from './site.ts'

afterEach(() => serveBelow('/'))

test('a link leads below the path the site is served at', () => {
  expect([siteBase(), hrefOf('/search?q=tea')]).toEqual(['/', '/search?q=tea'])
  serveBelow('/team/mail/')
  expect([siteBase(), hrefOf('/search?q=tea'), hrefOf('/')]).toEqual(['/team/mail/', '/team/mail/search?q=tea', '/team/mail/'])
})

test('a link never leads to another site', () => {
  expect(hrefOf('//evil.example/')).toBe('/evil.example/')
})
