import { describe, expect, test } from '@jest/globals'
import { translator } from '@atrium/remote'
import { strings } from './strings.ts'
import { completionsFor } from './search-box.tsx'

const sources = {
  recent: ['green tea', 'from:ada'],
  folders: ['Inbox', 'Spam', 'Trash', 'Travel plans', 'Tax', 'Taxi receipts'],
  t: translator(strings, 'en'),
}
const labels = (text: string) => completionsFor(text, sources).map(({ label }) => label)
const queries = (text: string) => completionsFor(text, sources).map(({ query }) => query)

describe('what may follow', () => {
  test('an empty field: recent searches, then all filters', () => {
    expect(labels('').slice(0, 4)).toEqual(['green tea', 'from:ada', 'from:', 'to:'])
  })

  test('the start of a filter', () => {
    expect(labels('tea su')).toEqual(['subject:'])
    expect(queries('tea su')).toEqual(['tea subject:'])
  })

  test('a filter that takes one of a few values', () => {
    expect(labels('is:')).toEqual(['is:unread', 'is:starred', 'is:read', 'is:answered'])
    expect(queries('tea is:un')).toEqual(['tea is:unread '])
  })

  test('folders, with quotes where a name has blanks', () => {
    expect([...labels('in:tr')].sort()).toEqual(['in:"Travel plans"', 'in:Trash'])
    expect(queries('in:travel')).toEqual(['in:"Travel plans" '])
  })

  test('words: only searches that hold them', () => {
    expect(labels('green')).toEqual(['green tea'])
    expect(labels('zebra')).toEqual([])
  })
})
