import { describe, expect, test } from '@jest/globals'
import { isClean } from './sanitize.ts'
import { sanitise } from './sanitize.ts'

/** Written to mean one thing to one parser and another to the next; the whole corpus runs in tests/security. */
const payloads = [
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template><xmp><p title="</xmp><img src=x onerror=alert(1)>">',
  '<select><iframe><select><style></select><img src=x onerror=alert(1)></style></select>',
  '<a href="java&#9;script:alert(1)">x</a><a href="&#x6a;avascript:alert(1)">y</a>',
  '<table><td><p><b><table><i>x</table></b></p>',
  '<p style="color:red" onmouseover="alert(1)" data-x="1" dir="rtl">x</p>',
  '<a href="#a"><table><a href="#b">x</a></table></a>',
  '<b><p><i></b><table><b><a href="#a"><p></i><a href="#b">x',
  '<pre>\n\n\n\n\n\n\n\nx</pre>',
  '<details open ontoggle=alert(1)><summary>x</summary></details>',
]

describe('the sanitiser', () => {
  test('gives the same string again for what it has given', () => {
    for (const payload of payloads) {
      const once = sanitise(payload, window)
      expect(sanitise(once, window)).toBe(once)
    }
  })

  test('leaves nothing that runs', () => {
    for (const payload of payloads) {
      expect(sanitise(payload, window)).not.toMatch(
        /<script|<svg|<iframe|<[^>]*\son\w+\s*=|(?:src|href)="\s*javascript:/i,
      )
    }
  })
})

describe('the audit', () => {
  const issued = new Set(['/blob/1', 'https://a.example/'])

  test('passes what the verbs have put there', () => {
    expect(
      isClean('<p style="color: red"><img src="/blob/1"><a href="https://a.example/">x</a></p>', window, issued),
    ).toBe(true)
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
