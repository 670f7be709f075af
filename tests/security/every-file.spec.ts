import { readFileSync } from 'node:fs'
import path from 'node:path'
import { lastBuilds } from '@atrium/cli'
import type { Browser, Locator, Page } from '@playwright/test'
import { expect, signIn, test } from '../e2e/test.ts'
import type { ServerProcess } from '../e2e/server-process.ts'

// Every file of every package, one after another, is the long run's: `pnpm security`.
const whole = process.env['ATRIUM_WHOLE_CORPUS'] === '1'

interface Tour {
  /** Default: `/`. */
  readonly at?: string
  /** What a user does that loads the package's files. */
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

/** What a user reads when a file was refused. */
const failureNotice = (page: Page): Locator =>
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

interface TestedPackage {
  readonly name: string
  readonly folder: string
}

/** Opens the page with one file changed at every try, and does what would use it. @returns how often it was requested. */
async function tour(
  page: Page,
  origin: string,
  { name, folder, file }: TestedPackage & { readonly file: string },
): Promise<number> {
  let requested = 0
  const body = changed(file, readFileSync(path.join(folder, file), 'utf8'))
  const ending = `/${file.replace(/^vendor\//, '')}`
  await page.route(
    ({ pathname }) => pathname.startsWith(`/releases/${name}/`) && pathname.endsWith(ending),
    async (route) => {
      requested += 1
      await route.fulfill({
        body,
        contentType: types[path.extname(file)] ?? '',
        headers: { 'access-control-allow-origin': '*' },
      })
    },
  )
  const { at = '/', act, sign } = tours[name] ?? { sign: failureNotice }
  await signIn(page, origin)
  await page.goto(`${origin}${at}`)
  await act?.(page).catch(() => undefined)
  await expect(failureNotice(page).or(sign(page)).filter({ visible: true }).first(), file).toBeVisible()
  return requested
}

/** Which files of a package were requested. */
async function changeEach(
  browser: Browser,
  { origin }: ServerProcess,
  tested: TestedPackage & { readonly files: readonly string[] },
): Promise<string[]> {
  const requested: string[] = []
  for (const file of tested.files) {
    const page = await browser.newPage()
    if ((await tour(page, origin, { ...tested, file })) > 0) requested.push(file)
    // The frame is the host's: it lives, whatever a remote sends.
    if (tested.name !== 'shell') await expect(page.getByRole('button', { name: /^Account: / }), file).toBeVisible()
    if (file === 'remoteEntry.js') await expect(failureNotice(page).first(), file).toBeVisible()
    expect(await wasUsed(page), file).toBe(false)
    await page.close()
  }
  return requested
}

for (const { name, folder } of lastBuilds().filter((build) => whole || build.name === 'inbox')) {
  test(`no changed file of ${name} is used, whichever it is, and the rest lives`, async ({ browser, server }) => {
    test.setTimeout(whole ? 600_000 : 60_000)
    const { files } = JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')) as {
      files: Record<string, string>
    }
    const chosen = Object.keys(files).filter((file) => whole || file === 'remoteEntry.js')
    const requested = await changeEach(browser, server, { name, folder, files: chosen })
    test.info().annotations.push({ type: 'requested', description: `${requested.length} of ${chosen.length}` })
    expect(requested.length).toBeGreaterThan(0)
  })
}
