import { describe, expect, test } from '@jest/globals'
import { cleanFragment, cleanText, isolated, spoken } from './text.tsx'

describe('untrusted text', () => {
  test('is cleaned to one line without invisible and direction-changing characters', () => {
    expect(cleanText('\u202Egpj.exe\u202C\r\nBcc: x\u0000')).toBe('gpj.exe Bcc: x')
    expect(cleanText('pay\u200bpal\ufeff\u{e0041}')).toBe('paypal')
    expect(cleanText(null)).toBe('')
  })

  test('keeps Persian joiners and emoji sequences', () => {
    const words = 'می‌خواهم 👩‍💻 ❤️'
    expect(cleanText(words)).toBe(words)
  })

  test('keeps the white space at its ends where another part follows', () => {
    expect(cleanFragment(' of\n the ')).toBe(' of the ')
  })

  test('is isolated so that it does not reverse the surrounding sentence', () => {
    expect(spoken(isolated('שלום'))).toBe('שלום')
    expect(isolated('שלום')).toBe('\u2068שלום\u2069')
  })
})
