import { describe, expect, test } from '@jest/globals'
import { textOfHtml } from './html-to-text.ts'

describe('the words of HTML mail', () => {
  test('keeps the quotes of HTML mail', () => {
    expect(textOfHtml('yes<blockquote>noon?<blockquote>when?</blockquote></blockquote>bye')).toBe(
      'yes\n\n> noon?\n>\n>> when?\n\nbye',
    )
  })

  test('makes no markup of what looks like markup', () => {
    expect(textOfHtml('<script>alert(1)</script>a &lt;img src=x onerror=alert(1)&gt; <b title="1 > 0">b</b>')).toBe(
      'a <img src=x onerror=alert(1)> b',
    )
  })

  test('keeps the lines and the indentation of preformatted text', () => {
    expect(textOfHtml('<p>Try:</p><pre>\nif (a) {\n    <b>b</b>()\n\n\n}\n</pre><p>Done</p>')).toBe(
      'Try:\n\nif (a) {\n    b()\n\n\n}\n\nDone',
    )
  })

  test('keeps an indentation made of blanks that do not break', () => {
    expect(textOfHtml('one<br>&nbsp;&nbsp;two&nbsp;three<p>&nbsp;</p>four')).toBe('one\n  two three\n\nfour')
  })

  test('says where a link leads, once', () => {
    expect(textOfHtml('See <a class="x" href="https://photos.example/a?b=1&amp;c=2">the photos</a>.')).toBe(
      'See the photos <https://photos.example/a?b=1&c=2>.',
    )
    expect(
      textOfHtml(
        '<a href="https://www.photos.example/">photos.example</a> <a href="mailto:ada@example.org">ada@example.org</a>',
      ),
    ).toBe('photos.example ada@example.org')
    expect(textOfHtml('<a href="#top">up</a> <a href="javascript:alert(1)">run</a> <a name="x">here</a>')).toBe(
      'up run here',
    )
  })

  test('numbers the items of ordered lists and indents lists in lists', () => {
    expect(
      textOfHtml(
        '<ol><li>one<ul><li>a<br>more</li><li><p>b</p></li></ul></li><li>two</li></ol><ol start="7"><li>seven</ol>end',
      ),
    ).toBe('1. one\n  - a\n    more\n\n  - b\n\n2. two\n\n7. seven\n\nend')
  })

  test('reads hostile markup in one pass', () => {
    const started = performance.now()
    for (const piece of [
      '<a ',
      '<a title="',
      '<a href="',
      '<a href=x>',
      '<a href=https://a.example/>x',
      '<pre>\n',
      '<ol><li>x',
      '<!--',
      '<',
      '<blockquote>',
      '</p',
      '&#x',
    ])
      textOfHtml(piece.repeat(30_000))
    expect(performance.now() - started).toBeLessThan(6000)
  })
})
