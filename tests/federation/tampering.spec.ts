import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { signIn } from '../e2e/test.ts'
import { composeSite, type ComposedSite } from './composed-site.ts'
import type { Fault } from './file-server.ts'
import { startForgingProxy, type ForgingProxy } from './forging-proxy.ts'
import { expect } from '../e2e/test.ts'
import { expectMessage, go, test } from './test.ts'

/** One bit of the last line that means something: the text stays a script, a stylesheet, a document. */
function changeOneByte(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  const at = changed.lastIndexOf('0') >= 0 ? changed.lastIndexOf('0') : changed.length - 2
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}

/** Serves files that match with one byte changed. */
const changing =
  (store: string, files: RegExp): Fault =>
  (url, response) => {
    const file = new URL(url, 'http://host').pathname
    if (!files.test(file)) return false
    const type = file.endsWith('.css') ? 'text/css' : 'text/javascript'
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': type })
    response.end(changeOneByte(readFileSync(path.join(store, file))))
    return true
  }

test.describe('one changed byte of', () => {
  for (const [what, files] of [
    ['a remoteEntry', /remoteEntry\.js$/],
    ['an exposed chunk', /\/js\/(?!\d).*\.js$/],
  ] as const) {
    test(`${what} is refused; the user sees a notice, the rest works`, async ({ open, remote, site }) => {
      remote('lazy-chunk').fault = changing(site.store, files)
      const page = await open('/lazy-chunk')
      await expectMessage(page, /could not be opened/)
    })
  }

  for (const [what, files] of [
    ['a lazy chunk', /\/js\/\d+\..*\.js$/],
    ['a stylesheet', /\.css$/],
  ] as const) {
    test(`${what} is refused; the user sees a notice, and a retry loads the original`, async ({
      open,
      remote,
      site,
    }) => {
      const server = remote('lazy-chunk')
      server.fault = changing(site.store, files)
      const page = await open('/lazy-chunk')
      await expect(page.getByRole('main').getByText(/could not be opened/)).toBeVisible()
      await expect(page.getByText('The part has come')).toHaveCount(0)
      server.fault = () => false
      await page.getByRole('main').getByRole('button', { name: 'Try again' }).click()
      await expect(page.getByText('The part has come')).toHaveCSS('color', 'rgb(4, 5, 6)')
    })
  }
})

const otherLetter = (letter: string): string => (letter === 'A' ? 'B' : 'A')
const otherDigit = (digit: string): string => String((Number(digit) + 1) % 10)

/** Changes the one character that the pattern's second group holds. */
const replaced = (pattern: RegExp) => (text: string) =>
  text.replace(
    pattern,
    (_, before: string, one: string) => before + (/\d/.test(one) ? otherDigit(one) : otherLetter(one)),
  )

test.describe('one changed character of the registry on its way', () => {
  let proxy: ForgingProxy
  test.beforeEach(async ({ page, site }) => {
    proxy = await startForgingProxy(site.origin)
    await signIn(page, proxy.origin)
  })
  test.afterEach(() => proxy.close())

  const signature = replaced(/("value":")([A-Za-z0-9_-])/)
  const root = replaced(/("root":")([A-Za-z0-9_-])/)

  for (const [what, forge] of [
    ['its signature', signature],
    ['its root', root],
    ['its serial', replaced(/("serial":)(\d)/)],
    ['its expiry', replaced(/("expires":"20)(\d)/)],
  ] as const) {
    test(`${what} in the page: it is rejected and fetched from the server instead`, async ({ page }) => {
      const requests: string[] = []
      page.on('request', (request) => void requests.push(new URL(request.url()).pathname))
      proxy.forge = (path, text) => (path === '/healthy' ? forge(text) : text)
      await page.goto(`${proxy.origin}/healthy`)
      await expect(page.getByText(/All is well/)).toBeVisible()
      expect(requests).toContain('/registry/healthy')
    })
  }

  for (const [what, forge] of [
    ['its signature', signature],
    ['its root', root],
  ] as const) {
    test(`${what} in every response: each remote shows a notice in its place, none of them runs, and the frame works`, async ({
      page,
    }) => {
      proxy.forge = (path, text) => (path.startsWith('/registry') || path === '/healthy' ? forge(text) : text)
      const reported = page.waitForEvent('console', (message) =>
        /REGISTRY_UNSIGNED|not signed by a key/.test(message.text()),
      )
      await page.goto(`${proxy.origin}/healthy`)
      await expect(page.getByRole('main').getByText(/could not be opened/)).toBeVisible()
      await reported
      await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible()
      // The page's own preloads were fetched; no container has run.
      expect(
        await page.evaluate(() =>
          Object.keys(globalThis).filter((name) => /^(healthy|inbox)_[0-9a-f]{12}$/.test(name)),
        ),
      ).toEqual([])
    })
  }

  test('a hash of a released file: that remote is refused, the others live, and it comes when the answer is right', async ({
    page,
  }) => {
    const change = replaced(/("remoteEntry\.js":"sha384-)(.)/)
    proxy.forge = (path, text) => (path.startsWith('/registry/healthy') ? change(text) : text)
    await page.goto(`${proxy.origin}/settings`)
    await go(page, '/healthy')
    await expectMessage(page, /could not be opened/)
    proxy.forge = (_, text) => text
    await go(page, '/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
  })

  test('an older registry that was good once is refused by a browser that has seen a newer one', async ({
    page,
    site,
  }) => {
    const old = await (await page.request.get(`${site.origin}/registry/healthy`)).text()
    await site.editRegistry(() => undefined)
    await page.goto(`${proxy.origin}/settings`)
    await expect(page.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible()
    proxy.forge = (path, text) => (path.startsWith('/registry/healthy') ? old : text)
    const reported = page.waitForEvent('console', (message) => /older than one seen before/.test(message.text()))
    await go(page, '/healthy')
    await expect(page.getByRole('main').getByText(/could not be opened/)).toBeVisible()
    await reported
  })
})

test.describe('one changed byte of the shell in the store', () => {
  let site: ComposedSite
  test.beforeAll(async () => void (site = await composeSite()))
  test.afterAll(() => site.close())

  /** Changes a file of the shell under its own name, in all its encodings, and gives back the true ones. */
  function tamper(folder: 'js' | 'css' | 'vendor', name: RegExp): () => void {
    const shell = path.join(site.store, 'shell')
    const version = readdirSync(shell).find((each) => /^[0-9a-f]{12}$/.test(each)) ?? ''
    // Libraries lie beside the releases that use them.
    const files = path.join(shell, folder === 'vendor' ? 'vendor' : path.join(version, folder))
    const file = path.join(files, readdirSync(files).find((each) => name.test(each)) ?? '')
    const originals = [file, `${file}.br`, `${file}.gz`].map((each) => [each, readFileSync(each)] as const)
    for (const [each] of originals.slice(1)) rmSync(each)
    writeFileSync(file, changeOneByte(readFileSync(file)))
    return () => originals.forEach(([each, bytes]) => writeFileSync(each, bytes))
  }

  for (const [what, folder, name] of [
    ['its entry', 'js', /^main\..*\.js$/],
    ['a vendor chunk', 'vendor', /^vendor\..*\.js$/],
    ['its stylesheet', 'css', /^main\..*\.css$/],
  ] as const) {
    test(`${what}: it is refused, and the page shows a notice`, async ({ page }) => {
      const restore = tamper(folder, name)
      await page.goto(`${site.origin}/`)
      await expect(page.getByText(/was lost or changed on its way here/)).toBeVisible()
      restore()
      // The notice fetched the original file: the cache would have returned the wrong one.
      await page.reload()
      await page.reload()
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
      await expect(page.getByText(/was lost or changed on its way here/)).toBeHidden()
    })
  }
})
