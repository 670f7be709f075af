import type { Page } from '@playwright/test'
import { mailer } from '../security/put-mail.ts'
import { expect, signUp, test } from './test.ts'

const rows = (page: Page) => page.getByRole('grid').getByRole('row')

let people = 0

/** A new account with three conversations about comets, newest first, and one about tea. */
async function searchFor(page: Page, origin: string, query: string): Promise<void> {
  people += 1
  const address = `seeker${people}-${process.pid}@atrium.test`
  await signUp(page, origin, { address, password: 'a long password', name: 'Seeker' })
  const { put } = await mailer(page.request, origin)
  const mail = (subject: string, text: string): string =>
    [
      'From: Max <max@example.test>',
      `To: ${address}`,
      `Subject: ${subject}`,
      `Message-ID: <${subject.replace(/\W/g, '')}${people}@example.test>`,
      '',
      text,
    ].join('\r\n')
  await put(mail('First sighting', 'A comet over the hill.'), '2026-10-05T08:00:00Z')
  await put(mail('Tea', 'Four o’clock.'), '2026-10-05T08:30:00Z')
  await put(mail('Second sighting', 'The comet again.'), '2026-10-05T09:00:00Z')
  await put(mail('Third sighting', 'No comets tonight.'), '2026-10-05T10:00:00Z')
  await page.goto(`${origin}/`)
  await expect(rows(page)).toHaveCount(4)
  const box = page.getByRole('banner').getByPlaceholder('Search mail')
  await box.fill(query)
  await box.press('Enter')
  await expect(rows(page)).toHaveCount(3)
}

/** What is marked in the frame of the open message. */
const marked = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const view = document.querySelector('iframe')?.contentWindow as (Window & typeof globalThis) | undefined
    return [...(view?.CSS.highlights.values() ?? [])].flatMap((highlight) => [...highlight].map(String))
  })

test('opens a result inside the search, steps to the next one, and comes back to the same place', async ({
  page,
  server,
}) => {
  await searchFor(page, server.origin, 'comet')
  await expect(page.locator('mark').first()).toHaveText(/comet/i)
  await rows(page).first().click()
  await expect(page.getByRole('heading', { name: 'Third sighting' })).toBeVisible()
  await expect(page).toHaveURL(/\/search\/[^/?]+\?q=comet/)
  await expect.poll(() => marked(page)).toEqual(['comet'])
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'Second sighting' })).toBeVisible()
  await expect(page.getByText('2 of 3')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Second sighting' })).toBeVisible()
  await page.keyboard.press('u')
  await expect(page).toHaveURL(/\/search\?q=comet/)
  await expect(rows(page)).toHaveCount(3)
  await page.keyboard.press('j')
  await expect(rows(page).last()).toBeFocused()
})

test('archives, deletes and undoes with the keyboard on all results at once', async ({ page, server }) => {
  await searchFor(page, server.origin, 'comet')
  await page.keyboard.press('*')
  await page.keyboard.press('a')
  await expect(page.getByText('3 selected', { exact: true }).first()).toBeVisible()
  await page.keyboard.press('e')
  // What is archived still is what was searched for.
  await expect(rows(page).getByText('Archive', { exact: true })).toHaveCount(3)
  await page.keyboard.press('z')
  await expect(rows(page).getByText('Archive', { exact: true })).toHaveCount(0)
  await rows(page).first().click()
  await page.keyboard.press('#')
  await expect(page.getByRole('heading', { name: 'Second sighting' })).toBeVisible()
  await expect(rows(page)).toHaveCount(2)
})
