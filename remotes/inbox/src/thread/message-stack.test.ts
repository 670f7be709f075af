import { describe, expect, test } from '@jest/globals'
import { emailBuilder } from '@atrium/mail/testing'
import { openAfterArrival, openAtFirst, stackOf } from './message-stack.tsx'

const read = (id: string) => emailBuilder({ id, keywords: { $seen: true } })
const unread = (id: string) => emailBuilder({ id })
const draft = (id: string) => emailBuilder({ id, keywords: { $draft: true } })

describe('a conversation that is opened', () => {
  test('shows its last message', () => {
    expect([...openAtFirst([read('a'), read('b')])]).toEqual(['b'])
  })

  test('shows the unread ones and the last', () => {
    expect([...openAtFirst([read('a'), unread('b'), read('c')])]).toEqual(['b', 'c'])
  })

  test('does not take a draft for something unread', () => {
    expect([...openAtFirst([draft('a'), read('b')])]).toEqual(['b'])
  })

  test('shows what an answer begun is an answer to', () => {
    expect([...openAtFirst([read('a'), read('b'), draft('c')])]).toEqual(['b', 'c'])
  })
})

describe('a message that arrives meanwhile', () => {
  test('is open, and what was open stays so though it is read by now', () => {
    const open = openAfterArrival(new Set(['a']), new Set(['a']), [read('a'), unread('b')])
    expect([...open]).toEqual(['a', 'b'])
  })

  test('changes nothing when there is none', () => {
    const open = new Set(['a'])
    expect(openAfterArrival(open, new Set(['a', 'b']), [read('a'), read('b')])).toBe(open)
  })
})

describe('a long conversation', () => {
  const emails = ['a', 'b', 'c', 'd', 'e', 'f'].map(read)
  const kinds = (open: string[], spread = false) =>
    stackOf(emails, new Set(open), spread).map((item) => (item.kind === 'earlier' ? item.ids.join('') : item.email.id))

  test('keeps the middle of what is folded behind one line', () => {
    expect(kinds(['f'])).toEqual(['a', 'bcd', 'e', 'f'])
  })

  test('is spread out on demand', () => {
    expect(kinds(['f'], true)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  test('hides nothing for one or two messages', () => {
    expect(kinds(['e', 'f'])).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })
})
