import { test as base, type Page } from '@playwright/test'
import { expect, signIn, signUp } from '../e2e/test.ts'
import { composeSite, type ComposedSite } from './composed-site.ts'

/** Each remote on an origin of its own: nothing here works because of a shared build or a shared host. */
const test = base.extend<{ workspace: Page }, { site: ComposedSite }>({
  site: [
    async ({}, use) => {
      const site = await composeSite()
      await use(site)
      await site.close()
    },
    { scope: 'worker' },
  ],
  workspace: async ({ page, site }, use) => {
    await signIn(page, site.origin)
    await page.goto(`${site.origin}/`)
    await use(page)
  },
})

test.describe('five ways to talk, across builds and origins', () => {
  test('host and remotes come from five origins', async ({ workspace, site }) => {
    await workspace.getByRole('link', { name: 'Settings' }).click()
    await expect(workspace.getByRole('heading', { name: 'Settings' })).toBeVisible()
    for (const name of ['inbox', 'settings']) {
      expect(
        site.remotes.get(name)?.requests.some((url) => url.endsWith('/remoteEntry.js')),
        name,
      ).toBe(true)
    }
  })

  test('props: the host hands the box its query, and the box calls back up', async ({ workspace, site }) => {
    await workspace.goto(`${site.origin}/search?q=library`)
    const box = workspace.getByRole('banner').getByPlaceholder('Search mail')
    await expect(box).toHaveValue('library')
    await box.fill('observatory')
    await box.press('Enter')
    await expect(workspace).toHaveURL(/q=observatory/)
  })

  test('exposed hook: the number that inbox owns is in the title of another remote’s page', async ({
    workspace,
    site,
  }) => {
    await workspace.goto(`${site.origin}/settings`)
    await expect(workspace).toHaveTitle(/^\(\d+\)/)
  })

  test('exposed function: inbox opens the composer of another remote', async ({ workspace }) => {
    await workspace.getByRole('row').filter({ hasText: 'The book you reserved' }).click()
    await workspace.getByRole('button', { name: 'Reply', exact: true }).last().click()
    await expect(workspace.getByRole('dialog')).toBeVisible()
  })

  test('shared store: what settings writes, inbox renders', async ({ workspace }) => {
    const row = workspace.getByRole('row').nth(1)
    const before = (await row.boundingBox())?.height ?? 0
    await workspace.getByRole('link', { name: 'Settings' }).click()
    await workspace.getByRole('radio', { name: /Compact/ }).check({ force: true })
    await workspace.goBack()
    await expect.poll(async () => (await row.boundingBox())?.height ?? 0).toBeLessThan(before)
  })

  test('custom events: a widget without React receives the event of a draft saved in compose', async ({
    page,
    site,
  }) => {
    await signUp(page, site.origin, { address: 'eve@atrium.test', password: 'a long password', name: 'Eve' })
    await page.goto(`${site.origin}/`)
    await page.getByRole('button', { name: 'Compose' }).first().click()
    await page.getByRole('dialog').getByLabel('Subject').fill('Kept by itself')
    await expect(page.getByText('Draft saved')).toBeVisible()
  })

  test('shared context: a remote reads the session the host provides', async ({ workspace }) => {
    await workspace.getByRole('link', { name: 'Settings' }).click()
    await workspace
      .getByRole('link', { name: 'Account' })
      .or(workspace.getByRole('button', { name: 'Account', exact: true }))
      .click()
    await expect(workspace.getByRole('main').getByText('demo@atrium.test', { exact: true })).toBeVisible()
  })
})
