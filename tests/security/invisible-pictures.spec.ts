import { expect, test, type Browser, type Page } from '@playwright/test'
import { bundleHarness } from './bundle-harness.ts'
import type { Harness, Shown } from './harness-page.ts'
import { launchAway } from './launch-away.ts'
import { type LoopbackSite, startLoopbackSite } from './loopback-site.ts'

let site: LoopbackSite
let browser: Browser
let page: Page

test.beforeAll(async () => {
  site = await startLoopbackSite(await bundleHarness())
  browser = await launchAway(site.sink)
})
test.afterAll(async () => {
  await browser.close()
  await site.close()
})
test.beforeEach(async () => {
  page = await browser.newPage()
  await page.goto(site.origin)
  site.takeRequests()
})
test.afterEach(() => page.close())

const show = (html: string, images: 'blocked' | 'proxied'): Promise<Shown> =>
  page.evaluate(({ html, images }) => (window as unknown as { harness: Harness }).harness.shown(html, images), {
    html,
    images,
  })

const img = (attributes = ''): string => `<img src="https://t.example/o.png" ${attributes}>`

const invisible: Readonly<Record<string, string>> = {
  'one pixel by attributes': img('width="1" height="1"'),
  'no width': img('width="0"'),
  'a share of nothing': img('width="0%"'),
  'display none': img('style="display:none"'),
  'hidden by a rule': `<style>.t { display: none }</style>${img('class="t"')}`,
  'hidden by a rule within a media query': `<style>@media (min-width: 1px) { #t { visibility: hidden } }</style>${img('id="t"')}`,
  'one pixel by a rule': `<style>img { width: 1px; height: 1px }</style>${img()}`,
  'less than a pixel': img('style="width:.5px;height:.5px"'),
  'one pixel in other units': img('style="width:.01in;height:.05em"'),
  'one pixel by a calculation': img('style="width:calc(0% + 1px)"'),
  'one pixel at most': img('style="max-width:min(1px, 100%)"'),
  'three pixels both ways': img('style="width:3px;height:3px"'),
  'no opacity': img('style="opacity:0"'),
  'little opacity in little opacity': `<div style="opacity:.1"><p style="opacity:.2">${img()}</p></div>`,
  'visibility collapse': img('style="visibility:collapse"'),
  'in what is not displayed': `<div style="display:none"><p>${img()}</p></div>`,
  'in what is invisible': `<div style="visibility:hidden">${img()}</div>`,
  'in a box without height': `<div style="height:0;overflow:hidden">${img('width="100"')}</div>`,
  'in a box without maximal height': `<div style="max-height:0;overflow:hidden"><p>${img()}</p></div>`,
  'in a box without width': `<div style="width:0">${img()}</div>`,
  'all of a box without width': `<div style="width:1px"><p>${img('style="width:100%"')}</p></div>`,
  'letters of no size': `<div style="font-size:0">${img('style="width:5em;height:5em"')}</div>`,
  clipped: img('style="position:absolute;clip:rect(0,0,0,0)"'),
  'clipped by a path': img('style="clip-path:inset(100%)"'),
  'clipped by a rule': `<style>.t { clip-path: circle(0) }</style><div class="t">${img()}</div>`,
  'moved away': img('style="position:absolute;left:-9999px"'),
  'moved away by a margin': `<div style="margin-left:-9999px">${img()}</div>`,
  'indented away': `<div style="text-indent:-9999px">${img()}</div>`,
  'made small': img('style="transform:scale(0)"'),
  'moved by a transform': img('style="transform:translateX(-9999px)"'),
  'filtered away': img('style="filter:opacity(0)"'),
  'the attribute hidden': img('hidden'),
  'in an element with the attribute hidden': `<div hidden>${img()}</div>`,
  "a rule that outweighs the picture's own style": `<style>img { display: none !important }</style>${img('style="display:block"')}`,
}

const visible: Readonly<Record<string, string>> = {
  'a plain picture': img(),
  'one with a width': img('width="300"'),
  'one as wide as the message': img('width="100%" style="max-width:600px;height:auto"'),
  'one in tables': `<table width="600"><tr><td style="padding:10px;overflow:hidden">${img('width="120" style="display:block"')}</td></tr></table>`,
  'one that a rule shows again': `<style>.t { display: none } .t.u { display: block }</style>${img('class="t u"')}`,
  'one seen in what is invisible': `<div style="visibility:hidden">${img('style="visibility:visible"')}</div>`,
  'a small icon': img('style="width:8px;height:8px"'),
  'one in a calculated column': `<div style="width:calc(100% - 20px);max-width:600px">${img('style="width:50%"')}</div>`,
  'one that is moved a little': img('style="position:relative;left:-4px;transform:scale(1)"'),
  'one behind a quote': `<p>Yes</p><blockquote type="cite">${img()} old</blockquote>`,
}

test.describe('pictures from elsewhere', () => {
  for (const [name, html] of Object.entries(invisible)) {
    test(`never load where no one can see them: ${name}`, async () => {
      expect(await show(`<p>Hello</p>${html}`, 'blocked')).toMatchObject({
        trackers: 1,
        blockedImages: 0,
        refused: null,
      })
      expect(await show(`<p>Hello</p>${html}`, 'proxied')).toMatchObject({ trackers: 1, blockedImages: 0 })
      expect(site.takeRequests().filter(({ use }) => use === 'image')).toEqual([])
    })
  }

  for (const [name, html] of Object.entries(visible)) {
    test(`load through the proxy once they are allowed: ${name}`, async () => {
      expect(await show(`<p>Hello</p>${html}`, 'blocked')).toMatchObject({
        trackers: 0,
        blockedImages: 1,
        refused: null,
      })
      expect(site.takeRequests().filter(({ use }) => use === 'image')).toEqual([])
      const asked = page.waitForRequest((request) => request.url().includes('/api/image?url='))
      expect(await show(`<p>Hello</p>${html}`, 'proxied')).toMatchObject({ trackers: 0, blockedImages: 0 })
      await asked
    })
  }
})
