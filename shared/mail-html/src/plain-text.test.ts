import { describe, expect, test } from '@jest/globals'
import { cleanMail } from './mount-mail.ts'
import { linkify } from './plain-text.ts'
import { quoteLevels, trailingQuote } from './plain-text.ts'

const rendered = (text: string): string => cleanMail({ text }, window).html

describe('plain text', () => {
  test('is never read as markup', () => {
    const html = rendered('<img src=x onerror=alert(1)> & <b>')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &lt;b&gt;')
    expect(html).not.toContain('<img')
  })

  test('becomes paragraphs and quotes within quotes', () => {
    const document = new DOMParser().parseFromString(rendered('> > Older\n> Old\n\nNew\n\nLast'), 'text/html')
    expect([...document.querySelectorAll('div > p')].map((p) => p.textContent)).toEqual(['New', 'Last'])
    expect(document.querySelector('blockquote > blockquote > p')?.textContent).toBe('Older')
    expect(document.querySelector('details')).toBeNull()
  })

  test('has a direction for each paragraph, by its first letter', () => {
    const document = new DOMParser().parseFromString(rendered('مرحبا بك\n\nHello\n\n> שלום'), 'text/html')
    expect([...document.querySelectorAll('p')].map((p) => p.getAttribute('dir'))).toEqual(['auto', 'auto', 'auto'])
  })

  test('keeps its first five thousand links, and the text of all', () => {
    const { links, html } = cleanMail({ text: 'https://a.example/ '.repeat(6000) }, window)
    expect(links).toHaveLength(5000)
    expect(html.match(/https:\/\/a\.example\/(?!")/g)).toHaveLength(6000)
  })

  test('of a hundred thousand paragraphs is divided into no more than can be laid out, and loses nothing', () => {
    const html = rendered(`${'x\n\n'.repeat(30_000)}${'> y\nx\n'.repeat(5000)}`)
    expect(html.match(/<p/g)?.length).toBeLessThan(20_005)
    expect(html.match(/x/g)?.length).toBeGreaterThanOrEqual(35_000)
    expect(html.match(/y/g)).toHaveLength(5000)
  })

  test('folds what it repeats at its end', () => {
    expect(rendered('Yes.\n\nBo wrote:\n> Old\n')).toMatch(/<details[^>]*>.*Old.*<\/details>/s)
    expect(trailingQuote(quoteLevels('> Old\n\nYes'))).toBe(-1)
    expect(trailingQuote(quoteLevels('> all there is'))).toBe(-1)
  })

  test('of ten thousand quote marks is still rendered', () => {
    expect(rendered(`${'>'.repeat(10_000)} deep`).split('<blockquote').length - 1).toBe(12)
  })
})

describe('links in text', () => {
  const found = (text: string): (readonly [string, string])[] =>
    linkify(text).flatMap(({ link, text: shown }) => (link ? [[shown, link.href] as const] : []))

  test.each([
    ['See https://a.example/x.', [['https://a.example/x', 'https://a.example/x']]],
    ['(https://a.example/x_(y))', [['https://a.example/x_(y)', 'https://a.example/x_(y)']]],
    ['www.a.example/b, ok', [['www.a.example/b', 'https://www.a.example/b']]],
    ['write ada@a.example!', [['ada@a.example', 'mailto:ada@a.example']]],
    ['javascript:alert(1) data:text/html,x', []],
    ['https://a.example/"onmouseover="x', [['https://a.example/', 'https://a.example/']]],
    ['a.example is no link', []],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test('nothing of the text is lost or doubled', () => {
    const text = 'a https://a.example b ada@b.example. https://[::1]/ c www. d'
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })

  test('a long hostile line takes no time', () => {
    const start = performance.now()
    linkify(`${'a'.repeat(50_000)}@${'a-.'.repeat(20_000)}`)
    linkify('www.'.repeat(30_000))
    linkify(`https://x.example/${'('.repeat(20_000)}${')'.repeat(20_000)}`)
    expect(performance.now() - start).toBeLessThan(6000)
  })
})
