import { describe, expect, test } from '@jest/globals'
import { exactDate, messageDate, shortDate } from './format-date.ts'

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

  test('is exact when asked', () => {
    expect(exactDate(at(2019, 2, 12, 9, 5), 'en-GB')).toMatch(/^Tuesday,? 12 March 2019 at 0?9:05:00/)
  })
})
