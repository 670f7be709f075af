import { describe, expect, test } from '@jest/globals'
import { hueOf, initials } from './avatar.tsx'

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

  test('are a question mark without a name and an address', () => {
    expect(initials(undefined, '')).toBe('?')
  })

  test('keep an emoji of several code points whole', () => {
    expect(initials('1\u{fe0f}\u{20e3} News', 'n@x.example')).toBe('1\u{fe0f}\u{20e3}N')
  })
})

test('the colour of an address does not depend on case or white space', () => {
  expect(hueOf('Ada@Atrium.example ')).toBe(hueOf('ada@atrium.example'))
})

test('colours use all hues', () => {
  const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`person${n}@atrium.example`)))
  expect(hues.size).toBe(24)
})
