import { expect, jest, test } from '@jest/globals'
import { safeStorage, storedNumber } from './browser-storage.ts'

const fail = (name: string) => (): never => {
  throw new DOMException('no', name)
}

test('a storage at its quota still works for the life of the page, and reports it once', () => {
  const onUnavailable = jest.fn()
  const storage = safeStorage(() => ({ getItem: () => '1', setItem: fail('QuotaExceededError') }), onUnavailable)
  storage.setItem('serial', '2')
  storage.setItem('serial', '3')
  expect([storage.getItem('serial'), storage.getItem('other')]).toEqual(['3', '1'])
  expect(onUnavailable).toHaveBeenCalledTimes(1)
})

test('a storage that is forbidden is replaced by memory', () => {
  const storage = safeStorage(fail('SecurityError'))
  expect(storage.getItem('serial')).toBeNull()
  storage.setItem('serial', '2')
  expect(storage.getItem('serial')).toBe('2')
})

test('a storage that works is used', () => {
  sessionStorage.clear()
  safeStorage(() => sessionStorage).setItem('serial', '7')
  expect(sessionStorage.getItem('serial')).toBe('7')
})

test.each([
  ['7', 7],
  ['', 0],
  ['Infinity', 0],
  ['1e99', 0],
  ['-1', 0],
  ['{"theme":"dark"}', 0],
])('a number that was stored as %j is read as %i: what no host has written shuts no user out', (text, number) => {
  expect(storedNumber({ getItem: () => text, setItem: () => undefined }, 'serial')).toBe(number)
})
