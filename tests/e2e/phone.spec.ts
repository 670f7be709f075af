import type { CDPSession, Page } from '@playwright/test'
import { expect, signUp, test } from './test.ts'
import { mailer } from '../security/put-mail.ts'

const rows = (page: Page) => page.getByRole('grid').getByRole('row')

const mail = (index: number): string =>
  [
    `From: "Sender ${index}" <s${index}@example.test>`,
    'To: phone@atrium.test',
    `Subject: Numbered ${index}`,
    `Message-ID: <phone-${index}@example.test>`,
    '',
    'A short line.',
  ].join('\r\n')

let people = 0

/** A new account with four numbered messages, the newest first, at its inbox. */
async function inboxOf(page: Page, origin: string) {
  people += 1
  await signUp(page, origin, {
    address: `phone-${people}-${process.pid}@atrium.test`,
    password: 'a long password',
    name: 'Phone Example',
  })
  const mailbox = await mailer(page.request, origin)
  for (const index of [1, 2, 3, 4])
    await mailbox.put(mail(index), new Date(Date.UTC(2026, 9, 5, 8, index)).toISOString())
  await page.goto(`${origin}/`)
  await expect(rows(page)).toHaveCount(4)
  // What reads touches is loaded after the list.
  await expect(page.locator('div:has(> [role="grid"]) > [role="status"]')).toBeAttached()
  return mailbox
}

interface Way {
  readonly x: number
  readonly y: number
}

/** A finger that goes from the middle of a row and is lifted, or stays. */
async function drag(page: Page, row: number, by: Way): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page)
  const box = await rows(page).nth(row).boundingBox()
  if (!box) throw new Error('The row is not on the screen')
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
  for (const share of [0.1, 0.3, 0.6, 1])
    await cdp.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: [{ x: x + by.x * share, y: y + by.y * share }],
    })
  return cdp
}

const lift = (cdp: CDPSession): Promise<unknown> =>
  cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('a swipe to the left archives a row, one to the right marks it as read', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    await lift(await drag(page, 1, { x: 130, y: 0 }))
    await expect(rows(page).nth(1)).not.toHaveAccessibleName(/^Unread/)
    await expect(rows(page)).toHaveCount(4)
    await lift(await drag(page, 0, { x: -40, y: 0 }))
    await expect(rows(page)).toHaveCount(4)
    await lift(await drag(page, 0, { x: -140, y: 0 }))
    await expect(rows(page)).toHaveCount(3)
    await expect(page.getByText('Conversation archived')).toBeVisible()
    await expect(page).toHaveURL(`${server.origin}/`)
  })

  test('a long press selects, and a tap then selects another', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    const cdp = await drag(page, 0, { x: 0, y: 0 })
    await expect(page.getByRole('button', { name: 'Archive 1' })).toBeVisible()
    await lift(cdp)
    await rows(page).nth(2).tap()
    await expect(page.getByRole('button', { name: 'Archive 2' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('button', { name: 'Archive 2' })).toHaveCount(0)
  })

  test('a pull at the top looks for new mail', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    const asked = page.waitForRequest((request) => request.postData()?.includes('/changes"') ?? false)
    await lift(await drag(page, 0, { x: 0, y: 200 }))
    await asked
    await expect(rows(page)).toHaveCount(4)
  })

  test('answers are at the lower edge below a short message', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    await rows(page).first().tap()
    const reply = page.getByRole('button', { name: 'Reply', exact: true })
    await expect(reply).toBeInViewport({ ratio: 1 })
    const box = await reply.boundingBox()
    expect(box?.y ?? 0).toBeGreaterThan(700)
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(44)
    for (const name of ['Archive', 'Delete', 'Spam', 'Unread', 'Move', 'More', 'Back'])
      await expect(page.getByRole('toolbar').getByText(name, { exact: true })).toBeVisible()
  })

  test('Back closes what is open: menu, dialog, drawer, composer, conversation', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    await rows(page).first().tap()
    const heading = page.getByRole('heading', { name: 'Numbered 4' })
    await expect(heading).toBeVisible()
    const address = page.url()

    await page.getByRole('toolbar').getByRole('button', { name: 'More' }).tap()
    await expect(page.getByRole('menu')).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('menu')).toHaveCount(0)

    await page.getByRole('toolbar').getByRole('button', { name: 'Move to' }).tap()
    await expect(page.locator('dialog[open]')).toBeVisible()
    await page.goBack()
    await expect(page.locator('dialog[open]')).toHaveCount(0)

    await page.getByRole('button', { name: 'Open menu' }).tap()
    const drawer = page.getByRole('navigation', { name: 'Folders and pages' }).getByRole('link', { name: /^Inbox/ })
    await expect(drawer).toBeVisible()
    await page.goBack()
    await expect(drawer).toBeHidden()

    await page.getByRole('button', { name: 'Reply', exact: true }).tap()
    const composer = page.getByRole('dialog', { name: /^Compose/ })
    await expect(composer).toBeVisible()
    await page.goBack()
    await expect(composer).toHaveCount(0)

    await expect(heading).toBeVisible()
    expect(page.url()).toBe(address)
    await page.goBack()
    await expect(rows(page)).toHaveCount(4)
    await expect(heading).toHaveCount(0)
  })

  test('a folder that is chosen in the drawer is one step back from the one before', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    await page.getByRole('button', { name: 'Open menu' }).tap()
    await page
      .getByRole('navigation', { name: 'Folders and pages' })
      .getByRole('link', { name: /^Archive/ })
      .tap()
    await expect(page.getByRole('heading', { name: 'Archive' })).toBeVisible()
    await page.goBack()
    await expect(rows(page)).toHaveCount(4)
  })
})
