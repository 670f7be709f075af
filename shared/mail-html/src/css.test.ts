import { beforeAll, describe, expect, test } from '@jest/globals'
import { filterSheet } from './css.ts'
import { cleanMail } from './mount-mail.ts'

/** jsdom has no constructed stylesheets (CSSOM §6.1.2); it parses those of `<style>` elements. */
class ConstructedSheet {
  cssRules: CSSRuleList | readonly [] = []

  replaceSync(text: string): void {
    const element = document.createElement('style')
    element.textContent = text
    document.head.append(element)
    this.cssRules = element.sheet?.cssRules ?? []
    element.remove()
  }
}

beforeAll(() => {
  Object.defineProperty(window, 'CSSStyleSheet', { value: ConstructedSheet })
})

const filtered = (text: string, rules = 100): string =>
  filterSheet(text, window, { idPrefix: 'mail-', budget: { rules } }).replace(/\s+/g, ' ').trim()

describe('the stylesheet of a mail', () => {
  test('keeps plain rules, with the prefix that ids of the mail get', () => {
    expect(filtered('.a > #logo { color: red; font-weight: bold !important }')).toBe(
      '.a > #mail-logo { color: red; font-weight: bold !important }',
    )
  })

  test('takes the body of the mail for the element it has become', () => {
    expect(filtered('body.dark p, html > body { color: red } .body-text { color: red }')).toBe(
      'div:where([data-atrium="body"]).dark p, html > div:where([data-atrium="body"]) { color: red } .body-text { color: red }',
    )
  })

  test('keeps media queries by width and no others', () => {
    expect(filtered('@media (max-width: 600px) { .a { color: red } }')).toBe(
      '@media (max-width: 600px) { .a { color: red } }',
    )
    expect(filtered('@media (prefers-color-scheme: dark) { .a { color: red } }')).toBe('')
  })

  test.each([
    ['.a { background-image: url(https://evil.example/a) }'],
    ['@import url(https://evil.example/a.css);'],
    ['@font-face { font-family: x; src: url(https://evil.example/a.woff) }'],
    ['@keyframes a { from { left: 0 } to { left: 9px } }'],
    ['.a { position: fixed; z-index: 9 }'],
    ['.a ~ .b { color: red }'],
    ['.a:has(.b) { color: red }'],
  ])('loses what loads, moves away or costs too much: %s', (text) => {
    expect(filtered(text)).toBe('')
  })

  test('ends with the rules that a message may have', () => {
    expect(filtered('.a { color: red } .b, .c { color: red } .d { color: red }', 3)).toBe(
      '.a { color: red } .b, .c { color: red }',
    )
  })

  test('reaches the frame of a whole message', () => {
    const { sheet, refused } = cleanMail(
      { html: '<style>.a { color: red; position: fixed }</style><p class="a">x</p>' },
      window,
    )
    expect([sheet, refused]).toEqual(['.a { color: red }', null])
  })
})
