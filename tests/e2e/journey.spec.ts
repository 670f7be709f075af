import type { Page } from '@playwright/test'
import { demo, expect, signIn, signUp, test, person } from './test.ts'
import { removeData, startServerProcess } from './server-process.ts'

const conversations = { role: 'grid' as const, name: /^Conversations in/ }

test.describe('a user with mail', () => {
  test('signs in by the form, reads a conversation and finds it read', async ({ page, server, trouble }) => {
    await page.goto(`${server.origin}/`)
    await page.getByLabel('Address').fill(demo.address)
    await page.getByLabel('Password', { exact: true }).fill(demo.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    const list = page.getByRole(conversations.role, { name: conversations.name })
    await expect(list.getByRole('row').first()).toBeVisible()
    await list.getByRole('row').filter({ hasText: 'The book you reserved' }).click()
    await expect(page.getByRole('heading', { name: 'The book you reserved is here' })).toBeVisible()
    await expect(page).toHaveTitle(/The book you reserved.*Atrium/)
    await expect(page).toHaveURL(/\/inbox\/[^/]+\/[^/]+$/)
    expect(trouble).toEqual([])
  })

  test('a wrong password is refused in place', async ({ page, server }) => {
    await page.goto(`${server.origin}/`)
    await page.getByLabel('Address').fill(demo.address)
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Wrong address or password')).toBeVisible()
  })

  test('makes an account by the form and is in it at once', async ({ page, server, trouble }) => {
    await page.goto(`${server.origin}/`)
    await page.getByText('Create one').click()
    await page.getByLabel('Name', { exact: true }).fill('Fay Example')
    await page.getByLabel('Address').fill('fay')
    await page.getByLabel('Password', { exact: true }).fill('a long password')
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page.getByText(/All done/)).toBeVisible()
    await page.reload()
    await expect(page.getByText(/All done/)).toBeVisible()
    await page.getByRole('button', { name: /^Account/ }).click()
    await expect(page.getByText('fay@atrium.test', { exact: true })).toBeVisible()
    expect(trouble).toEqual([])
  })

  test('two installations side by side on one machine do not sign each other’s people out', async ({
    page,
    server,
  }) => {
    const other = await startServerProcess()
    await signIn(page, server.origin)
    await signIn(page, other.origin)
    for (const { origin } of [server, other]) {
      await page.goto(`${origin}/`)
      await expect(page.getByRole('row').first()).toBeVisible()
    }
    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in to Atrium' })).toBeVisible()
    await page.goto(`${server.origin}/`)
    await expect(page.getByRole('row').first()).toBeVisible()
    await other.stop()
    removeData(other)
  })

  test('archives a conversation and takes it back', async ({ inbox }) => {
    const row = inbox.getByRole('row').filter({ hasText: 'Nordbahn Tickets' }).first()
    await row.hover()
    await row.getByRole('button', { name: 'Archive' }).click()
    await expect(inbox.getByRole('row').filter({ hasText: 'Nordbahn Tickets' })).toHaveCount(0)
    await inbox.getByRole('button', { name: 'Undo' }).click()
    await expect(row).toBeVisible()
  })

  test('stars a conversation, and finds the star after a reload', async ({ inbox }) => {
    const row = inbox.getByRole('row').filter({ hasText: 'Ines Carvalho' }).first()
    await row.getByRole('button', { name: 'Star' }).click()
    await expect(row.getByRole('button', { name: 'Remove star' })).toBeVisible()
    await inbox.reload()
    await expect(row.getByRole('button', { name: 'Remove star' })).toBeVisible()
  })

  test('signs out, and the page knows nothing of the mail any more', async ({ inbox }) => {
    await inbox.getByRole('button', { name: /^Account/ }).click()
    await inbox.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(inbox.getByRole('heading', { name: 'Sign in to Atrium' })).toBeVisible()
    await expect(inbox.getByText('Nordbahn')).toHaveCount(0)
  })
})

test.describe('two people', () => {
  const ada = { address: 'ada@atrium.test', password: 'a long password', name: 'Ada Example' }
  const ben = { address: 'ben@atrium.test', password: 'a long password', name: 'Ben Example' }

  test('one writes, the other sees it arrive without reloading', async ({ page, browser, server, trouble }) => {
    await signUp(page, server.origin, ada)
    await page.goto(`${server.origin}/`)
    const other = await browser.newContext()
    const bensPage = await other.newPage()
    await signUp(bensPage, server.origin, ben)
    await bensPage.goto(`${server.origin}/`)
    await expect(bensPage.getByText(/All done/)).toBeVisible()

    await page.getByRole('button', { name: 'Compose' }).first().click()
    const window = page.getByRole('dialog').first()
    await window.getByLabel('To', { exact: true }).fill('ben@atrium.test')
    await window.getByLabel('Subject').fill('Lunch on Thursday?')
    await window.getByLabel('Message', { exact: true }).fill('The place by the river, at noon.')
    await window.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText(/Sent/).last()).toBeVisible()

    await expect(bensPage.getByRole('row').filter({ hasText: 'Lunch on Thursday?' })).toBeVisible()
    await expect(bensPage).toHaveTitle(/^\(1\)/)
    await other.close()
    expect(trouble).toEqual([])
  })
})

test.describe('the whole workspace', () => {
  test('changes theme and density everywhere at once, and keeps them', async ({ inbox }) => {
    await inbox.getByRole('link', { name: 'Settings' }).click()
    await inbox.getByRole('radio', { name: /Dark/ }).check({ force: true })
    await inbox.getByRole('radio', { name: /Compact/ }).check({ force: true })
    const root = inbox.locator('html')
    await expect(root).toHaveAttribute('data-theme', 'dark')
    await expect(root).toHaveAttribute('data-density', 'compact')
    await inbox.reload()
    await expect(root).toHaveAttribute('data-theme', 'dark')
    await inbox.getByRole('radio', { name: /System/ }).check({ force: true })
    await inbox.getByRole('radio', { name: /Comfortable/ }).check({ force: true })
    await expect(root).toHaveAttribute('data-density', 'comfortable')
  })

  test('goes on after the browser has wiped its storage', async ({ page, server, trouble }) => {
    const wilma = person('wilma')
    await signUp(page, server.origin, wilma)
    await page.goto(`${server.origin}/`)
    await page.getByRole('button', { name: 'Compose' }).first().click()
    const window = page.getByRole('dialog').first()
    await window.getByLabel('To', { exact: true }).fill(wilma.address)
    await window.getByLabel('Subject').fill('Written before and after')
    await page.evaluate(async () => {
      localStorage.clear()
      sessionStorage.clear()
      for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name)
      for (const name of await caches.keys()) await caches.delete(name)
    })
    await window.getByLabel('Message', { exact: true }).fill('All of it is here.')
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
    await expect(window.getByLabel('Subject')).toHaveValue('Written before and after')
    await window.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText(/Sent/).last()).toBeVisible()
    await page.goto(`${server.origin}/`)
    await expect(page.getByRole('row').filter({ hasText: 'Written before and after' })).toBeVisible()
    expect(trouble).toEqual([])
  })

  test('finds everything as it was after the server was killed and started again', async ({ page }) => {
    const first = await startServerProcess()
    await signIn(page, first.origin)
    await page.goto(`${first.origin}/`)
    const row = page.getByRole('row').filter({ hasText: 'Ines Carvalho' }).first()
    await row.getByRole('button', { name: 'Star' }).click()
    await expect(row.getByRole('button', { name: 'Remove star' })).toBeVisible()
    await expect.poll(() => starred(page, first.origin)).toBe(true)
    await first.stop('SIGKILL')
    const second = await startServerProcess({}, first.dataFolder)
    await signIn(page, second.origin)
    await page.goto(`${second.origin}/`)
    await expect(row.getByRole('button', { name: 'Remove star' })).toBeVisible()
    await second.stop()
    removeData(second)
  })
})

/** Whether the server has the star, not the page alone. */
async function starred(page: Page, origin: string): Promise<boolean> {
  const session = (await (await page.request.get(`${origin}/api/session`)).json()) as {
    accountId: string
    csrf: string
  }
  const response = await page.request.post(`${origin}/jmap/api`, {
    headers: { origin, 'x-atrium-csrf': session.csrf },
    data: {
      using: ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail'],
      methodCalls: [
        ['Email/query', { accountId: session.accountId, filter: { from: 'Ines', hasKeyword: '$flagged' } }, 'q'],
      ],
    },
  })
  const { methodResponses } = (await response.json()) as { methodResponses: [string, { ids: string[] }, string][] }
  return (methodResponses[0]?.[1].ids.length ?? 0) > 0
}
