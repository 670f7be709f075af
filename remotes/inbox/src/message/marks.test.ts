import { describe, expect, test } from '@jest/globals'
import { placesOf } from './marks.ts'

const found = (text: string, ...words: string[]): string[] =>
  placesOf(text, words).map(([start, end]) => text.slice(start, end))

describe('words that were searched for', () => {
  test('are found in any case, with or without accents', () => {
    expect(found('Le CAFÉ, un café et un cafe', 'café')).toEqual(['CAFÉ', 'café', 'cafe'])
  })

  test('are found at the start of longer words and not within them', () => {
    expect(found('tea teapot steam', 'tea')).toEqual(['tea', 'tea'])
  })

  test('are found within a text of a script without spaces', () => {
    expect(found('東京都に行く', '京都')).toEqual(['京都'])
  })

  test('keep their places behind letters that fold to several or to none', () => {
    expect(found('𝒳 e\u0301te\u0301 tea', 'tea')).toEqual(['tea'])
    expect(found('é tea', '')).toEqual([])
  })
})
