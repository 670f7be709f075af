import { describe, expect, test } from '@jest/globals'
import { exactDate, formatFileSize, messageDate, shortDate } from './format.ts'

const now = new Date(2026, 10, 21, 15, 30)
const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString()

describe('the date of a row', () => {
  test('is the time when it was today', () => {
    expect(shortDate(at(2026, 10, 21, 9, 5), 'en-GB', now)).toBe('9:05')
  })

  test('is day and month when it was this year', () => {
    expect(shortDate(at(2026, 10, 20, 23, 59), 'en-GB', now)).toBe('20 Nov')
  })

  test('has the year when it was another one', () => {
    expect(shortDate(at(2019, 2, 12, 9, 5), 'en-GB', now)).toBe('12 Mar 2019')
  })

  test('follows the language', () => {
    expect(shortDate(at(2026, 10, 20, 9, 5), 'de-DE', now)).toBe('20. Nov.')
    expect(shortDate(at(2026, 10, 21, 9, 5), 'en-US', now)).toMatch(/^9:05\sAM$/)
  })

  test('stays empty when the server gives none that can be read', () => {
    expect(shortDate('', 'en-GB', now)).toBe('')
    expect(messageDate('soon', 'en-GB', now)).toBe('')
    expect(exactDate('soon', 'en-GB')).toBe('')
  })
})

describe('the date of an open message', () => {
  test('says the time on any day', () => {
    expect(messageDate(at(2026, 10, 20, 9, 5), 'en-GB', now)).toMatch(/^20 Nov, 0?9:05$/)
    expect(messageDate(at(2019, 2, 12, 9, 5), 'en-GB', now)).toMatch(/^12 Mar 2019, 0?9:05$/)
  })

  test('is exact on request', () => {
    expect(exactDate(at(2019, 2, 12, 9, 5), 'en-GB')).toMatch(/^Tuesday,? 12 March 2019 at 0?9:05:00/)
  })
})

describe('the size of a file', () => {
  test.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1234, '1.2 kB'],
    [9960, '10 kB'],
    [999_999, '1 MB'],
    [4_300_000, '4.3 MB'],
    [25_000_000, '25 MB'],
    [2_000_000_000_000, '2,000 GB'],
  ])('of %d bytes is %s', (bytes, text) => {
    expect(formatFileSize(bytes, 'en-GB')).toBe(text)
  })

  test('follows the language', () => {
    expect(formatFileSize(4_300_000, 'de-DE')).toBe('4,3 MB')
  })
})
