import type { Page } from '@playwright/test'
import { expect, signUp, test } from './test.ts'
import { mailer } from '../security/put-mail.ts'

const rows = (page: Page) => page.getByRole('grid').getByRole('row')

const mail = (sender: string, subject: string, extra = ''): string =>
  [
    `From: ${sender} <${sender.toLowerCase()}@example.test>`,
    'To: lists@atrium.test',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W/g, '')}@example.test>`,
    '',
    `A line.${extra}`,
  ].join('\r\n')

let people = 0

/** A new account with three conversations, newest first: Cherry by Ada, Apple by Zoe, Banana by Max (starred, read). */
async function inboxOf(page: Page, origin: string): Promise<void> {
  people += 1
  await signUp(page, origin, {
    address: `lists${people}-${process.pid}@atrium.test`,
    password: 'a long password',
    name: 'Lists Example',
  })
  const { put, call } = await mailer(page.request, origin)
  const banana = await put(mail('Max', 'Banana', ' More.'.repeat(500)), '2026-10-05T08:00:00Z')
  await put(mail('Zoe', 'Apple'), '2026-10-05T09:00:00Z')
  await put(mail('Ada', 'Cherry'), '2026-10-05T10:00:00Z')
  await call('Email/set', { update: { [banana]: { 'keywords/$flagged': true, 'keywords/$seen': true } } })
  await call('Mailbox/set', { create: { m: { name: 'Projects' } } })
  await page.goto(`${origin}/`)
  await expect(rows(page)).toHaveCount(3)
}

const subjects = async (page: Page): Promise<string[]> =>
  (await rows(page).allInnerTexts()).map((text) => /Cherry|Apple|Banana/.exec(text)?.[0] ?? '')

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Filter and sort' }).click()
  await page.getByRole('menuitemradio', { name: item, exact: true }).click()
}

async function placePane(page: Page, origin: string, place: string): Promise<void> {
  await page.goto(`${origin}/settings/list`)
  const saved = page.waitForResponse((response) => response.url().endsWith('/api/preferences'))
  await page.getByLabel('Reading pane').selectOption(place)
  await saved
  await page.goto(`${origin}/`)
}

test.describe('the list of a folder', () => {
  test('says how many conversations there are, and shows those that a filter lets through', async ({
    page,
    server,
  }) => {
    await inboxOf(page, server.origin)
    await expect(page.getByText('3 conversations')).toBeVisible()
    await choose(page, 'Starred')
    await expect(rows(page)).toHaveCount(1)
    expect(await subjects(page)).toEqual(['Banana'])
    await choose(page, 'Unread')
    await expect(rows(page)).toHaveCount(2)
    await choose(page, 'With files')
    await expect(page.getByText('No conversation matches the filter.')).toBeVisible()
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect(rows(page)).toHaveCount(3)
  })

  test('goes from unread to unread, though what was read leaves it', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    await choose(page, 'Unread')
    await expect(rows(page)).toHaveCount(2)
    await rows(page).first().click()
    await expect(rows(page)).toHaveCount(1)
    await expect(page.getByRole('heading', { name: 'Cherry' })).toBeVisible()
    await page.keyboard.press('j')
    await expect(page.getByRole('heading', { name: 'Apple' })).toBeVisible()
  })

  test('is sorted by date, sender, subject and size', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    for (const [order, expected] of [
      ['Oldest first', ['Banana', 'Apple', 'Cherry']],
      ['Sender', ['Cherry', 'Banana', 'Apple']],
      ['Subject', ['Apple', 'Banana', 'Cherry']],
      ['Newest first', ['Cherry', 'Apple', 'Banana']],
    ] as const) {
      await choose(page, order)
      await expect.poll(() => subjects(page)).toEqual(expected)
    }
    await choose(page, 'Largest first')
    await expect.poll(async () => (await subjects(page))[0]).toBe('Banana')
  })

  test('opens a conversation in a tab of its own with Ctrl', async ({ page, server, context }) => {
    await inboxOf(page, server.origin)
    const opened = context.waitForEvent('page')
    await page.getByRole('link', { name: /Apple/ }).click({ modifiers: ['ControlOrMeta'] })
    const tab = await opened
    await expect(tab.getByRole('heading', { name: 'Apple' })).toBeVisible()
    await expect(page.getByRole('article')).toHaveCount(0)
  })

  test('moves what is dragged onto a folder, and what the menu of folders finds by name', async ({ page, server }) => {
    await inboxOf(page, server.origin)
    const folders = page.getByRole('navigation', { name: 'Folders' })
    await rows(page)
      .filter({ hasText: 'Apple' })
      .dragTo(folders.getByRole('link', { name: /Projects/ }))
    await expect(rows(page)).toHaveCount(2)
    await rows(page).first().click()
    await page.getByRole('toolbar', { name: 'Conversation actions' }).getByRole('button', { name: 'Move to' }).click()
    await page.getByRole('textbox', { name: 'Find a folder' }).fill('proj')
    await page.keyboard.press('Enter')
    await expect(rows(page)).toHaveCount(1)
    await folders.getByRole('link', { name: /Projects/ }).click()
    await expect(rows(page)).toHaveCount(2)
  })

  test('opens conversations at its right, below it or over it', async ({ page, server }) => {
    await page.setViewportSize({ width: 1280, height: 900 })
    await inboxOf(page, server.origin)
    const conversation = page.getByRole('article', { name: 'Conversation' })
    const grid = page.getByRole('grid')
    const right = page.getByRole('separator', { name: 'List width' })
    const below = page.getByRole('separator', { name: 'List height' })
    await expect(right).toBeVisible()
    await placePane(page, server.origin, 'Below the list')
    await expect(below).toBeVisible()
    await rows(page).first().click()
    await expect(conversation).toBeVisible()
    const [list, opened] = [await grid.boundingBox(), await conversation.boundingBox()]
    expect(opened?.y ?? 0).toBeGreaterThan((list?.y ?? 0) + (list?.height ?? 0) - 1)
    await below.press('ArrowDown')
    await expect.poll(async () => (await grid.boundingBox())?.height ?? 0).toBeGreaterThan(list?.height ?? 0)
    await placePane(page, server.origin, 'Off: a conversation covers the list')
    await rows(page).first().click()
    await expect(conversation).toBeVisible()
    await expect(grid).toBeHidden()
    await page.keyboard.press('u')
    await expect(rows(page)).toHaveCount(3)
  })
})
