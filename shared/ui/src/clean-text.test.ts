import { describe, expect, test } from '@jest/globals'
import { cleanPiece, cleanText, isolated } from './clean-text.ts'

describe('a stranger’s text', () => {
  test('is one line, without what shows nothing and turns others around', () => {
    expect(cleanText('\u202Egpj.exe\u202C\r\nBcc: x\u0000')).toBe('gpj.exe Bcc: x')
    expect(cleanText('pay\u200bpal\ufeff\u{e0041}')).toBe('paypal')
    expect(cleanText(null)).toBe('')
  })

  test('keeps the joiners of Persian and of emoji', () => {
    const words = 'می‌خواهم 👩‍💻 ❤️'
    expect(cleanText(words)).toBe(words)
  })

  test('keeps the blanks at its ends where another piece follows', () => {
    expect(cleanPiece(' of\n the ')).toBe(' of the ')
  })

  test('does not turn around the sentence it stands in', () => {
    expect(isolated('שלום')).toBe('\u2068שלום\u2069')
  })
})
