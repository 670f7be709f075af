import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ReleaseRecord } from '@atrium/protocol'
import { buildPackages, localBuilds, publish } from '@atrium/cli'
import { localApp } from '@atrium/cli/project'
import { removeData, startServerProcess, type ServerProcess } from './server-process.ts'
import { demo, expect, test as base } from './test.ts'

/** The same source as one application: every remote compiled into the shell, served by the same gateway. */
const test = base.extend<object, { server: ServerProcess; application: ReleaseRecord & { readonly folder: string } }>({
  application: [
    async ({}, use) => {
      await buildPackages([localApp])
      const folder = localBuilds()[0]?.folder ?? ''
      await use({ ...(JSON.parse(readFileSync(path.join(folder, 'record.json'), 'utf8')) as ReleaseRecord), folder })
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  server: [
    async ({ application }, use) => {
      const store = mkdtempSync(path.join(os.tmpdir(), 'atrium-local-'))
      expect(application.name).toBe('shell')
      await publish(store, localBuilds())
      const server = await startServerProcess({ ATRIUM_STORE: store })
      await use(server)
      await server.stop()
      removeData(server)
      rmSync(store, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
})

test.describe('the workspace as one application', () => {
  test('has no federation in it, and a chunk for each page', ({ application }) => {
    const scripts = Object.keys(application.files).filter((file) => file.endsWith('.js'))
    const text = scripts.map((file) => readFileSync(path.join(application.folder, file), 'utf8')).join('\n')
    expect(text).not.toMatch(/module-federation|__FEDERATION__|shareScope|remoteEntry/)
    const pages = ['inbox', 'search', 'settings'].map((remote) => application.exposes[`./${remote}/page`] ?? [])
    for (const files of pages) expect(files.length).toBeGreaterThan(0)
    expect(new Set(pages.map((files) => files.toSorted().join())).size).toBe(3)
  })

  test('signs in, reads, writes, searches and changes settings', async ({ page, server, trouble }) => {
    await page.goto(`${server.origin}/`)
    await page.getByLabel('Address').fill(demo.address)
    await page.getByLabel('Password', { exact: true }).fill(demo.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('row').filter({ hasText: 'The book you reserved' }).click()
    await expect(page.getByRole('heading', { name: 'The book you reserved is here' })).toBeVisible()

    await page.getByRole('button', { name: 'Compose' }).first().click()
    const window = page.getByRole('dialog').first()
    await window.getByLabel('To', { exact: true }).fill('ben@atrium.test')
    await window.getByLabel('Subject').fill('All in one')
    await window.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText(/Sent/).last()).toBeVisible()

    await page.goto(`${server.origin}/search?q=book`)
    await expect(page.getByRole('link', { name: /The book you reserved is here/ }).first()).toBeVisible()
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible()
    expect(trouble).toEqual([])
  })

  test('sends the page’s own chunk ahead', async ({ inbox, application }) => {
    await expect(inbox.getByRole('row').first()).toBeVisible()
    const ahead = await inbox.evaluate(() =>
      [...document.querySelectorAll<HTMLLinkElement>('link[rel=preload]')].map(({ href }) => new URL(href).pathname),
    )
    const files = application.exposes['./inbox/page'] ?? []
    expect(ahead.map((href) => href.split('/').slice(-2).join('/')).toSorted()).toEqual(files.toSorted())
  })
})
