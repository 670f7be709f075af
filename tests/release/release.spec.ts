import type { Page } from '@playwright/test'
import { lastBuilds } from '@atrium/cli'
import { signIn } from '../e2e/test.ts'
import { startCountingProxy } from './counting-proxy.ts'
import { nextRelease } from './next-release.ts'
import { expect, test } from './test.ts'
import { startTraffic, watch } from './traffic.ts'

const build = lastBuilds().find(({ name }) => name === 'inbox')?.folder ?? ''

/** Released files that a page requests from now on, as `<name>/<version>`. */
function releasesAskedFor(page: Page): Set<string> {
  const requested = new Set<string>()
  page.on('request', (request) => {
    const release = /\/releases\/([a-z-]+\/[0-9a-f]{12})\//.exec(request.url())?.[1]
    if (release) requested.add(release)
  })
  return requested
}

/** What happens when a laptop is opened again: the page checks for updates. */
async function hearNews(page: Page): Promise<void> {
  const response = page.waitForResponse(/\/registry(\?|$)/)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await response
}

const rows = (page: Page) =>
  page
    .getByRole('grid', { name: /^Conversations in/ })
    .getByRole('row')
    .first()

async function open(page: Page, origin: string): Promise<void> {
  await signIn(page, origin)
  await page.goto(`${origin}/`)
  await expect(rows(page)).toBeVisible()
}

/** Leaves the inbox and returns, as a user does. */
async function leaveAndReturn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible()
  await page.getByRole('link', { name: 'Atrium, go to inbox' }).click()
  await expect(rows(page)).toBeVisible()
}

test('a release under traffic: nothing fails, no draft is lost, only the remote is fetched again; and back', async ({
  page,
  browser,
  site,
  request,
}) => {
  test.setTimeout(240_000)
  const { origin } = site.server
  const failed: string[] = []
  const [reader, searcher] = [
    await (await browser.newContext()).newPage(),
    await (await browser.newContext()).newPage(),
  ]
  const counted = await startCountingProxy(origin)
  for (const [each, address] of [
    [page, origin],
    [reader, counted.origin],
    [searcher, origin],
  ] as const) {
    watch(each, failed)
    await open(each, address)
  }
  await searcher.goto(`${origin}/search?q=budget`)
  await expect(searcher.locator('[data-remote="search"]').first()).toBeAttached()
  await page.getByRole('button', { name: 'Compose' }).first().click()
  const composer = page.getByRole('dialog').first()
  await composer.getByLabel('Subject').fill('Written through a release')
  await composer.getByLabel('Message', { exact: true }).fill('Not a word of this may be lost.')
  await reader.getByRole('link', { name: 'Settings' }).click()
  await expect(reader.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible()
  await signIn({ request } as Page, origin)
  const traffic = startTraffic(request, origin)
  const next = nextRelease(build)

  const before = counted.answered.length
  expect(await site.release('--from', next.folder)).toContain(`inbox stable: ${next.previous} → ${next.version}`)
  for (const each of [page, reader, searcher]) await hearNews(each)
  await leaveAndReturn(reader)
  const fetched = counted.answered.slice(before).filter((line) => line.includes('/releases/'))
  // What a page loads when it is first needed, of a release that it has, is not fetched again.
  const earlier = new Set(counted.answered.slice(0, before))
  const own = fetched.filter((line) => line.includes(`/releases/inbox/${next.version}/`))
  expect(fetched.filter((line) => !own.includes(line) && earlier.has(line))).toEqual([])
  expect(own.length).toBeGreaterThan(0)
  expect(new Set(fetched).size).toBe(fetched.length)
  await leaveAndReturn(page)
  await expect(composer.getByLabel('Subject')).toHaveValue('Written through a release')

  const startedAt = performance.now()
  expect(await site.release('rollback', 'inbox')).toContain(`inbox stable: ${next.version} → ${next.previous}`)
  const seconds = (performance.now() - startedAt) / 1000
  test.info().annotations.push({ type: 'rollback, the program and all', description: `${seconds.toFixed(2)} s` })
  process.stdout.write(`    rollback under traffic: ${seconds.toFixed(2)} s, the program's start included\n`)
  const visitor = await (await browser.newContext()).newPage()
  watch(visitor, failed)
  const visited = releasesAskedFor(visitor)
  await open(visitor, origin)
  expect([...visited]).toContain(`inbox/${next.previous}`)
  expect([...visited]).not.toContain(`inbox/${next.version}`)

  await hearNews(page)
  await expect(composer.getByLabel('Message', { exact: true })).toHaveText('Not a word of this may be lost.')
  await expect(searcher.locator('[data-remote="search"]').first()).toBeAttached()
  await traffic.stop()
  await counted.close()
  expect(traffic.count()).toBeGreaterThan(20)
  expect([...failed, ...traffic.failed]).toEqual([])
})
