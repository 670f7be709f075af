import type { Page } from '@playwright/test'
import { type Account, expect, person, signIn, signUp, test } from './test.ts'

const entrance = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true })
const text = (page: Page) => page.getByRole('dialog').getByLabel(/^Message$/)

async function fillEntrance(page: Page, { address, password }: Account): Promise<void> {
  await page.getByLabel('Address').fill(address)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await entrance(page).click()
}

/** Ends the sessions of a browser without its pages doing it. */
async function endSession(page: Page, origin: string): Promise<void> {
  const { csrf } = (await (await page.request.get(`${origin}/api/session`)).json()) as { csrf: string }
  const answer = await page.request.delete(`${origin}/api/session`, { headers: { origin, 'x-atrium-csrf': csrf } })
  expect(answer.ok()).toBe(true)
}

async function compose(page: Page, subject: string): Promise<void> {
  await page.getByRole('button', { name: 'Compose' }).first().click()
  await page.getByRole('dialog').getByLabel('Subject').fill(subject)
}

test('what is typed as the session ends is in its window after signing in again, without a reload', async ({
  page,
  server,
}) => {
  const wendy = person('wendy')
  await signUp(page, server.origin, wendy)
  await page.goto(`${server.origin}/`)
  await compose(page, 'Typed too late')
  // The clock is stopped: what is saved a moment after typing has not been.
  await page.clock.install()
  await text(page).fill('These words are nowhere else.')
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  await endSession(page, server.origin)
  await page.clock.runFor(3000)
  await expect(entrance(page)).toBeVisible()
  await page.clock.resume()

  await fillEntrance(page, wendy)
  await expect(text(page)).toHaveText('These words are nowhere else.')
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
})

test('what is typed as the session ends is back after a reload of the sign-in page, for its writer alone', async ({
  page,
  server,
}) => {
  const [vera, walt] = [person('vera'), person('walt')]
  await signUp(page, server.origin, walt)
  await signUp(page, server.origin, vera)
  await page.goto(`${server.origin}/`)
  await compose(page, 'For Vera alone')
  await page.clock.install()
  await text(page).fill('Not for Walt.')
  await endSession(page, server.origin)
  await page.clock.runFor(3000)
  await expect(entrance(page)).toBeVisible()
  await page.clock.resume()

  await page.reload()
  await fillEntrance(page, walt)
  await expect(page.getByText(/All done/)).toBeVisible()
  await page.getByRole('button', { name: 'Compose' }).first().click()
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await expect(page.getByText('For Vera alone')).toHaveCount(0)

  await endSession(page, server.origin)
  await page.reload()
  await fillEntrance(page, vera)
  await page.getByRole('button', { name: 'For Vera alone' }).click()
  await expect(text(page)).toHaveText('Not for Walt.')
})

test('a page closed while it saves leaves one draft', async ({ page, server }) => {
  await signUp(page, server.origin, person('tess'))
  await page.goto(`${server.origin}/`)
  await compose(page, 'One draft')
  await text(page).fill('Once.')
  await page.reload()
  await page.getByRole('button', { name: 'One draft' }).click()
  await text(page).fill('Once, and no more.')
  await page.getByRole('dialog').getByRole('button', { name: 'Save and close' }).click()
  await expect(page.getByText('Saved to Drafts')).toBeVisible()
  await page.goto(`${server.origin}/`)
  await expect(page.getByRole('link', { name: /Drafts.*, 1 draft$/ })).toBeVisible()
})

test('a tab whose token another sign-in has made stale keeps working', async ({ page, context, server }) => {
  const uma = person('uma')
  await signUp(page, server.origin, uma)
  await page.goto(`${server.origin}/`)
  await expect(page.getByText(/All done/)).toBeVisible()
  // A sign-in that no tab announces: the page learns of it when its token is refused.
  await signIn(page, server.origin, uma)
  const refused = page.waitForResponse((response) => response.url().endsWith('/jmap/api') && response.status() === 403)
  await compose(page, 'After another sign-in')
  await text(page).fill('Saved anyway.')
  await refused
  await page.getByRole('dialog').getByRole('button', { name: 'Save and close' }).click()
  await expect(page.getByText('Saved to Drafts')).toBeVisible()
  await context.close()
})

test('other tabs follow a sign-in and a sign-out at once', async ({ page, context, server }) => {
  const tom = person('tom')
  await signUp(page, server.origin, tom)
  await endSession(page, server.origin)
  const other = await context.newPage()
  await page.goto(`${server.origin}/`)
  await other.goto(`${server.origin}/`)
  await expect(entrance(other)).toBeVisible()
  await fillEntrance(page, tom)
  await expect(other.getByText(/All done/)).toBeVisible()
  await other.getByRole('button', { name: /^Account/ }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(entrance(page)).toBeVisible()
})

test('text in two tabs outlives the session, and one sign-in continues both in place', async ({
  page,
  context,
  server,
}) => {
  const zoe = person('zoe')
  await signUp(page, server.origin, zoe)
  const other = await context.newPage()
  for (const [tab, words] of [
    [page, 'Words of the first tab'],
    [other, 'Words of the second tab'],
  ] as const) {
    await tab.goto(`${server.origin}/`)
    await compose(tab, words)
    await tab.clock.install()
    await text(tab).fill(words)
    await tab.evaluate(() => Object.assign(window, { sameDocument: true }))
  }
  await endSession(page, server.origin)
  for (const tab of [page, other]) {
    await tab.clock.runFor(3000)
    await expect(entrance(tab)).toBeVisible()
    await tab.clock.resume()
  }
  await fillEntrance(other, zoe)
  for (const [tab, words] of [
    [page, 'Words of the first tab'],
    [other, 'Words of the second tab'],
  ] as const) {
    await expect(tab.getByRole('dialog', { name: words }).getByLabel(/^Message$/)).toHaveText(words)
    expect(await tab.evaluate(() => 'sameDocument' in window)).toBe(true)
  }
})

test('a session about to end says so and is renewed in place, in every tab', async ({ page, context, server }) => {
  const yara = person('yara')
  await signUp(page, server.origin, yara)
  const other = await context.newPage()
  let renewed = false
  await context.route('**/api/session', async (route) => {
    renewed ||= route.request().method() === 'POST'
    const response = await route.fetch()
    const session = (await response.json()) as { endsIn: number }
    await route.fulfill({ response, json: renewed ? session : { ...session, endsIn: 4.5 * 60_000 } })
  })
  for (const tab of [page, other]) {
    await tab.goto(`${server.origin}/`)
    await expect(tab.getByText(/All done/)).toBeVisible()
  }
  // As after thirty days less a minute: each page reads the session again, and finds it about to end.
  await context.clock.install()
  await context.clock.setSystemTime(Date.now() + 30 * 24 * 3_600_000 - 60_000)
  for (const tab of [page, other]) {
    await tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(tab.getByRole('button', { name: 'Session ends in 5 min' })).toBeVisible()
  }
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  await page.getByRole('button', { name: 'Session ends in 5 min' }).click()
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill(yara.password)
  await page.getByRole('dialog').getByRole('button', { name: 'Stay signed in' }).click()
  for (const tab of [page, other])
    await expect(tab.getByRole('button', { name: 'Session ends in 5 min' })).toHaveCount(0)
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
})
