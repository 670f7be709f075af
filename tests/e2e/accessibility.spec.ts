import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, signIn, test } from './test.ts'

/** What axe finds on the page as it is, mail itself aside: its markup is its sender's. */
async function faults(page: Page): Promise<string[]> {
  // Colours in transition are none that anyone reads.
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))))
  const { violations } = await new AxeBuilder({ page })
    .exclude('article iframe')
    .options({ rules: { 'label-content-name-mismatch': { enabled: true } } })
    .analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme, axe finds nothing`, () => {
    test.use({ colorScheme })

    test('on the sign-in page', async ({ page, server }) => {
      await page.goto(`${server.origin}/`)
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
      expect(await faults(page)).toEqual([])
    })

    test('on the list, a selection, a conversation and its dialogs', async ({ page, server }) => {
      await signIn(page, server.origin)
      await page.goto(`${server.origin}/`)
      const rows = page.getByRole('grid').getByRole('row')
      await expect(rows.first()).toBeVisible()
      expect(await faults(page), 'the list').toEqual([])
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      await expect(page.getByText('1 selected').first()).toBeVisible()
      expect(await faults(page), 'a selection').toEqual([])
      await page.keyboard.press('Escape')
      await rows.nth(1).click()
      await expect(page.locator('[data-rendered="true"]').first()).toBeVisible()
      expect(await faults(page), 'a conversation').toEqual([])
      await page.keyboard.press('v')
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await faults(page), 'the folders to move to').toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await faults(page), 'the keys').toEqual([])
    })

    test('on the composer, the search and the settings', async ({ page, server }) => {
      await signIn(page, server.origin)
      await page.goto(`${server.origin}/`)
      await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
      await page.keyboard.press('c')
      await expect(page.getByRole('dialog', { name: /^Compose/ })).toBeVisible()
      expect(await faults(page), 'the composer').toEqual([])
      await page.goto(`${server.origin}/search?q=the`)
      await expect(page.getByRole('link').filter({ hasText: /the/i }).first()).toBeVisible()
      expect(await faults(page), 'the search').toEqual([])
      await page.goto(`${server.origin}/settings`)
      await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
      expect(await faults(page), 'the settings').toEqual([])
    })
  })
}
