import { readFileSync } from 'node:fs'
import path from 'node:path'
import { lastBuilds } from '@atrium/cli'
import type { Browser, Locator, Page } from '@playwright/test'
import { expect, signIn, test } from '../e2e/test.ts'
import type { ServerProcess } from '../e2e/server-process.ts'

// Every file of every piece, one after the other, is the long run's: `pnpm security`.
const whole = process.env['ATRIUM_WHOLE_CORPUS'] === '1'

interface Tour {
  /** Default: `/`. */
  readonly at?: string
  /** What a person does to have the piece's files asked for. */
  readonly act?: (page: Page) => Promise<void>
  /** There when all is well. */
  readonly sign: (page: Page) => Locator
}

const soon = { timeout: 5000 }
const tours: Readonly<Record<string, Tour>> = {
  shell: { sign: (page) => page.getByRole('row') },
  inbox: {
    act: (page) => page.getByRole('row').first().click(soon),
    sign: (page) => page.getByRole('button', { name: 'Reply', exact: true }),
  },
  compose: {
    act: (page) => page.getByRole('button', { name: 'Compose' }).first().click(soon),
    sign: (page) => page.getByRole('dialog', { name: 'New message' }),
  },
  search: {
    at: '/search?q=observatory',
    act: (page) => page.getByRole('combobox', { name: 'Search mail' }).click(soon),
    sign: (page) => page.getByRole('main').getByText(/observatory/i),
  },
  settings: { at: '/settings/account', sign: (page) => page.getByRole('heading', { name: 'Account' }) },
  inspector: { at: '/?inspect', sign: (page) => page.getByRole('region', { name: 'Inspector' }).getByRole('row') },
}

/** What a person reads when a file was refused. */
const told = (page: Page): Locator =>
  page.getByText(/could not be (opened|shown)|was not used/).filter({ visible: true })

const types: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript' }

/** Still a good script or stylesheet, that leaves a mark when it is used. */
const changed = (file: string, text: string): string =>
  file.endsWith('.css') ? `${text}\nhtml { --changed: 1 }` : `globalThis.changedFileRan = true;${text}`

const wasUsed = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      'changedFileRan' in globalThis || getComputedStyle(document.documentElement).getPropertyValue('--changed') !== '',
  )

interface Piece {
  readonly name: string
  readonly folder: string
}

/** Opens the page with one file changed at every try, and does what would use it. @returns how often it was asked for. */
async function tour(
  page: Page,
  origin: string,
  { name, folder, file }: Piece & { readonly file: string },
): Promise<number> {
  let asked = 0
  const body = changed(file, readFileSync(path.join(folder, file), 'utf8'))
  const ending = `/${file.replace(/^vendor\//, '')}`
  await page.route(
    ({ pathname }) => pathname.startsWith(`/releases/${name}/`) && pathname.endsWith(ending),
    async (route) => {
      asked += 1
      await route.fulfill({
        body,
        contentType: types[path.extname(file)] ?? '',
        headers: { 'access-control-allow-origin': '*' },
      })
    },
  )
  const { at = '/', act, sign } = tours[name] ?? { sign: told }
  await signIn(page, origin)
  await page.goto(`${origin}${at}`)
  await act?.(page).catch(() => undefined)
  await expect(told(page).or(sign(page)).filter({ visible: true }).first(), file).toBeVisible()
  return asked
}

/** Files that were asked for, of those of a piece. */
async function changeEach(
  browser: Browser,
  { origin }: ServerProcess,
  piece: Piece & { readonly files: readonly string[] },
): Promise<string[]> {
  const asked: string[] = []
  for (const file of piece.files) {
    const page = await browser.newPage()
    if ((await tour(page, origin, { ...piece, file })) > 0) asked.push(file)
    // The frame is the host's: it lives, whatever a remote sends.
    if (piece.name !== 'shell') await expect(page.getByRole('button', { name: /^Account: / }), file).toBeVisible()
    if (file === 'remoteEntry.js') await expect(told(page).first(), file).toBeVisible()
    expect(await wasUsed(page), file).toBe(false)
    await page.close()
  }
  return asked
}

for (const { name, folder } of lastBuilds().filter((build) => whole || build.name === 'inbox')) {
  test(`no changed file of ${name} is used, whichever it is, and the rest lives`, async ({ browser, server }) => {
    test.setTimeout(whole ? 600_000 : 60_000)
    const { files } = JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')) as {
      files: Record<string, string>
    }
    const chosen = Object.keys(files).filter((file) => whole || file === 'remoteEntry.js')
    const asked = await changeEach(browser, server, { name, folder, files: chosen })
    test.info().annotations.push({ type: 'asked for', description: `${asked.length} of ${chosen.length}` })
    expect(asked.length).toBeGreaterThan(0)
  })
}
