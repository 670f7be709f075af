import { describe, expect, jest, test } from '@jest/globals'
import { cleanMail, type RenderOptions } from './mount-mail.ts'

const clean = (html: string, options: RenderOptions = {}) => cleanMail({ html }, window, options)
const inert = (html: string): Document => new DOMParser().parseFromString(html, 'text/html')
const one = (html: string, selector: string, options: RenderOptions = {}): Element | null =>
  inert(clean(html, options).html).querySelector(selector)

describe('what is active', () => {
  test.each([
    ['<script>alert(1)</script>x'],
    ['<p onclick="alert(1)">x</p>'],
    ['<svg><script>alert(1)</script></svg>x'],
    ['<math><mtext></mtext></math>x'],
    ['<iframe src="https://evil.example"></iframe>x'],
    ['<form action="https://evil.example"><p>x</p><input name="body"><button>Go</button></form>'],
    ['<object data="x"></object><embed src="x">x'],
    ['<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">x'],
    ['<link rel="stylesheet" href="https://evil.example/a.css">x'],
    ['<video poster="https://evil.example/a"><source src="https://evil.example/b"></video>x'],
    ['<!-- <img src=x onerror=alert(1)> -->x'],
  ])('goes: %s', (html) => {
    const result = clean(html).html
    expect(result).toMatch(/x/)
    expect(result).not.toMatch(
      /script|onclick|svg|math|iframe|<form|input|button|object|embed|base|meta|link|video|evil|<!--/i,
    )
  })

  test('empty lines at the head of a listing cost no more than themselves', () => {
    expect(clean(`<pre>${'\n'.repeat(20)}  one\n<b>two</b></pre>`).html).toContain('<pre>  one\n<b>two</b></pre>')
  })

  test('ids of a mail cannot name what belongs to the document', () => {
    const result = clean('<img name="body" src="data:image/gif;base64,AAAA"><a id="forms" href="#top">x</a>').html
    expect(result).toContain('id="mail-forms"')
    expect(result).toContain('href="#mail-top"')
    expect(result).not.toContain('name=')
  })
})

describe('pictures', () => {
  const remote = '<img src="https://shop.example/a.png" width="300" alt="Shoes" srcset="https://shop.example/b.png 2x">'

  test('of others are not loaded until the reader asks, and are counted', () => {
    const result = clean(remote)
    expect(result.blockedImages).toBe(1)
    expect(result.html).not.toContain('shop.example')
    expect(one(remote, 'img')?.getAttribute('alt')).toBe('Shoes')
  })

  test('come through the proxy when they are allowed', () => {
    expect(one(remote, 'img', { images: 'proxied' })?.getAttribute('src')).toBe(
      '/api/image?url=https%3A%2F%2Fshop.example%2Fa.png',
    )
    expect(
      one('<img src="//shop.example/a.png">', 'img', {
        images: 'proxied',
        imageUrl: (url) => `/p/${url}`,
      })?.getAttribute('src'),
    ).toBe('/p/https://shop.example/a.png')
  })

  test.each([
    ['<img src="https://t.example/o.gif" width="1" height="1">'],
    ['<img src="https://t.example/o.gif" style="display:none">'],
    ['<img src="https://t.example/o.gif" style="width: 0px; height: 0px">'],
  ])('that no one can see are never loaded: %s', (html) => {
    const result = clean(html, { images: 'proxied' })
    expect(result).toMatchObject({ trackers: 1, blockedImages: 0 })
    expect(result.html).not.toContain('t.example')
  })

  test('of the message itself are found by their Content-ID, and no other address is taken', () => {
    const cid = (id: string): string | undefined => (id === 'logo@x' ? '/blob/7' : undefined)
    expect(one('<img src="CID:logo@x">', 'img', { cid })?.getAttribute('src')).toBe('/blob/7')
    expect(one('<img src="cid:other">', 'img', { cid })?.hasAttribute('src')).toBe(false)
    expect(one('<img src="/api/session">', 'img', { cid })?.hasAttribute('src')).toBe(false)
    expect(one('<img src="data:image/svg+xml;base64,AAAA">', 'img', { cid })?.hasAttribute('src')).toBe(false)
    expect(one('<img src="data:image/png;base64,AAAA">', 'img', { cid })?.hasAttribute('src')).toBe(true)
  })
})

describe('links', () => {
  test('open a new window that knows nothing of this one, and say where they lead', () => {
    const link = one('<a href="https://shop.example/a?b=1" title="Bank" target="_top">Go</a>', 'a')
    expect(link?.getAttribute('target')).toBe('_blank')
    expect(link?.getAttribute('rel')).toBe('noopener noreferrer')
    expect(link?.getAttribute('title')).toBe('https://shop.example/a?b=1')
  })

  test.each([
    ['javascript:alert(1)'],
    ['java\tscript:alert(1)'],
    [' data:text/html,x'],
    ['vbscript:x'],
    ['blob:https://x/y'],
    ['file:///etc/passwd'],
    ['/api/session'],
    ['../x'],
    ['ftp://x.example'],
    [''],
  ])('that lead nowhere safe lead nowhere: %s', (href) => {
    expect(one(`<a href="${href}">x</a>`, 'a')?.hasAttribute('href')).toBe(false)
  })

  test('are reported with what is wrong with them', () => {
    const { links } = clean(
      '<a href="https://evil.example/">www.bank.example</a><a href="https://bank.example">Bank</a>',
    )
    expect(links.map((link) => link.warnings)).toEqual([['text-differs'], []])
  })

  test('are judged by what stands in the place of their pictures, too', () => {
    const { links } = clean(
      '<a href="https://evil.example/"><img alt="https://bank.example" src="https://evil.example/x.png"></a>',
    )
    expect(links.map((link) => link.warnings)).toEqual([['text-differs']])
  })

  test('a mark of ours in a mail is not taken for ours', () => {
    const { html } = clean('<p data-atrium="link-0">x</p><a data-atrium="link-0" href="javascript:x">y</a>')
    expect(html).not.toContain('data-atrium="link')
  })

  const links = (html: string): (readonly [string | undefined, string | null])[] =>
    [...inert(clean(html).html).querySelectorAll('a[href]')].map((a) => [a.textContent ?? '', a.getAttribute('href')])

  test('are also what is an address in the text, but not what is in a link already', () => {
    expect(
      links('<p>See https://a.example/x, or <b>ada@a.example</b>. <a href="https://b.example/">www.b.example</a></p>'),
    ).toEqual([
      ['https://a.example/x', 'https://a.example/x'],
      ['ada@a.example', 'mailto:ada@a.example'],
      ['www.b.example', 'https://b.example/'],
    ])
    expect(inert(clean('<p>one https://a.example/ two</p>').html).body.textContent).toBe('one https://a.example/ two')
  })

  test('to a telephone number lead there, without its parameters', () => {
    const result = clean('<a href="tel:+43%20123-45;ext=1">call</a><a href="tel:javascript:x">no</a>')
    expect(result.html).toContain('href="tel:+4312345"')
    expect(result.html).not.toMatch(/javascript|ext=/)
    expect(result.links).toEqual([{ kind: 'phone', href: 'tel:+4312345', readable: '+43 123-45', warnings: [] }])
  })

  test('of an image map stand below the picture, or are the picture where there is one', () => {
    const area = (url: string, alt: string): string => `<area coords="0,0,9,9" href="${url}" alt="${alt}">`
    const map = `<map name="m">${area('https://a.example/yes', 'Yes')}${area('https://a.example/no', 'No')}</map>`
    expect(links(`<img usemap="#m" alt="Choose">${map}`)).toEqual([
      ['Yes', 'https://a.example/yes'],
      ['No', 'https://a.example/no'],
    ])
    const single = `<img usemap="#s" alt="All"><map name="s">${area('https://a.example/', '')}</map>`
    expect(one(single, 'a[href="https://a.example/"] > img')?.getAttribute('alt')).toBe('All')
  })

  test('keep the words of a button in them, and are read below the base of the message', () => {
    expect(links('<base href="https://a.example/b/"><a href="c?d"><button>Confirm</button></a>')).toEqual([
      ['Confirm', 'https://a.example/b/c?d'],
    ])
    expect(links('<base href="javascript:x"><a href="c">Confirm</a>')).toEqual([])
  })

  test('within the message find an anchor by its name and with any letters', () => {
    const result = clean(
      '<a href="#teil%20drei">to</a><a href="#b">b</a><h2 id="teil drei">x</h2><a name="b"></a>',
    ).html
    const document = inert(result)
    for (const anchor of document.querySelectorAll('a[href]'))
      expect(document.getElementById(anchor.getAttribute('href')?.slice(1) ?? '')).not.toBeNull()
  })
})

describe('what is searched', () => {
  /** How many searches of a part of the message a reading of it takes. */
  const searchesOf = (html: string): number => {
    const search = jest.spyOn(Element.prototype, 'querySelectorAll')
    clean(html)
    const searches = search.mock.calls.length
    search.mockRestore()
    return searches
  }

  test('is a map once, however many pictures name it', () => {
    const message = (pictures: number): string => `<map name="m"></map>${'<img usemap="#m" alt="x">'.repeat(pictures)}`
    expect(searchesOf(message(50))).toBe(searchesOf(message(1)))
  })

  test('are backgrounds inside each other once', () => {
    const message = (depth: number): string =>
      `${'<div style="background: url(https://shop.example/a.png)">'.repeat(depth)}<b style="color: #fff">x</b>`
    expect(searchesOf(message(50))).toBe(searchesOf(message(1)))
  })
})

describe('backgrounds', () => {
  const hero = '<table><tr><td background="https://shop.example/a.png"><b style="color:#fff">Sale</b></td></tr></table>'

  test('of others are blocked, counted, and shown through the proxy when the reader asks', () => {
    expect(clean(hero).blockedImages).toBe(1)
    expect(clean(hero).html).not.toContain('shop.example')
    const shown = clean(hero, { images: 'proxied' })
    expect(shown.refused).toBeNull()
    expect(one(hero, 'td', { images: 'proxied' })?.getAttribute('style')).toContain(
      'background-image: url("/api/image?url=https%3A%2F%2Fshop.example%2Fa.png")',
    )
  })

  test('leave light text readable while they are not there', () => {
    expect(one(hero, 'td')?.getAttribute('style')).toMatch(/background-color: (?:#757575|rgb\(117, 117, 117\))/)
    expect(one(hero.replace('#fff', '#222'), 'td')?.getAttribute('style')).toBeNull()
  })
})

describe('styles', () => {
  const style = (text: string): string => one(`<p style="${text}">x</p>`, 'p')?.getAttribute('style') ?? ''

  test('keep how a text looks', () => {
    expect(style('color: red; font-weight: bold; padding: 4px')).toMatch(/color: red; font-weight: bold/)
  })

  test.each([
    ['background-image: url(https://evil.example/a)'],
    ['background: url(https://evil.example/a)'],
    ['position: fixed; top: 0'],
    ['width: expression(alert(1))'],
    ['color: var(--x)'],
    ['height: 200vh'],
    ['behavior: url(x)'],
    ['-moz-binding: url(x)'],
    ['list-style-image: url(x)'],
    ['content: url(x)'],
    ['transform: scale(99)'],
    ['font-family: x\\75 rl(x)'],
    ['cursor: url(x), auto'],
  ])('lose what loads, moves away or grows: %s', (text) => {
    const { html, refused } = clean(`<p style="font-weight: bold; ${text}">x</p>`)
    // Refused as a whole it would have no style either: the filter itself is meant.
    expect(refused).toBeNull()
    expect(html).toContain('font-weight: bold')
    expect(style(text)).not.toMatch(/url|position|expression|var|vh|behavior|binding|content|transform|\\/)
  })

  test('of the body itself move to what is in it', () => {
    expect(one('<body bgcolor="#eeeeee" text="red" dir="rtl"><p>x</p></body>', 'div')?.getAttribute('dir')).toBe('rtl')
    expect(one('<body bgcolor="#eeeeee"><p>x</p></body>', 'div')?.getAttribute('style')).toContain('background-color')
  })
})

describe('dark surfaces', () => {
  test('a mail without surfaces of its own goes dark, one with them stays as it was made', () => {
    expect(clean('<p>x</p>', { theme: 'dark' }).canvas).toBe('dark')
    expect(clean('<p style="background-color: white">x</p>', { theme: 'dark' }).canvas).toBe('dark')
    expect(
      clean('<td bgcolor="#ffcc00">x</td><table bgcolor="#ffcc00"><tr><td>x</table>', { theme: 'dark' }).canvas,
    ).toBe('light')
    expect(clean('<style>p { background: #123 }</style><p>x</p>', { theme: 'dark' }).canvas).toBe('light')
    expect(clean('<p>x</p>', { theme: 'light' }).canvas).toBe('light')
  })
})

describe('a message that is made to cost much', () => {
  test('keeps an element with thousands of attributes, without them', () => {
    const attributes = Array.from({ length: 2000 }, (_, index) => `a${index}=b`).join(' ')
    expect(clean(`<p ${attributes} title="Title"><b>x</b></p>`).html).toContain('<p title="Title"><b>x</b></p>')
  })

  test('is shown as text where something in it cannot be prepared', () => {
    const broken = jest.spyOn(Element.prototype, 'getAttributeNames').mockImplementation(() => {
      throw new Error('broken on purpose')
    })
    const { html, refused } = clean('<style>p { color: red }</style><p>Hello <b>Ada</b></p><p>Bye</p>')
    broken.mockRestore()
    expect(refused).toBe('failed')
    expect(html).toBe('<pre>Hello Ada\n\nBye</pre>')
  })
})

describe('quotes', () => {
  const folded = (html: string): string | undefined => one(html, 'details')?.textContent?.replace(/\s+/g, ' ').trim()

  test('at the end are folded', () => {
    expect(folded('<p>Yes.</p><div class="gmail_quote">Old</div>')).toBe('… Old'.replace(' ', ''))
    expect(folded('<p>Yes.</p><blockquote type="cite">Old</blockquote>')).toBe('…Old')
    expect(folded('<p>Yes.</p><div id="divRplyFwdMsg">From</div><p>Old</p>')).toBe('…FromOld')
    expect(folded('<p>Yes. On Monday Bo wrote:</p><blockquote>Old</blockquote>')).toBe('…Old')
  })

  test('stay open where the writer answers below, where they are all there is, and where no one is quoted', () => {
    expect(folded('<blockquote type="cite">Old</blockquote><p>Yes.</p>')).toBeUndefined()
    expect(folded('<div class="gmail_quote">Forwarded</div>')).toBeUndefined()
    expect(folded('<p>As Goethe says.</p><blockquote>More light</blockquote>')).toBeUndefined()
  })
})
