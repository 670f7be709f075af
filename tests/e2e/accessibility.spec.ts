import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, signIn, test } from './test.ts'

/** Marks of direction in names that are spoken: speech reads them, or stops at them. */
const isolatesInNames = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[aria-label], [title], [alt]')].flatMap((element) =>
      ['aria-label', 'title', 'alt']
        .map((name) => element.getAttribute(name) ?? '')
        .filter((text) => /[\u2066-\u2069]/.test(text))
        .map((text) => `isolate in name: ${text}`),
    ),
  )

/** What axe finds on the page as it is, mail itself aside: its markup is its sender's. */
async function faults(page: Page): Promise<string[]> {
  // Colours in transition are none that anyone reads.
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))))
  const { violations } = await new AxeBuilder({ page })
    .exclude('article iframe')
    .options({ rules: { 'label-content-name-mismatch': { enabled: true } } })
    .analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  return [...found, ...(await isolatesInNames(page))]
}

/** Looks at a state, and remembers what is wrong with it. */
type Look = (state: string) => Promise<void>

const dialog = (page: Page) => page.locator('dialog[open]')

const close = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
}

async function lookAtList(page: Page, look: Look): Promise<void> {
  await look('list')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByText('1 selected').first()).toBeVisible()
  await look('selection')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Filter and sort' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await look('filters')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Account/ }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await look('account menu')
  await page.keyboard.press('Escape')
}

async function lookAtDialogs(page: Page, look: Look): Promise<void> {
  for (const [key, state] of [
    ['v', 'move'],
    ['l', 'label'],
    ['?', 'keys'],
  ] as const) {
    await page.keyboard.press(key)
    await expect(dialog(page)).toBeVisible()
    await look(state)
    await close(page)
  }
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  await look('command palette')
  await close(page)
  await page.getByRole('button', { name: 'New folder' }).click()
  await expect(dialog(page)).toBeVisible()
  await look('new folder')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByText('Enter a name.')).toBeVisible()
  await look('new folder without a name')
  await dialog(page).getByRole('textbox').fill(`Plans ${test.info().title}`)
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(dialog(page)).toHaveCount(0)
  await page.getByRole('link', { name: /^Plans/ }).hover()
  await page.getByRole('button', { name: /^Edit Plans/ }).click()
  await look('edit folder')
  await page.getByRole('button', { name: 'Delete folder' }).click()
  await look('delete folder')
  await page.getByRole('button', { name: 'Delete folder' }).click()
  await expect(dialog(page)).toHaveCount(0)
}

async function lookAtConversation(page: Page, look: Look): Promise<void> {
  await page.getByRole('row').filter({ hasText: 'old observatory' }).click()
  const conversation = page.getByRole('article', { name: 'Conversation' })
  await expect(conversation.locator('iframe').last()).toBeAttached()
  await look('conversation')
  await page.keyboard.press(';')
  await look('every message open')
  const menu = conversation.getByRole('button', { name: 'More actions' }).last()
  for (const item of ['Show headers', 'Show source']) {
    await menu.click()
    await look(`message menu before ${item}`)
    await page.getByRole('menuitem', { name: item }).click()
    await expect(dialog(page)).toBeVisible()
    await look(item)
    await close(page)
  }
}

async function lookAtComposer(page: Page, look: Look): Promise<void> {
  await page.keyboard.press('c')
  const composer = page.getByRole('dialog', { name: /^Compose/ })
  await expect(composer).toBeVisible()
  await look('composer')
  await composer.getByRole('combobox', { name: 'To' }).fill('not@@valid, ada@example.test,')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await expect(composer.getByText(/not valid/).first()).toBeVisible()
  await look('composer with a wrong address')
  await composer.getByRole('button', { name: 'More options' }).click()
  await look('composer menu')
  await page.getByRole('menuitem', { name: 'Schedule send…' }).click()
  await expect(dialog(page)).toBeVisible()
  await look('send later')
  await close(page)
  await composer.getByRole('button', { name: 'Discard draft' }).click()
  await expect(composer).toHaveCount(0)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme })

    test(`axe finds nothing in any state, ${colorScheme}`, async ({ page, server }) => {
      test.setTimeout(180_000)
      const found: string[] = []
      let states = 0
      const look: Look = async (state) => {
        states += 1
        found.push(...(await faults(page)).map((fault) => `${state}: ${fault}`))
      }
      const visit = async (address: string): Promise<void> => {
        await page.goto(`${server.origin}${address}`)
      }
      await visit('/')
      await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
      await look('sign in')
      await signIn(page, server.origin)
      await visit('/')
      await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
      await lookAtList(page, look)
      await lookAtDialogs(page, look)
      await lookAtConversation(page, look)
      await lookAtComposer(page, look)
      await visit('/search?q=the')
      await expect(page.locator('mark').first()).toBeVisible()
      await look('search results')
      await visit('/search?q=qqqqq')
      await expect(page.getByText(/^No results/).first()).toBeVisible()
      await look('no results')
      await visit('/search')
      await expect(page.getByRole('heading', { name: 'Find any message' })).toBeVisible()
      await look('search without a query')
      await visit('/settings')
      const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('link')
      await expect(sections.first()).toBeVisible()
      for (const section of await sections.all()) {
        await section.click()
        await expect(section).toHaveAttribute('aria-current', 'page')
        await look(`settings, ${await section.innerText()}`)
      }
      await page.setViewportSize({ width: 390, height: 844 })
      await visit('/')
      await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
      await look('list on a phone')
      await page.getByRole('button', { name: 'Open menu' }).click()
      await look('drawer')
      await page.keyboard.press('Escape')
      await page.getByRole('grid').getByRole('row').nth(1).click()
      await expect(page.getByRole('article', { name: 'Conversation' })).toBeVisible()
      await look('conversation on a phone')
      expect(states).toBeGreaterThan(30)
      expect(found).toEqual([])
    })
  })
}

test.describe('at 400 % zoom', () => {
  test.use({ viewport: { width: 320, height: 256 } })

  test('a conversation has most of the screen, and nothing is cut off', async ({ inbox: page }) => {
    await page.getByRole('grid').getByRole('row').nth(1).click()
    const article = page.getByRole('article', { name: 'Conversation' })
    await expect(article).toBeVisible()
    const room = await article.evaluate((element) => element.parentElement?.clientHeight ?? 0)
    expect(room).toBeGreaterThan(256 / 2)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })

  test('the composer scrolls as a whole, so that its text is never squeezed away', async ({ inbox: page }) => {
    await expect(page.getByRole('grid').getByRole('row').first()).toBeVisible()
    await page.keyboard.press('c')
    const body = page.getByRole('textbox', { name: 'Message', exact: true })
    await body.click()
    const box = await body.boundingBox()
    expect(box?.height ?? 0).toBeGreaterThan(90)
    await expect(body).toBeInViewport({ ratio: 0.5 })
  })
})

test.describe('the focus is never lost', () => {
  test('when the last row of the list is archived', async ({ inbox: page }) => {
    const rows = page.getByRole('grid').getByRole('row')
    await expect(rows.first()).toBeVisible()
    await page.keyboard.press('End')
    const total = Number(await page.getByRole('grid').getAttribute('aria-rowcount'))
    await page.keyboard.press('e')
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(total - 1))
    await expect(rows.last()).toBeFocused()
    await page.keyboard.press('z')
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', String(total))
  })

  test('when dialogs close, it is where it was', async ({ inbox: page }) => {
    const rows = page.getByRole('grid').getByRole('row')
    await expect(rows.first()).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    for (const key of ['v', 'l', '?']) {
      await page.keyboard.press(key)
      await expect(dialog(page)).toBeVisible()
      await close(page)
      await expect(rows.nth(1)).toBeFocused()
    }
  })
})
