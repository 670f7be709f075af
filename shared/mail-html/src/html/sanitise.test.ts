import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { isClean } from './audit.ts'
import { sanitise } from './sanitise.ts'

const fixtures = path.resolve(import.meta.dirname, '../../../../tests/security/fixtures/vectors.jsonl')
const payloads = readFileSync(fixtures, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => (JSON.parse(line) as { payload: string }).payload)

describe('the sanitiser', () => {
  test('gives the same string again for what it has given', () => {
    for (const payload of payloads) {
      const once = sanitise(payload, window)
      expect(sanitise(once, window)).toBe(once)
    }
  })

  test('leaves nothing that runs', () => {
    for (const payload of payloads) {
      expect(sanitise(payload, window)).not.toMatch(/<script|<svg|<iframe|<[^>]*\son\w+\s*=|(?:src|href)="\s*javascript:/i)
    }
  })
})

describe('the audit', () => {
  const issued = new Set(['/blob/1', 'https://a.example/'])

  test('passes what the verbs have put there', () => {
    expect(isClean('<p style="color: red"><img src="/blob/1"><a href="https://a.example/">x</a></p>', window, issued)).toBe(true)
  })

  test.each([
    ['<img src="https://tracker.example/">'],
    ['<a href="https://other.example/">x</a>'],
    ['<img src="/blob/1" srcset="/x">'],
    ['<svg></svg>'],
    ['<form></form>'],
    ['<p style="background: url(x)">x</p>'],
    ['<p src="/blob/1">x</p>'],
    ['<style>p {}</style>'],
  ])('refuses what came into being by itself: %s', (html) => {
    expect(isClean(html, window, issued)).toBe(false)
  })
})
