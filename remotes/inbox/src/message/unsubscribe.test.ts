import { expect, test } from '@jest/globals'
import { wayOut } from './message-head.tsx'

const of = (...urls: string[]) => wayOut({ 'header:List-Unsubscribe:asURLs': urls })

test('a mailing list is left by the first address that can be used', () => {
  expect(of('mailto:leave@list.example?subject=off', 'https://list.example/off')).toEqual({
    kind: 'mail',
    href: 'mailto:leave@list.example?subject=off',
  })
  expect(of('http://list.example/off', 'https://list.example/off')).toMatchObject({ kind: 'page' })
})

test('an address that runs something or says nothing leaves no list', () => {
  expect(of('javascript:alert(1)', 'data:text/html,x', 'mailto:', 'not an address')).toBeNull()
  expect(wayOut({})).toBeNull()
})
