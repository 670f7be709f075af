import { expect, test, type Browser, type Page } from '@playwright/test'
import { bundleHarness } from './bundle-harness.ts'
import type { Harness } from './harness-page.ts'
import { launchAway } from './launch-away.ts'
import { type LoopbackSite, startLoopbackSite } from './loopback-site.ts'

let site: LoopbackSite
let browser: Browser
let page: Page

test.beforeAll(async () => {
  site = await startLoopbackSite(await bundleHarness())
  browser = await launchAway(site.sink)
})

test.beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 390, height: 800 } })
  await page.goto(site.origin)
})

test.afterEach(() => page.close())

test.afterAll(async () => {
  await browser.close()
  await site.close()
})

interface Layout {
  /** Pixels. */
  readonly frameHeight: number
  readonly contentHeight: number
  readonly contentWidth: number
  readonly frameWidth: number
  readonly smallestFont: number
}

/** A message as the product mounts it, after its size has been followed. */
const layoutOf = (content: { readonly html?: string; readonly text?: string }): Promise<Layout> =>
  page.evaluate(async (content) => {
    const { harness } = window as unknown as { harness: Harness }
    const frame = await harness.mountedContent(content)
    const view = frame.contentWindow as Window & typeof globalThis
    const settled = (): Promise<void> =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
    await settled()
    const root = view.document.documentElement
    const zoom = Number(view.getComputedStyle(view.document.body).zoom) || 1
    const fonts = [...view.document.querySelectorAll('body *')].map((element) =>
      Number.parseFloat(view.getComputedStyle(element).fontSize),
    )
    return {
      frameHeight: frame.clientHeight,
      contentHeight: root.getBoundingClientRect().height,
      contentWidth: root.scrollWidth,
      frameWidth: frame.clientWidth,
      smallestFont: Math.min(...fonts) * zoom,
    }
  }, content)

test.describe('a message', () => {
  test('of ten thousand lines is shown to its end', async () => {
    const layout = await layoutOf({ text: Array.from({ length: 10_000 }, (_, line) => `line ${line}`).join('\n') })
    expect(layout.contentHeight).toBeGreaterThan(150_000)
    expect(layout.frameHeight).toBeGreaterThanOrEqual(layout.contentHeight)
  })

  const cell = '<td width="200" style="padding:0">a cell of a newsletter</td>'
  const wide: readonly (readonly [string, string])[] = [
    ['a table of fixed width', `<table width="700"><tr>${cell.repeat(3)}</tr></table>`],
    ['a layout of fixed width in cells', `<table><tr><td><div style="width:700px">words</div></td></tr></table>`],
    ['a class of fixed width', '<style>.w{width:640px;min-width:640px}</style><div class="w">words of a letter</div>'],
    ['text that does not wrap', `<p style="white-space:nowrap">${'many words '.repeat(60)}</p>`],
    ['a listing', `<pre style="white-space:pre">${'many words '.repeat(60)}</pre>`],
  ]
  for (const [name, html] of wide) {
    test(`made wide by ${name} is read on a phone without scrolling sideways, in its own size`, async () => {
      const layout = await layoutOf({ html })
      expect(layout.contentWidth).toBeLessThanOrEqual(layout.frameWidth)
      expect(layout.smallestFont).toBeGreaterThanOrEqual(12)
    })
  }

  test('that cannot be made narrower scrolls sideways within its frame, in its own size', async () => {
    const layout = await layoutOf({ html: `<table><tr>${'<td>immovable</td>'.repeat(30)}</tr></table>` })
    expect(layout.contentWidth).toBeGreaterThan(layout.frameWidth)
    expect(layout.smallestFont).toBeGreaterThanOrEqual(12)
  })

  test('in Arabic starts at the right, and a line in English below it at the left', async () => {
    const sides = await page.evaluate(async () => {
      const { harness } = window as unknown as { harness: Harness }
      const frame = await harness.mountedContent({ text: 'مرحبا بك\nHello\n\n> شكرا' })
      const view = frame.contentWindow as Window & typeof globalThis
      return [...view.document.querySelectorAll('p')].flatMap((paragraph) => {
        const range = view.document.createRange()
        range.selectNodeContents(paragraph)
        const { left, right } = paragraph.getBoundingClientRect()
        // The end of a line has a box of its own, without a width.
        return [...range.getClientRects()]
          .filter(({ width }) => width > 1)
          .map((rect) => (Math.abs(rect.right - right) < Math.abs(rect.left - left) ? 'right' : 'left'))
      })
    })
    expect(sides).toEqual(['right', 'left', 'right'])
  })

  test('keeps its lines when its quoted text is shown', async () => {
    const text = await page.evaluate(async () => {
      const { harness } = window as unknown as { harness: Harness }
      const frame = await harness.mountedContent({
        html: '<div>Yes.</div><div class="gmail_quote">On Monday Bo wrote:<br><blockquote><div>one</div><div>two</div></blockquote></div>',
      })
      const view = frame.contentWindow as Window & typeof globalThis
      view.document.querySelector('details')?.setAttribute('open', '')
      return view.document.body.innerText
    })
    expect(text.split('\n').filter((line) => line !== '')).toEqual(['Yes.', '…', 'On Monday Bo wrote:', 'one', 'two'])
  })

  test('scrolls the page to the place that a link in it names, and adds nothing to the history', async () => {
    await page.evaluate(async () => {
      const { harness } = window as unknown as { harness: Harness }
      const filler = '<p>filler</p>'.repeat(100)
      await harness.mountedContent({ html: `<a href="#end">to the end</a>${filler}<a name="end"></a><p>the end</p>` })
    })
    const before = await page.evaluate(() => history.length)
    await page.frameLocator('iframe').getByText('to the end').click()
    await expect(page.frameLocator('iframe').getByText('the end', { exact: true })).toBeInViewport()
    expect(await page.evaluate(() => history.length)).toBe(before)
  })

  test('with light text on a picture that is blocked is readable', async () => {
    const colours = await page.evaluate(async () => {
      const { harness } = window as unknown as { harness: Harness }
      const frame = await harness.mountedContent({
        html:
          '<style>.hero{background:url(https://img.example/a.png);color:#fff}</style><p class="hero">one</p>' +
          '<p style="background-image:url(https://img.example/b.png);color:white">two</p>' +
          '<p style="background:linear-gradient(#000,#333);color:white">three</p>',
      })
      const view = frame.contentWindow as Window & typeof globalThis
      return [...view.document.querySelectorAll('p')].map((element) => {
        const { backgroundColor, backgroundImage } = view.getComputedStyle(element)
        return backgroundImage === 'none' ? backgroundColor : backgroundImage.split('(')[0]
      })
    })
    expect(colours).toEqual(['rgb(117, 117, 117)', 'rgb(117, 117, 117)', 'linear-gradient'])
  })
})
