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

    test('on the list and a selection', async ({ page, server }) => {
      await signIn(page, server.origin)
      await page.goto(`${server.origin}/`)
      const rows = page.getByRole('grid').getByRole('row')
      await expect(rows.first()).toBeVisible()
      expect(await faults(page), 'the list').toEqual([])
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      await expect(page.getByText('1 selected').first()).toBeVisible()
      expect(await faults(page), 'a selection').toEqual([])
    })

    test('on the composer', async ({ page, server }) => {
      await signIn(page, server.origin)
      await page.goto(`${server.origin}/`)
      await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
      await page.keyboard.press('c')
      await expect(page.getByRole('dialog', { name: /^Compose/ })).toBeVisible()
      expect(await faults(page), 'the composer').toEqual([])
    })
  })
}
