import { describe, expect, test } from '@jest/globals'
import { mailboxBuilder } from '@atrium/mail/testing'
import { hasValue, parseQuery, toggled, valueOf, withOperator, withoutOperator } from './query.ts'
import { isoDay, parseDate, utc } from './query-values.ts'

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
    expect([filter, isEmpty]).toEqual([{ operator: 'OR', conditions: [{ from: 'grace@atrium.test' }] }, false])
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
    ['days', 'after:2026-01-05 before:2026/2/1', { after: day(2026, 1, 5), before: day(2026, 2, 1) }],
    ['a year', 'after:2025', { after: day(2025, 1, 1) }],
    ['a span', 'after:7d', { after: day(2026, 1, 13) }],
    ['an unknown operator', 'colour:red tea', { text: 'colour:red tea' }],
    ['a copy', 'cc:ada bcc:bob', { cc: 'ada', bcc: 'bob' }],
    ['a size', 'larger:1.5M smaller:20mb', { minSize: 1_572_864, maxSize: 20_971_520 }],
    ['the name of a file', 'filename:report.pdf', { hasAttachment: true, text: 'report.pdf' }],
    ['a mailing list', 'list:dev.lists.atrium.test', { header: ['List-Id', 'dev.lists.atrium.test'] }],
    ['an age, as Gmail writes it', 'older_than:1y newer:2y', { before: day(2025, 1, 20), after: day(2024, 1, 20) }],
    ['one day', 'on:2026-01-05', { after: day(2026, 1, 5), before: day(2026, 1, 6) }],
    ['one month', 'on:2026-01', { after: day(2026, 1, 1), before: day(2026, 2, 1) }],
    ['one year', 'on:2025', { after: day(2025, 1, 1), before: day(2026, 1, 1) }],
    ['a word with a minus inside', 'e-mail', { text: 'e-mail' }],
    ['joints in lower case', 'tea or coffee and cake', { text: 'tea or coffee and cake' }],
    ['AND, which is the default', 'tea AND cake', { text: 'tea cake' }],
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

describe('a query with joints', () => {
  const or = (...conditions: object[]) => ({ operator: 'OR', conditions })
  const not = (...conditions: object[]) => ({ operator: 'NOT', conditions })
  const and = (...conditions: object[]) => ({ operator: 'AND', conditions })

  test.each([
    ['-cake', and(away, not({ text: 'cake' }))],
    ['tea -cake', and({ text: 'tea', ...away }, not({ text: 'cake' }))],
    ['tea -"lemon cake"', and({ text: 'tea', ...away }, not({ text: '"lemon cake"' }))],
    ['tea -from:ada', and({ text: 'tea', ...away }, not({ from: 'ada' }))],
    ['-has:attachment', and(away, not({ hasAttachment: true }))],
    ['tea OR coffee', and(away, or({ text: 'tea' }, { text: 'coffee' }))],
    ['a OR b OR c', and(away, or({ text: 'a' }, { text: 'b' }, { text: 'c' }))],
    ['hot tea OR coffee', and({ text: 'hot', ...away }, or({ text: 'tea' }, { text: 'coffee' }))],
    ['(hot tea) OR coffee', and(away, or({ text: 'hot tea' }, { text: 'coffee' }))],
    ['from:(ada OR bob) tea', and({ text: 'tea', ...away }, or({ from: 'ada' }, { from: 'bob' }))],
    ['-(tea cake)', and(away, not({ text: 'tea cake' }))],
    ['-from:(ada OR bob)', and(away, not(or({ from: 'ada' }, { from: 'bob' })))],
    ['is:read is:starred', and({ hasKeyword: '$seen', ...away }, { hasKeyword: '$flagged' })],
    ['in:travel OR in:tax', or({ inMailbox: 'm-travel' }, { inMailbox: 'm-tax' })],
    ['tea -in:travel', and({ text: 'tea', ...away }, not({ inMailbox: 'm-travel' }))],
    ['in:anywhere OR tea', {}],
  ])('%s', (query, filter) => expect(parseQuery(query, around).filter).toEqual(filter))

  test.each([
    ['(tea', [{ kind: 'bracket', source: '(' }]],
    ['tea)', [{ kind: 'bracket', source: ')' }]],
    ['colour:red', [{ kind: 'operator', source: 'colour:red' }]],
    ['before:soon', [{ kind: 'value', source: 'before:soon' }]],
    [
      'is:urgent -larger:big',
      [
        { kind: 'value', source: 'is:urgent' },
        { kind: 'value', source: '-larger:big' },
      ],
    ],
    ['https://example.org lunch 12:30 Re: tea', []],
    ['OR tea OR', []],
  ])('says what it did not understand: %s', (query, notes) => expect(parseQuery(query, around).notes).toEqual(notes))

  test('ends at a depth, however many brackets there are', () => {
    const query = `${'('.repeat(900)}tea${')'.repeat(900)}`
    expect(JSON.stringify(parseQuery(query, around).filter)).toContain('tea')
  })

  test('has no places to mark where words are only left out', () => {
    expect(parseQuery('-cake is:unread', around).hasText).toBe(false)
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

  test('leaves what stands in brackets, behind a minus or beside OR alone', () => {
    expect(toggled('from:(ada OR bob) -is:unread', 'is', 'unread')).toBe('from:(ada OR bob) -is:unread is:unread')
    expect(withoutOperator('in:tax OR in:travel', 'in')).toBe('in:tax OR in:travel')
    expect([valueOf('-from:ada', 'from'), hasValue('(is:unread)', 'is', 'unread')]).toEqual([null, false])
    expect(withOperator('-(tea cake) in:tax', 'in', 'Travel plans')).toBe('-(tea cake) in:"Travel plans"')
  })

  test('reads what is in force', () => {
    expect([valueOf('after:7d after:2026', 'after'), valueOf('tea', 'after')]).toEqual(['2026', null])
    expect([hasValue('is:Unread', 'is', 'unread'), hasValue('is:read', 'is', 'unread')]).toEqual([true, false])
  })
})
