import { expect, test } from './test.ts'

test.describe('the command palette', () => {
  test('goes to folders and settings, and shows first what was run lately', async ({ inbox: page, trouble }) => {
    await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: 'Commands' })
    await expect(field).toBeFocused()
    await field.fill('sent')
    await expect(page.getByRole('option', { name: 'Go to Sent' })).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Sent' })).toBeVisible()

    await page.keyboard.press('Control+k')
    await expect(page.getByRole('option').first()).toHaveAccessibleName('Go to Sent')
    await field.fill('settings language')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/settings\/language$/)
    expect(trouble).toEqual([])
  })

  test('acts on the row that has the focus, and gives it back', async ({ inbox: page }) => {
    const rows = page.getByRole('grid').getByRole('row')
    await expect(rows.first()).toBeVisible()
    await expect(async () => {
      await page.keyboard.press('Home')
      await expect(rows.first()).toBeFocused({ timeout: 500 })
    }).toPass()
    const starred = (await rows.first().getByRole('button', { name: 'Remove star' }).count()) > 0
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).fill('add star')
    await page.keyboard.press('Enter')
    await expect(rows.first()).toBeFocused()
    await expect(rows.first().getByRole('button', { name: starred ? 'Add star' : 'Remove star' })).toHaveCount(1)
    await page.keyboard.press('z')
    await expect(rows.first().getByRole('button', { name: starred ? 'Remove star' : 'Add star' })).toHaveCount(1)
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    await expect(rows.first()).toBeFocused()
  })

  test('searches the mail for what is no command', async ({ inbox: page }) => {
    await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Commands' }).fill('observatory')
    await expect(page.getByRole('option')).toHaveText('Search mail for “observatory”')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/search\?q=observatory$/)
  })
})
