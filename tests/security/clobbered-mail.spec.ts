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

/** How a mail puts an element in the place of a method or a getter: by the name of a part of a form, of the document, or an id. */
const forms: readonly ((name: string) => string)[] = [
  (name) => `<form><img name="${name}">text</form>`,
  (name) => `<form><input name="${name}"><input name="${name}">text</form>`,
  (name) => `<form name="${name}"></form><img name="${name}"><p>text</p>`,
  (name) => `<img name="${name}" id="${name}"><object id="${name}"></object><p>text</p>`,
  (name) =>
    `<iframe name="${name}"></iframe><embed name="${name}"><a id="${name}" name="${name}" href="https://a.example/">text</a>`,
]

test.describe('mail whose elements are called like methods', () => {
  test('is shown with its text, whichever name of the DOM it takes', async () => {
    const names = await page.evaluate(() => {
      const prototypes = [Node, Element, HTMLElement, HTMLFormElement, Document, EventTarget].map(
        (type) => type.prototype as object,
      )
      return [...new Set(prototypes.flatMap((prototype) => Object.getOwnPropertyNames(prototype)))]
    })
    expect(names).toContain('replaceWith')
    expect(names).toContain('childNodes')
    const wrong: string[] = []
    for (const [index, form] of forms.entries()) {
      const texts = await page.evaluate(
        (mails) => (window as unknown as { harness: Harness }).harness.texts(mails),
        names.map((name) => form(name)),
      )
      for (const [at, { text, refused }] of texts.entries())
        if (text !== 'text' || refused !== null) wrong.push(`${index} ${names[at]}: "${text}", ${refused}`)
    }
    expect(wrong).toEqual([])
  })

  test('is shown as text where preparing it fails', async () => {
    const result = await page.evaluate(async () => {
      const { harness } = window as unknown as { harness: Harness }
      const { appendChild } = Node.prototype
      Node.prototype.appendChild = () => {
        throw new Error('broken on purpose')
      }
      try {
        return await harness.shown('<p>Hello <b>Ada</b></p>', 'blocked')
      } finally {
        Node.prototype.appendChild = appendChild
      }
    })
    expect(result).toMatchObject({ text: 'Hello Ada', refused: 'failed' })
  })
})
