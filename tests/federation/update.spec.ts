import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from '../e2e/test.ts'
import type { SiteModel } from './composed-site.ts'
import { go, test } from './test.ts'

const fixtures = path.resolve(import.meta.dirname, '../../dist/fixtures')

/** What happens when a laptop is opened again: the page checks for updates. */
async function hearNews(page: Page): Promise<void> {
  const response = page.waitForResponse(/\/registry(\?|$)/)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await response
}

/** Work that is not stored, as a composer marks it. */
const mark = (page: Page, unsaved: readonly string[]): Promise<void> =>
  page.evaluate((keys) => {
    const { __INSTANCES__ } = Reflect.get(globalThis, '__FEDERATION__') as {
      __INSTANCES__: {
        name: string
        shareScopeMap: { default: Record<string, Record<string, { lib?: () => unknown }>> }
      }[]
    }
    const shell = __INSTANCES__.find(({ name }) => name === 'shell')
    const copies = Object.values(shell?.shareScopeMap.default['@atrium/remote'] ?? {})
    const { workspace } = (copies[0]?.lib?.() ?? {}) as { workspace: { setState: (state: object) => void } }
    workspace.setState({ unsaved: keys })
  }, unsaved)

test.describe('a newer release', () => {
  test.beforeEach(async ({ site }) => void (await site.release('grows', path.join(fixtures, 'previous/grows'))))

  test('is taken at the next navigation to the remote, without a reload', async ({ open, site }) => {
    const page = await open('/grows')
    await expect(page.getByText('The first release')).toBeVisible()
    await page.evaluate(() => Reflect.set(globalThis, 'sameDocument', true))
    await site.release('grows', path.join(fixtures, 'grows'))
    await hearNews(page)
    await page.getByRole('button', { name: 'Count 0' }).click()
    await expect(page.getByRole('button', { name: 'Count 1' })).toBeVisible()
    await expect(page.getByText('The first release')).toBeVisible()
    await go(page, '/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
    await go(page, '/grows')
    await expect(page.getByText('The second release')).toBeVisible()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'sameDocument'))).toBe(true)
  })

  test('waits as long as some work is not stored', async ({ open, site }) => {
    const page = await open('/grows')
    await expect(page.getByText('The first release')).toBeVisible()
    await site.release('grows', path.join(fixtures, 'grows'))
    await hearNews(page)
    await mark(page, ['draft-1'])
    await go(page, '/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
    await go(page, '/grows')
    await expect(page.getByText('The first release')).toBeVisible()
    await mark(page, [])
    await go(page, '/healthy')
    await expect(page.getByText(/All is well/)).toBeVisible()
    await go(page, '/grows')
    await expect(page.getByText('The second release')).toBeVisible()
  })
})

test.describe('a user who stays in a remote', () => {
  test.beforeEach(async ({ site }) => {
    await site.release('grows', path.join(fixtures, 'previous/grows'))
    await site.release('grows', path.join(fixtures, 'grows'))
  })

  test('gets the release before when theirs is rolled back, but not while some work is not stored', async ({
    open,
    site,
  }) => {
    const page = await open('/grows')
    await expect(page.getByText('The second release')).toBeVisible()
    await mark(page, ['draft-1'])
    await site.editRegistry(({ remotes }) => {
      const entry = remotes['grows']
      if (entry) entry.releases = entry.releases.slice(1)
    })
    const looked = page.waitForResponse(/\/registry\/grows$/)
    await hearNews(page)
    await looked
    await expect(page.getByText('The second release')).toBeVisible()
    await mark(page, [])
    await expect(page.getByText('The first release')).toBeVisible()
  })

  test('reads within ten seconds that it is no more, without a reload or a step', async ({ open, site }) => {
    const page = await open('/grows')
    await expect(page.getByText('The second release')).toBeVisible()
    let entry: SiteModel['remotes'][string] | undefined
    await site.editRegistry(({ remotes }) => {
      entry = remotes['grows']
      delete remotes['grows']
    })
    const notFound = page.getByRole('main').getByText('There is no page at this address')
    await expect(notFound)
      .toBeVisible({ timeout: 10_000 })
      .finally(() => site.editRegistry(({ remotes }) => void (entry && (remotes['grows'] = entry))))
  })

  test('reads that it was switched off, and gets it back when it is switched on', async ({ open, site }) => {
    const set = (reason?: string): Promise<void> =>
      site.editRegistry(({ remotes }) => {
        const entry = remotes['grows']
        if (!entry) throw new Error('grows is not in the registry')
        const { disabled: _, ...on } = entry
        remotes['grows'] = reason === undefined ? on : { ...on, disabled: reason }
      })
    const page = await open('/grows')
    await expect(page.getByText('The second release')).toBeVisible()
    await set('maintenance')
    await hearNews(page)
    await expect(page.getByRole('main').getByText('Switched off: Grows')).toBeVisible()
    await set()
    await hearNews(page)
    await expect(page.getByText('The second release')).toBeVisible()
  })
})

test('a flag that the operator switches reaches an open page, its hooks and its events', async ({ open, site }) => {
  const page = await open('/by-rspack')
  await expect(page.getByText('next is off, changed: none')).toBeVisible()
  try {
    await site.editRegistry(({ flags }) => void (flags['next'] = { percent: 100, cohorts: [] }))
    await expect(async () => {
      await hearNews(page)
      await expect(page.getByText('next is on, changed: next')).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await page.reload()
    await expect(page.getByText('next is on, changed: none')).toBeVisible()
  } finally {
    await site.editRegistry(({ flags }) => void delete flags['next'])
  }
})
