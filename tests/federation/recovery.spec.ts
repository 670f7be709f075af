import { expect } from '../e2e/test.ts'
import { failing, go, test } from './test.ts'

test.describe('the release before', () => {
  for (const name of ['falls-at-import', 'falls-at-mount']) {
    test(`is shown when the current one ${name.replaceAll('-', ' ')}`, async ({ open }) => {
      const page = await open(`/${name}`)
      await expect(page.getByText('The release before')).toBeVisible()
    })
  }
})

test.describe('what the network loses', () => {
  test('a retry by the user works once the remote is healed', async ({ open, remote }) => {
    remote('healthy').fault = failing(/./)
    const page = await open('/healthy')
    await expect(page.getByText(/could not be opened/)).toBeVisible()
    remote('healthy').fault = () => false
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText(/All is well/)).toBeVisible()
  })

  test('an entry that hangs once is requested at another address by the retry', async ({ open, remote }) => {
    remote('healthy').fault = (url) => url.endsWith('remoteEntry.js')
    const page = await open('/healthy')
    await expect(page.getByText(/could not be opened/)).toBeVisible({ timeout: 15_000 })
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText(/All is well/)).toBeVisible()
  })

  for (const [what, fault] of [
    ['is down', { status: 503 }],
    ['answers with a page', { status: 200, contentType: 'text/html', body: '<!doctype html>' }],
  ] as const) {
    test(`a registry that ${what} is requested again by itself`, async ({ open }) => {
      const page = await open('/')
      await page.route('**/registry/healthy', (route) => route.fulfill(fault))
      await go(page, '/healthy')
      await expect(page.getByRole('main').getByText(/could not be opened/)).toBeVisible({ timeout: 15_000 })
      await page.unroute('**/registry/healthy')
      await expect(page.getByText(/All is well/)).toBeVisible({ timeout: 15_000 })
    })
  }

  test('a lazy chunk that fails twice comes by itself', async ({ open, remote }) => {
    remote('lazy-chunk').fault = failing(/\/js\/\d+\./, 2)
    const page = await open('/lazy-chunk')
    await expect(page.getByText('The part has come')).toBeVisible()
  })

  test('a lazy chunk that fails three times comes when the user tries again', async ({ open, remote }) => {
    remote('lazy-chunk').fault = failing(/\/js\/\d+\./, 3)
    const page = await open('/lazy-chunk')
    await expect(page.getByText(/could not be opened/)).toBeVisible()
    await page.getByRole('main').getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText('The part has come')).toHaveCSS('color', 'rgb(4, 5, 6)')
  })

  test('a stylesheet that is lost once comes by itself', async ({ open, remote }) => {
    remote('lazy-chunk').fault = failing(/\/css\//, 1)
    const page = await open('/lazy-chunk')
    await expect(page.getByText('The part has come')).toHaveCSS('color', 'rgb(4, 5, 6)')
  })

  test('being offline is distinguished from being broken, and ends by itself', async ({ open }) => {
    const page = await open('/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
    await page.context().setOffline(true)
    await go(page, '/lazy-chunk')
    await expect(page.getByRole('main').getByText(/could not load without a connection/)).toBeVisible()
    await page.context().setOffline(false)
    await expect(page.getByText('The part has come')).toBeVisible()
  })
})
