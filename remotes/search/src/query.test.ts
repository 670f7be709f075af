import { describe, expect, test } from '@jest/globals'
import { mailboxBuilder } from '@atrium/mail/testing'
import {
  hasValue,
  isoDay,
  parseDate,
  parseQuery,
  toggled,
  utc,
  valueOf,
  withOperator,
  withoutOperator,
} from './query.ts'

const someMailboxes = [
  mailboxBuilder({ id: 'm-inbox', name: 'Inbox', role: 'inbox' }),
  mailboxBuilder({ id: 'm-junk', name: 'Spam', role: 'junk' }),
  mailboxBuilder({ id: 'm-trash', name: 'Trash', role: 'trash' }),
  mailboxBuilder({ id: 'm-travel', name: 'Travel plans' }),
  mailboxBuilder({ id: 'm-tax', name: 'Tax' }),
  mailboxBuilder({ id: 'm-taxi', name: 'Taxi receipts' }),
]

const now = new Date(2026, 0, 20, 15, 30)
const around = { mailboxes: someMailboxes, own: ['grace@atrium.test', 'grace@navy.test'], now }
const away = { inMailboxOtherThan: ['m-junk', 'm-trash'] }
const day = (year: number, month: number, date: number) => utc(new Date(year, month - 1, date))

describe('a query', () => {
  test('for mail from me finds each of my addresses', () => {
    const any = (header: 'from' | 'to') => ({
      operator: 'OR',
      conditions: [{ [header]: 'grace@atrium.test' }, { [header]: 'grace@navy.test' }],
    })
    expect(parseQuery('from:me to:ME tea', around).filter).toEqual({
      operator: 'AND',
      conditions: [{ ...away, text: 'tea' }, any('from'), any('to')],
    })
  })

  test('for mail from me in all folders is that alone', () => {
    const { filter, isEmpty } = parseQuery('from:me in:anywhere', { ...around, own: ['grace@atrium.test'] })
    expect([filter, isEmpty]).toEqual([
      { operator: 'AND', conditions: [{ operator: 'OR', conditions: [{ from: 'grace@atrium.test' }] }] },
      false,
    ])
  })

  test.each([
    ['words', 'green tea', { text: 'green tea' }],
    ['a phrase', '"green tea" cup', { text: '"green tea" cup' }],
    ['a phrase that was not closed', 'cup "green tea', { text: 'cup "green tea"' }],
    ['a sender', 'from:ada tea', { from: 'ada', text: 'tea' }],
    ['a quoted sender', 'from:"Ada Byron"', { from: '"Ada Byron"' }],
    ['two words of one header', 'subject:tea subject:time', { subject: 'tea time' }],
    ['somebody called Me', 'from:"me"', { from: '"me"' }],
    ['attachments', 'has:attachment', { hasAttachment: true }],
    ['attachments, in the plural', 'HAS:Attachments', { hasAttachment: true }],
    ['unread and starred', 'is:unread is:starred', { notKeyword: '$seen', hasKeyword: '$flagged' }],
    ['the last of two that exclude each other', 'is:read is:starred', { hasKeyword: '$flagged' }],
    ['days', 'after:2026-01-05 before:2026/2/1', { after: day(2026, 1, 5), before: day(2026, 2, 1) }],
    ['a year', 'after:2025', { after: day(2025, 1, 1) }],
    ['a span', 'after:7d', { after: day(2026, 1, 13) }],
    ['an unknown operator', 'size:10 tea', { text: 'size:10 tea' }],
    ['an address of the web', 'https://example.org', { text: 'https://example.org' }],
    ['a time of the day', 'lunch 12:30', { text: 'lunch 12:30' }],
    ['a day there is none', 'before:2026-02-31', { text: 'before:2026-02-31' }],
    ['an unknown state', 'is:urgent', { text: 'is:urgent' }],
    ['an operator still being typed', 'tea from:', { text: 'tea' }],
    ['other scripts', 'from:小林 お茶', { from: '小林', text: 'お茶' }],
    ['a single quote', 'tea "', { text: 'tea' }],
  ])('with %s', (_, query, filter) => {
    expect(parseQuery(query, around)).toMatchObject({ filter: { ...filter, ...away }, isEmpty: false })
    expect(Object.keys(parseQuery(query, around).filter).sort()).toEqual(
      [...Object.keys(filter), 'inMailboxOtherThan'].sort(),
    )
  })

  test.each([
    ['in:inbox', 'm-inbox'],
    ['in:spam', 'm-junk'],
    ['in:bin', 'm-trash'],
    ['in:"travel plans"', 'm-travel'],
    ['in:travel', 'm-travel'],
    ['in:tax', 'm-tax'],
  ])('%s looks in that folder alone', (query, id) => {
    expect(parseQuery(query, around).filter).toEqual({ inMailbox: id })
  })

  test('in:anywhere looks among what was thrown away too', () => {
    expect(parseQuery('in:anywhere tea', around).filter).toEqual({ text: 'tea' })
  })

  test('names a folder that is not there, or not clear', () => {
    expect(parseQuery('in:attic tea', around).unknownFolder).toBe('attic')
    expect(parseQuery('in:ta', around).unknownFolder).toBe('ta')
    expect(parseQuery('tea', around).unknownFolder).toBeNull()
  })

  test.each(['', '   ', 'from:', '"', 'in:'])('%p asks for nothing', (query) => {
    expect(parseQuery(query, around)).toMatchObject({ isEmpty: true, hasText: false })
  })

  test('has places to mark only where words are looked for', () => {
    expect(
      ['tea', 'from:ada', 'is:unread', 'has:attachment'].map((query) => parseQuery(query, around).hasText),
    ).toEqual([true, true, false, false])
  })
})

describe('a day', () => {
  test.each([
    ['today', '2026-01-20'],
    ['Yesterday', '2026-01-19'],
    ['3m', '2025-10-20'],
    ['1y', '2025-01-20'],
    ['2026-1-5', '2026-01-05'],
    ['2026.01', '2026-01-01'],
  ])('%s is %s', (text, expected) => expect(isoDay(parseDate(text, now) ?? new Date(0))).toBe(expected))

  test.each(['soon', '5.1.2026', '2026-13-01', '2026-00-10', '99999d', ''])('%p is none', (text) => {
    expect(parseDate(text, now)).toBeNull()
  })
})

describe('changing a query by a chip', () => {
  test('turns a state on and off and leaves the rest as it was written', () => {
    const on = toggled('from:"Ada B" tea', 'is', 'unread')
    expect(on).toBe('from:"Ada B" tea is:unread')
    expect(toggled(on, 'is', 'unread')).toBe('from:"Ada B" tea')
    expect(toggled('is:starred', 'is', 'unread')).toBe('is:starred is:unread')
  })

  test('puts one value in the place of another', () => {
    expect(withOperator('after:7d tea', 'after', '2026-01-01')).toBe('tea after:2026-01-01')
    expect(withOperator('tea', 'in', 'Travel plans')).toBe('tea in:"Travel plans"')
    expect(withoutOperator('after:7d before:today tea', 'after')).toBe('before:today tea')
  })

  test('reads what is in force', () => {
    expect([valueOf('after:7d after:2026', 'after'), valueOf('tea', 'after')]).toEqual(['2026', null])
    expect([hasValue('is:Unread', 'is', 'unread'), hasValue('is:read', 'is', 'unread')]).toEqual([true, false])
  })
})
