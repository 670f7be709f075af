import type { Page } from '@playwright/test'
import { signIn, watchForTrouble } from '../e2e/test.ts'
import { expect, name, test, title } from './test.ts'

/** Lost when the page reloads. */
const mark = (page: Page) => page.evaluate(() => Reflect.set(globalThis, 'mark', true))
const isMarked = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'mark') === true)

async function open(page: Page, origin: string): Promise<string[]> {
  const trouble: string[] = []
  watchForTrouble(page, trouble)
  await signIn(page, origin)
  await page.goto(`${origin}/${name}`)
  await page.getByRole('button', { name: 'Count 0' }).click()
  await mark(page)
  return trouble
}

test.describe('under pnpm dev', () => {
  test('one edited line is swapped into the running shell, and state is kept', async ({ page, dev, edit }) => {
    const trouble = await open(page, dev.origin)
    edit('exposes/page.tsx', 'As it was.', 'As it is now.')
    await expect(page.getByText('As it is now.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Count 1' })).toBeVisible()
    edit('exposes/page.module.css', 'padding: var(--space-6)', 'padding: 77px')
    const section = page.getByRole('main').locator('section')
    await expect(section).toHaveCSS('padding-top', '77px')
    await expect(page.getByRole('button', { name: 'Count 1' })).toBeVisible()
    edit('strings.ts', `title: '${title}'`, "title: 'Another title'")
    await expect(page.getByRole('heading', { name: 'Another title' })).toBeVisible()
    expect(await isMarked(page)).toBe(true)
    expect(trouble).toEqual([])
  })

  test('the remote has a whole page at its own address', async ({ page, dev, edit }) => {
    const trouble = await open(page, dev.ownOrigin(name))
    edit('exposes/page.tsx', 'As it was.', 'As it is now.')
    await expect(page.getByText('As it is now.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Count 1' })).toBeVisible()
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
    expect(trouble).toEqual([])
  })

  test('an error does not break the page, and its correction is applied', async ({ page, dev, edit }) => {
    await open(page, dev.origin)
    const reported = page.waitForEvent(
      'console',
      (message) => message.type() === 'error' && message.text().includes('page.tsx'),
    )
    edit('exposes/page.tsx', '<p>As it was.', '<p>{As it was.')
    await reported
    const note = page.getByRole('alert').filter({ hasText: 'does not compile' })
    await expect(note).toContainText('page.tsx')
    await expect(page.getByRole('main').getByText('As it was.')).toBeVisible()
    edit('exposes/page.tsx', '<p>{As it was.', '<p>Corrected.')
    await expect(page.getByRole('main').getByText('Corrected.')).toBeVisible()
    await expect(note).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Count 1' })).toBeVisible()
    expect(await isMarked(page)).toBe(true)
  })
})
