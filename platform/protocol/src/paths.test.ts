import { expect, test } from '@jest/globals'
import { devPort } from './paths.ts'

test('a port depends on the name alone and stays in its range', () => {
  expect(devPort('inbox')).toBe(devPort('inbox'))
  for (const name of ['a', 'inbox', 'a-very-long-name-of-a-remote']) {
    expect(devPort(name)).toBeGreaterThanOrEqual(4100)
    expect(devPort(name)).toBeLessThan(4900)
  }
})

test('the remotes of this workspace have different ports', () => {
  const names = ['shell', 'inbox', 'compose', 'search', 'settings', 'inspector', 'calendar']
  expect(new Set(names.map(devPort)).size).toBe(names.length)
})
