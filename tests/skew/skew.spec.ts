import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test as base, type Page } from '@playwright/test'
import type { ReleaseRecord } from '@atrium/protocol'
import { findProject } from '@atrium/cli/project'
import { demo, expect, signIn } from '../e2e/test.ts'
import { composeSite, type ComposedSite } from '../federation/composed-site.ts'
import { combinations, type Ages } from './ages.ts'
import { buildPreviousReleases, previousFolder } from './previous-releases.ts'

interface Hosts {
  readonly current: ComposedSite
  readonly previous: ComposedSite
}

const test = base.extend<object, { hosts: Hosts }>({
  hosts: [
    async ({}, use) => {
      await buildPreviousReleases()
      const [current, previous] = [await composeSite(), await composeSite({ host: previousFolder('shell') })]
      await use({ current, previous })
      await Promise.all([current.close(), previous.close()])
    },
    { scope: 'worker', timeout: 480_000 },
  ],
})

const recordIn = (folder: string): ReleaseRecord =>
  JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')) as ReleaseRecord

const currentRecord = (name: string): ReleaseRecord => recordIn(findProject().buildFolder(name))
const previousRecord = (name: string): ReleaseRecord => recordIn(previousFolder(name))

/** Current releases with their predecessor behind them, or the predecessor alone. @returns the version of each that will render. */
async function arrange(site: ComposedSite, ages: Ages): Promise<Map<string, string>> {
  const expected = new Map<string, string>()
  const remotes = Object.entries(ages).filter(([name]) => name !== 'shell')
  for (const [name] of remotes) await site.release(name, previousFolder(name))
  await site.editRegistry(({ remotes: entries }) => {
    for (const [name, age] of remotes) {
      const [entry, now, before] = [entries[name], currentRecord(name), previousRecord(name)]
      if (!entry) throw new Error(`${name} is not in the registry`)
      entry.releases = age === 1 ? [now, before] : [before]
      // A host of then does not know today's contract of compose, and takes what came before.
      const refused = ages['shell'] === 0 && now.contract !== before.contract
      expected.set(name, age === 1 && !refused ? now.version : before.version)
    }
  })
  return expected
}

const drawnFrom = (page: Page, name: string, versions: ReadonlyMap<string, string>) =>
  page.locator(`[data-remote=${name}][data-release="${versions.get(name)}"]`).first()

async function read(page: Page): Promise<void> {
  await page.getByRole('row').filter({ hasText: 'The book you reserved' }).click()
  await expect(page.getByRole('heading', { name: 'The book you reserved is here' })).toBeVisible()
}

async function write(page: Page, subject: string): Promise<void> {
  await page.getByRole('button', { name: 'Compose' }).first().click()
  const window = page.getByRole('dialog').first()
  await window.getByLabel('To', { exact: true }).fill(demo.address)
  await window.getByLabel('Subject').fill(subject)
  await window.getByLabel('Message', { exact: true }).fill('One page of many ages.')
  await window.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText(/^Sent/).last()).toBeVisible()
}

const titleOf = (ages: Ages): string => {
  const old = Object.keys(ages).filter((name) => ages[name] === 0)
  return old.length === Object.keys(ages).length
    ? 'all of the previous release'
    : `the previous ${old.join(', ')} among current ones`
}

test.describe('releases of two ages in one page', () => {
  for (const ages of combinations) {
    test(titleOf(ages), async ({ page, hosts }) => {
      const site = ages['shell'] === 1 ? hosts.current : hosts.previous
      const errors: string[] = []
      page.on('pageerror', ({ message }) => errors.push(message))
      const versions = await arrange(site, ages)
      await signIn(page, site.origin)
      await page.goto(`${site.origin}/`)
      await read(page)
      await expect(drawnFrom(page, 'inbox', versions)).toBeAttached()
      await write(page, titleOf(ages))
      await expect(drawnFrom(page, 'compose', versions)).toBeAttached()
      const box = page.getByRole('banner').getByPlaceholder('Search mail')
      await box.fill('observatory')
      await box.press('Enter')
      await expect(
        page
          .getByRole('main')
          .getByText(/observatory/i)
          .first(),
      ).toBeVisible()
      await expect(drawnFrom(page, 'search', versions)).toBeAttached()
      await page.getByRole('link', { name: 'Settings' }).click()
      await expect(drawnFrom(page, 'settings', versions)).toBeAttached()
      await page.keyboard.press('Alt+Shift+KeyI')
      await expect(drawnFrom(page, 'inspector', versions)).toBeAttached()
      expect(errors).toEqual([])
    })
  }

  test('the previous releases are really other ones', async ({ hosts }) => {
    expect(hosts.previous.origin).not.toBe(hosts.current.origin)
    for (const name of findProject().packages())
      expect(previousRecord(name).version, name).not.toBe(currentRecord(name).version)
  })
})
