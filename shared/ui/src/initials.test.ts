import { describe, expect, test } from '@jest/globals'
import { hueOf, initials } from './initials.ts'

describe('initials', () => {
  test.each([
    ['Ada Lovelace', 'AL'],
    ['Ada Augusta King Lovelace', 'AL'],
    ['ada', 'A'],
    ['"Lovelace, Ada"', 'LA'],
    ['Ada Lovelace (Engines)', 'AL'],
    ['Élodie Ångström', 'ÉÅ'],
    ['山田 太郎', '山太'],
    ['', 'N'],
    ['  --  ', 'N'],
  ])('of %p are %p', (name, expected) => {
    expect(initials(name, 'news@atrium.example')).toBe(expected)
  })

  test('of nobody at all are a question mark', () => {
    expect(initials(undefined, '')).toBe('?')
  })

  test('an emoji of many code points is not cut in two', () => {
    expect(initials('1\u{fe0f}\u{20e3} News', 'n@x.example')).toBe('1\u{fe0f}\u{20e3}N')
  })
})

test('the colour of an address does not depend on how it is written', () => {
  expect(hueOf('Ada@Atrium.example ')).toBe(hueOf('ada@atrium.example'))
})

test('colours are spread over the circle', () => {
  const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`person${n}@atrium.example`)))
  expect(hues.size).toBe(24)
})
