import type { Page } from '@playwright/test'
import { expect, signUp, test } from './test.ts'
import { mailer } from '../security/put-mail.ts'

const rows = (page: Page) => page.getByRole('grid').getByRole('row')

let people = 0

/** A new account with numbered messages, newest first, at its inbox. */
async function inboxOf(page: Page, origin: string, mails: readonly string[]): Promise<void> {
  people += 1
  await signUp(page, origin, {
    address: `keys-${people}-${process.pid}@atrium.test`,
    password: 'a long password',
    name: 'Keys Example',
  })
  const { put } = await mailer(page.request, origin)
  for (const [index, raw] of mails.entries()) await put(raw, new Date(Date.UTC(2026, 9, 5, 8, index)).toISOString())
  await page.goto(`${origin}/`)
  await expect(rows(page).first()).toBeVisible()
}

const mail = (index: number, body = 'A line.'): string =>
  [
    `From: "Sender ${index}" <s${index}@example.test>`,
    'To: keys@atrium.test',
    `Subject: Numbered ${String(index).padStart(3, '0')}`,
    `Date: Mon, 05 Oct 2026 08:${String(index).padStart(2, '0')}:00 +0000`,
    `Message-ID: <numbered-${index}@example.test>`,
    '',
    body,
  ].join('\r\n')

test.describe('the keyboard', () => {
  test('archives twenty open conversations with twenty presses, however fast', async ({ page, server }) => {
    await inboxOf(
      page,
      server.origin,
      Array.from({ length: 26 }, (_, index) => mail(index)),
    )
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await expect(page.getByRole('article', { name: 'Conversation' })).toBeVisible()
    for (let count = 0; count < 20; count += 1) await page.keyboard.press('e')
    await expect(rows(page)).toHaveCount(6)
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '6')
  })

  test('pages a long message with Space, and back', async ({ page, server }) => {
    await inboxOf(page, server.origin, [mail(1, Array.from({ length: 400 }, (_, line) => `line ${line}`).join('\r\n'))])
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const heading = page.getByRole('heading', { name: 'Numbered 001' })
    await expect(page.frameLocator('iframe').getByText('line 399')).toBeAttached()
    await page.keyboard.press('Space')
    await expect(heading).not.toBeInViewport()
    await page.keyboard.press('Shift+Space')
    await expect(heading).toBeInViewport()
  })

  test('goes to folders by g and a letter, from any page, and takes back by z', async ({ page, server }) => {
    await inboxOf(page, server.origin, [mail(1), mail(2)])
    await page.keyboard.press('j')
    await page.keyboard.press('e')
    await expect(rows(page)).toHaveCount(1)
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await expect(page.getByText('Nothing has been sent yet.')).toBeVisible()
    await page.keyboard.press('z')
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await expect(rows(page)).toHaveCount(2)
  })

  test('keeps the focused row clear of toasts', async ({ page, server }) => {
    await inboxOf(
      page,
      server.origin,
      Array.from({ length: 40 }, (_, index) => mail(index)),
    )
    for (const key of ['j', 'j', 'e', 'e', 'e']) await page.keyboard.press(key)
    await expect(page.getByRole('region', { name: 'Notifications' }).getByRole('listitem').first()).toBeVisible()
    for (let count = 0; count < 20; count += 1) await page.keyboard.press('j')
    const toasts = page.getByRole('region', { name: 'Notifications' }).getByRole('list')
    const isClear = (): Promise<boolean> =>
      toasts.evaluate((list) => {
        const focused = document.activeElement?.getBoundingClientRect()
        return focused !== undefined && focused.bottom <= list.getBoundingClientRect().top
      })
    await expect.poll(isClear).toBe(true)
  })
})
