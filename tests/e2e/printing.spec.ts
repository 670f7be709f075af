import type { Page } from '@playwright/test'
import { expect, signUp, test } from './test.ts'
import { mailer } from '../security/put-mail.ts'

const lines = (count: number): string => Array.from({ length: count }, (_, line) => `<p>line ${line}</p>`).join('')

const mail = (subject: string, body: string, inReplyTo?: string): string =>
  [
    'From: Ada <ada@example.test>',
    'To: prints@atrium.test',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W/g, '')}@example.test>`,
    ...(inReplyTo ? [`In-Reply-To: <${inReplyTo}@example.test>`, `References: <${inReplyTo}@example.test>`] : []),
    'Content-Type: text/html',
    '',
    body,
  ].join('\r\n')

/** Pages of what the browser prints. */
const pagesOf = async (page: Page): Promise<number> =>
  (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

/** The frame of the first message. */
const letter = (page: Page) => page.locator('iframe').first()

test.describe('printing', () => {
  test.beforeEach(async ({ page, server }, { retry, title }) => {
    await signUp(page, server.origin, {
      address: `prints${retry}-${title.length}@atrium.test`,
      password: 'a long password',
      name: 'Prints Example',
    })
    const { put } = await mailer(page.request, server.origin)
    await put(mail('Long letter', lines(300)), '2026-10-05T08:00:00Z')
    await put(mail('Re: Long letter', '<p>a short answer</p>', 'Longletter'), '2026-10-05T09:00:00Z')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.addInitScript(() => {
      window.print = () =>
        document.documentElement.setAttribute('data-asked', String(document.querySelectorAll('iframe').length))
    })
    await page.goto(`${server.origin}/`)
    await page.getByRole('row').first().click()
    await expect(letter(page).contentFrame().getByText('line 299')).toBeAttached()
  })

  test('prints every line of an open conversation, and not the list', async ({ page }) => {
    await page.evaluate(() => {
      window.addEventListener('beforeprint', () => {
        const frame = document.querySelector('iframe')
        const root = frame?.contentDocument?.documentElement
        document.documentElement.dataset['cut'] = String((root?.scrollHeight ?? 1) > (frame?.clientHeight ?? 0))
        document.documentElement.dataset['ink'] = getComputedStyle(frame?.contentDocument?.body ?? document.body).color
      })
    })
    expect(await pagesOf(page)).toBeGreaterThan(8)
    await expect(page.locator('html')).toHaveAttribute('data-cut', 'false')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await expect(page.getByRole('grid')).toBeHidden()
    await expect(page.getByRole('toolbar')).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Long letter' })).toBeVisible()
    const [ink] = /\d+/.exec((await page.locator('html').getAttribute('data-ink')) ?? '') ?? []
    expect(Number(ink), 'dark ink on white paper').toBeLessThan(100)
  })

  test('prints one message alone', async ({ page }) => {
    await page.getByRole('button', { name: 'More actions' }).last().click()
    await page.getByRole('menuitem', { name: 'Print message' }).click()
    await page.emulateMedia({ media: 'print' })
    await expect(page.locator('iframe').last()).toBeVisible()
    await expect(letter(page)).toBeHidden()
    expect(await pagesOf(page)).toBe(1)
    await page.emulateMedia({ media: 'screen' })
    await expect(letter(page)).toBeVisible()
  })

  test('expands a whole conversation before it prints it', async ({ page }) => {
    await page.getByRole('article').getByRole('button', { name: 'More actions' }).first().click()
    await page.getByRole('menuitem', { name: 'Collapse message' }).click()
    await expect(page.locator('article iframe')).toHaveCount(1)
    await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Print conversation' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-asked', '2')
  })
})
