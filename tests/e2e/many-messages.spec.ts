import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { generatedMbox } from './generated-mail.ts'
import { removeData, startServerProcess } from './server-process.ts'
import { expect, signIn, test } from './test.ts'

const run = promisify(execFile)
const reader = { address: 'reader@atrium.test', password: 'a long password' }
const command = path.resolve(import.meta.dirname, '../../server/src/cli/main.ts')

/** As a user does it: an account, then their mail. */
async function importMail(dataFolder: string, source: string): Promise<void> {
  const environment = { env: { ...process.env, DATA_DIR: dataFolder }, maxBuffer: 2 ** 26 }
  await run(process.execPath, [command, 'account', 'add', 'reader', '--password', reader.password], environment)
  await run(process.execPath, [command, 'import', 'reader', source, '--unread', '--mailbox', 'inbox'], environment)
}

const grid = (page: Page) => page.getByRole('grid', { name: /^Conversations in/ })

const rowAt = (page: Page, index: number) => grid(page).locator(`[role=row][aria-rowindex="${index + 1}"]`)

/** Turns the wheel, as it were, until a place in the list is in sight. */
async function scrollTo(page: Page, index: number, total: number): Promise<void> {
  await grid(page).evaluate(
    (list, share) => list.scrollTo({ top: share * list.scrollHeight - list.clientHeight / 2 }),
    index / total,
  )
  await expect(rowAt(page, index)).toBeVisible()
}

async function openEvery(page: Page, step: number, total: number): Promise<void> {
  for (let index = 0; index < total; index += step) {
    await scrollTo(page, index, total)
    await rowAt(page, index).click({ position: { x: 200, y: 20 } })
    await expect(rowAt(page, index)).toHaveAttribute('aria-current', 'true')
    await expect(
      page.getByRole('main').locator('[data-rendered=true]').or(page.getByText('This message has no text.')).first(),
    ).toBeVisible()
    await expect(page.getByText("Couldn't show this message.")).toHaveCount(0)
  }
}

const corpus = path.resolve(import.meta.dirname, '../../../shared/corpora/mail/spamassassin-public-corpus')

/** Three thousand messages made here, which every checkout has; and real ones, where they are at hand. */
const sources = [
  {
    title: 'three thousand messages',
    least: 2700,
    source: (folder: string) => {
      const file = path.join(folder, 'generated.mbox')
      writeFileSync(file, generatedMbox(3000))
      return file
    },
  },
  { title: 'thousands of real messages from public archives', least: 1000, source: () => corpus },
]

for (const { title, least, source } of sources) {
  test(`${title} are imported, scroll, and open`, async ({ page, trouble }) => {
    test.setTimeout(240_000)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-mbox-'))
    const mail = source(folder)
    test.skip(!existsSync(mail), 'the corpus is not beside this checkout')
    await importMail(folder, mail)
    const server = await startServerProcess({ ATRIUM_DEMO: 'off' }, folder)
    await signIn(page, server.origin, reader)
    await page.goto(`${server.origin}/`)
    await expect(grid(page).getByRole('row').first()).toBeVisible()
    const total = Number(await grid(page).getAttribute('aria-rowcount'))
    expect(total).toBeGreaterThanOrEqual(least)
    await scrollTo(page, total - 1, total)
    await expect(rowAt(page, total - 1)).toBeVisible()
    await openEvery(page, 100, total)
    await scrollTo(page, 0, total)
    await expect(rowAt(page, 0)).toBeVisible()
    // Each row that is in sight is in the page, and not many more.
    expect(await grid(page).getByRole('row').count()).toBeLessThan(60)
    expect(trouble).toEqual([])
    await server.stop()
    removeData(server)
    rmSync(folder, { recursive: true, force: true })
  })
}
