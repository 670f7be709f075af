import type { Browser, Page } from '@playwright/test'
import { type Account, expect, person, signIn, signUp, test } from './test.ts'

/** A browser of its own, with its own cookies. */
async function elsewhere(browser: Browser, origin: string, who: Account): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, origin, who)
  await page.goto(`${origin}/`)
  await expect(page.getByRole('button', { name: /^Account: / })).toBeVisible()
  return page
}

const entrance = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true })

async function typePasswords(page: Page, now: string, wanted: string): Promise<void> {
  await page.getByLabel('Current password', { exact: true }).fill(now)
  await page.getByLabel('New password', { exact: true }).fill(wanted)
  await page.getByRole('button', { name: 'Change password' }).click()
}

test('another password ends the sessions elsewhere, and is the only one that opens the door', async ({
  page,
  browser,
  server,
}) => {
  const iris = person('iris')
  await signUp(page, server.origin, iris)
  const other = await elsewhere(browser, server.origin, iris)
  await page.goto(`${server.origin}/settings/account`)

  await typePasswords(page, 'not hers', 'second of her words')
  await expect(page.getByText('Wrong password.')).toBeVisible()
  await typePasswords(page, iris.password, 'second of her words')
  await expect(page.getByText('Password changed. All other sessions are signed out.')).toBeVisible()

  await expect(entrance(other)).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Account' })).toBeVisible()
  const refused = await other.request.post(`${server.origin}/api/session`, {
    data: iris,
    headers: { origin: server.origin },
  })
  expect(refused.status()).toBe(401)
  await signIn(other, server.origin, { ...iris, password: 'second of her words' })
  await other.context().close()
})

test('signing out everywhere ends every session, this one too', async ({ page, browser, server }) => {
  const nora = person('nora')
  await signUp(page, server.origin, nora)
  const other = await elsewhere(browser, server.origin, nora)
  await page.goto(`${server.origin}/settings/account`)
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(entrance(page)).toBeVisible()
  await expect(entrance(other)).toBeVisible()
  await other.context().close()
})

test('a section of the settings that the address names is in sight on a small screen', async ({ inbox, server }) => {
  await inbox.setViewportSize({ width: 390, height: 844 })
  await inbox.goto(`${server.origin}/settings/account`)
  await expect(inbox.getByRole('heading', { name: 'Account' })).toBeInViewport()
  await expect(inbox.getByRole('heading', { name: 'Settings', level: 1 })).not.toBeInViewport()
})

test('an app password is shown once and opens the mail to a program until it is revoked', async ({ page, server }) => {
  const ruth = person('ruth')
  await signUp(page, server.origin, ruth)
  await page.goto(`${server.origin}/settings/security`)
  await expect(page.getByText('No app passwords yet.')).toBeVisible()
  await page.getByRole('button', { name: 'New app password' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the program or device').fill('Phone')
  await dialog.getByLabel('Current password', { exact: true }).fill('not hers')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByText('Wrong password.')).toBeVisible()
  await dialog.getByLabel('Current password', { exact: true }).fill(ruth.password)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog.getByText(/It is not shown again/)).toBeVisible()
  const secret = (await dialog.getByText(/^[a-z2-9]{4}(-[a-z2-9]{4}){5}$/).textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()

  const asProgram = async (): Promise<number> => {
    const authorization = `Basic ${Buffer.from(`${ruth.address}:${secret}`).toString('base64')}`
    return (await fetch(`${server.origin}/.well-known/jmap`, { headers: { authorization } })).status
  }
  expect(await asProgram()).toBe(200)
  await expect(page.getByText(/^Created .* never used$/)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/^Created .* last used .*$/)).toBeVisible()
  await page.getByRole('button', { name: 'Revoke Phone' }).click()
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByText('No app passwords yet.')).toBeVisible()
  expect(await asProgram()).toBe(401)
})

test('one device is signed out by itself from another', async ({ page, browser, server }) => {
  const vera = person('vera')
  await signUp(page, server.origin, vera)
  const other = await elsewhere(browser, server.origin, vera)
  await page.goto(`${server.origin}/settings/security`)
  const devices = page.getByRole('list', { name: 'Signed-in devices' }).getByRole('listitem')
  await expect(devices).toHaveCount(2)
  await devices.getByRole('button', { name: /^Sign out / }).click()
  await expect(devices).toHaveCount(1)
  await expect(devices.getByText('This device')).toBeVisible()
  await other.reload()
  await expect(entrance(other)).toBeVisible()
  await other.context().close()
})
