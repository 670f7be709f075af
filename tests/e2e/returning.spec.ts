import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { lastBuilds, publish } from '@atrium/cli'
import { changeOneLine } from '@atrium/cli/bench'
import type { Page } from '@playwright/test'
import { removeData, startServerProcess } from './server-process.ts'
import { expect, signIn, test } from './test.ts'

const vendorsIn = (folder: string): string[] =>
  readdirSync(path.join(folder, 'js')).filter((file) => /^vendor\..*\.js$/.test(file))

/** Released files that came over the network, not out of the browser's cache. */
async function open(page: Page, address: string): Promise<string[]> {
  await page.goto(address)
  await expect(page.getByRole('row').first()).toBeVisible()
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name, transferSize }) => name.includes('/releases/') && transferSize > 0)
      .map(({ name }) => new URL(name).pathname),
  )
}

test('a release of the shell leaves its vendor file in the caches of those who were there', async ({ page }) => {
  test.setTimeout(240_000)
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'atrium-returning-'))
  const store = path.join(scratch, 'store')
  const before = lastBuilds()
  await publish(store, before)
  const server = await startServerProcess({ ATRIUM_STORE: store })
  await signIn(page, server.origin)
  const first = await open(page, `${server.origin}/`)
  expect(first.filter((name) => name.includes('/vendor/'))).toHaveLength(1)

  const changed = await changeOneLine({ name: 'shell', file: 'shell/src/app.tsx', folder: path.join(scratch, 'shell') })
  expect(vendorsIn(changed.build.folder)).toEqual(vendorsIn(before.find(({ name }) => name === 'shell')?.folder ?? ''))
  await publish(
    store,
    before.map((build) => (build.name === 'shell' ? changed.build : build)),
  )
  const again = await open(page, `${server.origin}/`)
  expect(again.some((name) => /\/shell\/[0-9a-f]{12}\/js\/main\./.test(name))).toBe(true)
  expect(again.filter((name) => name.includes('/vendor/'))).toEqual([])
  expect(again.filter((name) => name.includes('/releases/inbox/'))).toEqual([])

  await server.stop()
  removeData(server)
  rmSync(scratch, { recursive: true, force: true })
})

test('what was being written when the page closed is restored in the next one', async ({ inbox }) => {
  await inbox.getByRole('button', { name: 'Compose' }).first().click()
  await inbox.getByRole('dialog').getByLabel('Subject').fill('Half a sentence')
  await inbox.reload()
  await inbox.getByRole('button', { name: 'Half a sentence' }).click()
  await expect(inbox.getByRole('dialog').getByLabel('Subject')).toHaveValue('Half a sentence')
})

test('a draft that was discarded does not come back with a reload', async ({ inbox }) => {
  await inbox.getByRole('button', { name: 'Compose' }).first().click()
  const composer = inbox.getByRole('dialog')
  await composer.getByLabel('Subject').fill('Never mind')
  await expect(composer.getByText('Saved', { exact: true })).toBeVisible()
  const deleted = inbox.waitForResponse(
    (response) => response.url().endsWith('/jmap/api') && (response.request().postData() ?? '').includes('"destroy"'),
  )
  await composer.getByRole('button', { name: 'Discard draft' }).click()
  await deleted
  await inbox.reload()
  await inbox.getByRole('link', { name: /Drafts/ }).click()
  await expect(inbox.getByRole('row').first()).toBeVisible()
  await expect(inbox.getByText('Never mind')).toHaveCount(0)
})
