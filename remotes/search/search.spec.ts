// The search remote in the host that it runs in, with the demo mailbox of the real server.
import { installedRemote, type InstalledRemote } from '@atrium/cli/testing'
import { expect, test } from '@playwright/test'

let site: InstalledRemote
test.beforeAll(async () => {
  site = await installedRemote('search')
})
test.afterAll(() => site.close())

test.beforeEach(async ({ page }) => {
  const { origin } = site
  const demo = { address: 'demo@atrium.test', password: 'try-atrium-now' }
  const response = await page.request.post(`${origin}/api/session`, { data: demo, headers: { origin } })
  expect(response.status(), await response.text()).toBe(200)
})

test.afterEach(() => expect(site.takeViolations()).toEqual([]))

test('finds mail by a word in it, from the box that it puts into the header', async ({ page }) => {
  expect(site.record.slots).toHaveProperty('header')
  await page.goto(`${site.origin}/`)
  const box = page.getByPlaceholder('Search mail')
  await box.fill('observatory')
  await box.press('Enter')
  await expect(page).toHaveURL(`${site.address}?q=observatory`)
  await expect(
    page
      .getByRole('main')
      .getByText(/observatory/i)
      .first(),
  ).toBeVisible()
})
