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
  page = await browser.newPage()
  await page.goto(site.origin)
})

test.afterAll(async () => {
  await browser.close()
  await site.close()
})

/** The text with the least contrast to what is painted behind it (WCAG 2.2, 1.4.3). */
const worstContrast = (html: string, theme: 'light' | 'dark'): Promise<{ contrast: number; text: string }> =>
  page.evaluate(
    async ({ html, theme }) => {
      const { harness } = window as unknown as { harness: Harness }
      const frame = await harness.mounted(html, 'mail', theme)
      const view = frame.contentWindow as Window & typeof globalThis
      const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      if (!canvas) throw new Error('no canvas')
      const read = (colour: string): readonly number[] => {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = colour
        canvas.fillRect(0, 0, 1, 1)
        return [...canvas.getImageData(0, 0, 1, 1).data]
      }
      const light = (rgb: readonly number[]): number => {
        const [r = 0, g = 0, b = 0] = rgb.map((value) =>
          value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
        )
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      const behind = (element: Element | null): readonly number[] => {
        for (let one = element; one; one = one.parentElement) {
          const painted = read(view.getComputedStyle(one).backgroundColor)
          if ((painted[3] ?? 0) > 0) return painted
        }
        return [255, 255, 255]
      }
      const walker = view.document.createTreeWalker(view.document.body, NodeFilter.SHOW_TEXT)
      let worst = { contrast: 21, text: '' }
      while (walker.nextNode()) {
        const text = walker.currentNode.textContent?.trim() ?? ''
        const element = walker.currentNode.parentElement
        if (text === '' || !element) continue
        const pair = [light(read(view.getComputedStyle(element).color)), light(behind(element))].sort((a, b) => b - a)
        const contrast = ((pair[0] ?? 0) + 0.05) / ((pair[1] ?? 0) + 0.05)
        if (contrast < worst.contrast) worst = { contrast, text: element.outerHTML.slice(0, 120) }
      }
      frame.parentElement?.remove()
      return worst
    },
    { html, theme },
  )

const texts = [
  '#000',
  '#333333',
  'black',
  'navy',
  'rgb(20, 20, 60)',
  'hsl(0 100% 20%)',
  'rgba(0,0,0,.87)',
  '#777',
  'darkgreen',
  'windowtext',
]
const surfaces = ['#fff', 'white', '#ffffff', '#f4f4f4', '#000', '#112233', 'rgb(250,250,250)', 'transparent']

/** A mail that sets one of its colors and leaves the other to the client. */
const mails: readonly string[] = [
  '<p>Nothing said</p><a href="https://a.example/">a link</a><blockquote>a quote</blockquote>',
  ...texts.flatMap((colour) => [
    `<p style="color:${colour}">Text alone <a href="https://a.example/">link</a></p>`,
    `<font color="${colour}">Old text alone</font>`,
    `<style>.a { color: ${colour} }</style><p class="a">Text by a rule</p>`,
    `<body text="${colour}"><p>Text of the body</p></body>`,
  ]),
  ...surfaces.flatMap((colour) => [
    `<div style="background:${colour}">Surface alone</div>`,
    `<div style="background-color:${colour}"><p>Surface alone</p></div>`,
    `<table bgcolor="${colour}"><tr><td>Old surface alone</td></tr></table>`,
    `<body bgcolor="${colour}"><p>Surface of the body</p></body>`,
    `<p>Outside</p><table><tr><td bgcolor="${colour}">Inside</td></tr></table>`,
  ]),
  ...['#fff', '#f4f4f4', 'transparent'].map(
    (colour) => `<style>.a { background: ${colour} }</style><p class="a">Surface by a rule</p>`,
  ),
  '<div style="background:#fff">Surface alone <a href="https://a.example/">link</a></div>',
  '<div style="background:#fff;color:#000">Both, dark on light</div>',
  '<div style="background:#000;color:#fff">Both, light on dark</div>',
  '<table bgcolor="#ffffff"><tr><td><font color="#333333">Both, old</font></td></tr></table>',
  '<div style="background:#222"><p style="color:#eee">Both, apart</p></div><p style="color:#111">and text beside</p>',
]

test.describe('mail', () => {
  /** A mail that sets both colors may choose any; here it sets one of the two. */
  test('keeps its text readable on a dark page, whichever colours it brings', async () => {
    test.setTimeout(120_000)
    const unreadable: string[] = []
    for (const html of mails) {
      const { contrast, text } = await worstContrast(html, 'dark')
      if (contrast < 4.5) unreadable.push(`${contrast.toFixed(2)} ${html} → ${text}`)
    }
    expect(unreadable).toEqual([])
  })

  test('is seen to be unreadable where it is, so that this test can fail', async () => {
    expect((await worstContrast('<div style="background:#222;color:#222">hidden</div>', 'dark')).contrast).toBeLessThan(
      1.1,
    )
  })
})
