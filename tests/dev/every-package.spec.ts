import { expect as withDefaults, type Page } from '@playwright/test'
import { signIn } from '../e2e/test.ts'
import { test } from './every-package.ts'

/** Six compilers work at the same time, on a machine that may do other things: an edit takes as long as it takes. */
const expect = withDefaults.configure({ timeout: 60_000 })

/** Lost when the page reloads. */
const mark = (page: Page) => page.evaluate(() => Reflect.set(globalThis, 'mark', true))
const isMarked = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'mark') === true)

/** A user in the middle of their work: a conversation is open, a message half written. */
async function begin(page: Page, origin: string): Promise<void> {
  await signIn(page, origin)
  const conversation = page.getByRole('row').filter({ hasText: 'The book you reserved' })
  // The edits of the test before are being taken back: a page may come with one compilation, its script with the next.
  await expect(async () => {
    await page.goto(`${origin}/`)
    await expect(conversation).toBeVisible({ timeout: 20_000 })
  }).toPass()
  await conversation.click()
  await page.getByRole('button', { name: 'Compose' }).first().click()
  await page.getByRole('dialog').getByLabel('Subject').fill('Half a sentence')
  await mark(page)
}

async function expectKept(page: Page): Promise<void> {
  await expect(page.getByRole('dialog').getByLabel('Subject')).toHaveValue('Half a sentence')
  expect(await isMarked(page)).toBe(true)
}

// Each begins while six compilers take back what the one before has edited.
test.describe.configure({ timeout: 180_000 })

test('pnpm dev: one edited line of any package is swapped into the page, and nothing is lost', async ({
  page,
  dev,
  edit,
}) => {
  await begin(page, dev.origin)
  const folder = page.getByRole('main').getByRole('heading', { level: 1 }).first()
  const window = page.getByRole('dialog')

  await test.step('inbox: a component, its style, its texts, a function', async () => {
    edit('remotes/inbox/src/list/list-header.tsx', '<bdi>{place.name}</bdi>', '<bdi>{place.name} (swapped)</bdi>')
    await expect(folder).toHaveText('Inbox (swapped)')
    edit('remotes/inbox/src/list/list-header.module.css', '.title {', '.title {\n  letter-spacing: 7px;')
    await expect(folder).toHaveCSS('letter-spacing', '7px')
    edit('shared/mail-ui/src/strings.ts', "inbox: 'Inbox'", "inbox: 'Incoming'")
    await expect(folder).toHaveText('Incoming (swapped)')
    await expectKept(page)
  })
  await test.step('compose: a component, its texts', async () => {
    edit('remotes/compose/src/windows.tsx', '{cleanText(title)}', '{cleanText(title)} (swapped)')
    await expect(window.getByRole('button', { name: 'Half a sentence (swapped)' })).toBeVisible()
    edit('remotes/compose/src/strings.ts', "send: 'Send'", "send: 'Post'")
    await expect(window.getByRole('button', { name: 'Post', exact: true })).toBeVisible()
    await expectKept(page)
  })
  await test.step('shell and shared packages', async () => {
    edit('shell/src/frame/brand.tsx', "{t('product')}", "{t('product')} (swapped)")
    await expect(page.getByText('Atrium (swapped)')).toBeVisible()
    edit('shell/src/strings.ts', "product: 'Atrium'", "product: 'Court'")
    await expect(page.getByText('Court (swapped)')).toBeVisible()
    edit('shared/ui/src/button.tsx', '{children}</span>', '{children} (swapped)</span>')
    await expect(page.getByRole('button', { name: 'Compose (swapped)' })).toBeVisible()
    await expect(window.getByRole('button', { name: 'Post (swapped)' })).toBeVisible()
    await expectKept(page)
  })
  await test.step('search and settings', async () => {
    await page.getByRole('link', { name: 'Settings' }).click()
    edit('remotes/settings/src/settings-page.tsx', 'title: t(id),', 'title: `${t(id)} (swapped)`,')
    await expect(page.getByRole('heading', { name: 'Appearance (swapped)' })).toBeVisible()
    edit('remotes/settings/src/strings.ts', "appearance: 'Appearance'", "appearance: 'Looks'")
    await expect(page.getByRole('heading', { name: 'Looks (swapped)' })).toBeVisible()
    edit('remotes/search/src/strings.ts', "searchMail: 'Search mail'", "searchMail: 'Find mail'")
    await expect(page.getByRole('combobox', { name: 'Find mail' })).toBeVisible()
    await expectKept(page)
  })
})

test('pnpm dev: an error is shown in the page, and the correction restores its state', async ({ page, dev, edit }) => {
  await begin(page, dev.origin)
  const note = page.getByRole('alert').filter({ hasText: 'does not compile' })
  edit('remotes/compose/src/windows.tsx', '{cleanText(title)}', '{cleanText(title}')
  await expect(note).toContainText('windows.tsx')
  await expectKept(page)
  edit('remotes/compose/src/windows.tsx', '{cleanText(title}', '{cleanText(title)} (mended)')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Half a sentence (mended)' })).toBeVisible()
  await expect(note).toHaveCount(0)
  await expectKept(page)
})

test('pnpm dev: what cannot be swapped reloads the page, logs why, and keeps the draft', async ({
  page,
  dev,
  edit,
}) => {
  await begin(page, dev.origin)
  edit('shell/src/start.tsx', 'setBasePath(boot.basePath)\n', 'setBasePath(boot.basePath)\n// edited\n')
  await expect(page.getByRole('status').filter({ hasText: 'Page reloaded' })).toBeVisible()
  expect(await isMarked(page)).toBe(false)
  // Stored as a draft by then, or taken up again from the browser's storage and stored now.
  await page.getByRole('navigation', { name: 'Folders', exact: true }).getByText('Drafts').click()
  await expect(page.getByRole('row').filter({ hasText: 'Half a sentence' }).first()).toBeVisible()
})
