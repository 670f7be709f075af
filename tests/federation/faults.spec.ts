import { test as base, type Page } from '@playwright/test'
import { expect, signIn } from '../e2e/test.ts'
import { buildFixtures } from './build-fixtures.ts'
import { composeSite, type ComposedSite } from './composed-site.ts'

const test = base.extend<{ open: (path: string) => Promise<Page> }, { site: ComposedSite }>({
  site: [
    async ({}, use) => {
      const site = await composeSite({ more: await buildFixtures() })
      await use(site)
      await site.close()
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  open: async ({ page, site }, use) => {
    await signIn(page, site.origin)
    await use(async (path) => {
      await page.goto(site.origin + path)
      return page
    })
    for (const remote of site.remotes.values()) remote.fault = () => false
  },
})

/** The message in the remote's place, with a code to read out; and the rest of the page alive. */
async function expectMessage(page: Page, title: RegExp): Promise<void> {
  const main = page.getByRole('main')
  await expect(main.getByText(title)).toBeVisible({ timeout: 15_000 })
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
}

test.describe('a remote that fails is a message, not an outage', () => {
  for (const name of ['throws-at-import', 'throws-at-mount', 'throws-in-effect', 'exposes-nothing', 'exposes-wrong-thing']) {
    test(name, async ({ open }) => {
      const page = await open(`/${name}`)
      await expect(page.getByRole('main').getByText(/R-[0-9A-Z]{6}/)).toBeVisible({ timeout: 15_000 })
      await expectMessage(page, /could not be opened/)
    })
  }

  test('throws-in-handler: the page stays as it is', async ({ open }) => {
    const page = await open('/throws-in-handler')
    await page.getByRole('button', { name: 'Fail' }).click()
    await page.getByRole('button', { name: 'Count 0' }).click()
    await expect(page.getByRole('button', { name: 'Count 1' })).toBeVisible()
  })

  test('throws-at-unmount: the next page opens', async ({ open }) => {
    const page = await open('/throws-at-unmount')
    await expect(page.getByText('Leave me')).toBeVisible()
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  })

  test('contract-too-new: refused before any of its code runs', async ({ open }) => {
    const page = await open('/contract-too-new')
    await expectMessage(page, /does not fit this version/)
    expect(await page.evaluate(() => Reflect.get(globalThis, 'ranContractTooNew'))).toBeUndefined()
  })

  test('second-react: refused, with an error that names it', async ({ open }) => {
    const page = await open('/healthy')
    const failed = page.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('atrium:remote:failed', (event) => resolve((event as CustomEvent<unknown>).detail)),
        ),
    )
    await page.evaluate(() => {
      history.pushState(null, '', '/second-react')
      dispatchEvent(new PopStateEvent('popstate'))
    })
    expect(await failed).toMatchObject({ remote: 'second-react', code: 'SECOND_COPY' })
    await expectMessage(page, /could not be opened/)
  })

  test('floods-events: the page answers afterwards', async ({ open }) => {
    const page = await open('/floods-events')
    await expect(page.getByText('Flooded')).toBeVisible()
    await expectMessage(page, /Flooded/)
  })

  test('never-answers: given up in a time a person accepts', async ({ open, site }) => {
    const remote = site.remotes.get('healthy')
    if (!remote) throw new Error('healthy is not served')
    remote.fault = () => true
    const page = await open('/healthy')
    await expectMessage(page, /could not be opened/)
  })

  test('answers-with-html: refused as a file that was not released', async ({ open, site }) => {
    const remote = site.remotes.get('healthy')
    if (!remote) throw new Error('healthy is not served')
    remote.fault = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
      response.end('<!doctype html><title>Sign in to the wireless network</title>')
      return true
    }
    const page = await open('/healthy')
    await expectMessage(page, /could not be opened/)
  })

  test('a retry by the person works once the remote is healed', async ({ open, site }) => {
    const remote = site.remotes.get('healthy')
    if (!remote) throw new Error('healthy is not served')
    remote.fault = (_, response) => {
      response.writeHead(503).end()
      return true
    }
    const page = await open('/healthy')
    await expect(page.getByText(/could not be opened/)).toBeVisible()
    remote.fault = () => false
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText(/All is well/)).toBeVisible()
  })

  test('a lazy chunk that fails once comes by itself', async ({ open, site }) => {
    const remote = site.remotes.get('lazy-chunk')
    if (!remote) throw new Error('lazy-chunk is not served')
    let failures = 1
    remote.fault = (url, response) => {
      if (!/\/js\/\d+\./.test(url) || failures-- <= 0) return false
      response.writeHead(503).end()
      return true
    }
    const page = await open('/lazy-chunk')
    await expect(page.getByText('The part has come')).toBeVisible()
  })

  test('a healthy remote is drawn, in its own style', async ({ open }) => {
    const page = await open('/healthy')
    await expect(page.getByText(/All is well/)).toHaveCSS('color', 'rgb(1, 2, 3)')
  })
})
