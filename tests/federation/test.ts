import { test as base, type Page } from '@playwright/test'
import { expect, signIn } from '../e2e/test.ts'
import { buildFixtures } from './build-fixtures.ts'
import { composeSite, type ComposedSite } from './composed-site.ts'
import type { Fault, FileServer } from './file-server.ts'

interface Fixtures {
  /** Opens an address of the site, signed in. */
  readonly open: (path: string) => Promise<Page>
  /** Where a remote's files are; its fault ends with the test. */
  readonly remote: (name: string) => FileServer
  /** Fails a test in whose page a policy was violated: a fault must not break the rules either. */
  readonly noViolations: undefined
}

/** One site for all tests of a worker: the installed remotes, and every fixture. */
export const test = base.extend<Fixtures, { site: ComposedSite }>({
  site: [
    async ({}, use) => {
      const site = await composeSite({ more: await buildFixtures() })
      await use(site)
      await site.close()
    },
    { scope: 'worker', timeout: 480_000 },
  ],
  noViolations: [
    async ({ site }, use) => {
      site.takeViolations()
      await use(undefined)
      expect(site.takeViolations()).toEqual([])
    },
    { auto: true },
  ],
  remote: async ({ site }, use) => {
    await use((name) => {
      const server = site.remotes.get(name)
      if (!server) throw new Error(`${name} is not served`)
      return server
    })
    for (const server of site.remotes.values()) server.fault = () => false
  },
  open: async ({ page, site }, use) => {
    await signIn(page, site.origin)
    await use(async (path) => {
      await page.goto(site.origin + path)
      return page
    })
  },
})

/** Opens an address without a reload, as a link in the page does. */
export const go = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)

/** The rest of the page lives: its frame answers, and another remote opens. */
export async function expectAlive(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible()
}

/** The message in the remote's place, and the rest of the page alive. */
export async function expectMessage(page: Page, title: RegExp): Promise<void> {
  await expect(page.getByRole('main').getByText(title)).toBeVisible({ timeout: 15_000 })
  await expectAlive(page)
}

/** The next failure the page reports whose text matches: who it was, under which reference, and what it says. */
export const reported = async (page: Page, what: RegExp): Promise<string> => {
  const logged = await page.waitForEvent(
    'console',
    (message) => message.type() === 'error' && what.test(message.text()),
  )
  return logged.text()
}

/** Answers 503 to so many requests for files that match, then serves again. */
export const failing = (files: RegExp, times = Number.POSITIVE_INFINITY): Fault => {
  let left = times
  return (url, response) => {
    if (!files.test(url) || left-- <= 0) return false
    response.writeHead(503, { 'access-control-allow-origin': '*' }).end()
    return true
  }
}

export { expect }
