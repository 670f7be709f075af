import { demo, expect, watchForTrouble } from '../e2e/test.ts'
import { test as base } from '@playwright/test'
import { startNginxSite, type NginxSite } from './nginx-site.ts'

const test = base.extend<object, { site: NginxSite }>({
  site: [
    async ({}, use) => {
      const site = await startNginxSite('/post/')
      await use(site)
      await site.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

test.describe('the exported site behind nginx, below a path', () => {
  test('is the same site: a user signs in, reads, searches and changes settings', async ({ page, site }) => {
    await page.goto(site.address)
    await page.getByLabel('Address').fill(demo.address)
    await page.getByLabel('Password', { exact: true }).fill(demo.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('navigation', { name: 'Folders', exact: true }).waitFor()
    // From here on: requesting the session before signing in gets a 401.
    const trouble: string[] = []
    watchForTrouble(page, trouble)
    await page.locator('[data-remote=inbox]').getByRole('row').first().click()
    await expect(page.frameLocator('iframe').first().locator('body')).not.toBeEmpty()
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible()
    expect(new URL(page.url()).pathname).toMatch(/^\/post\/settings/)
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Settings', exact: true }).first()).toBeVisible()
    expect(site.warnings).toBe('')
    expect(trouble).toEqual([])
  })

  test('every page has the whole policy and a nonce of its own', async ({ request, site }) => {
    const nonces = new Set<string>()
    for (const address of [
      '',
      'settings',
      'inbox/m1/t1',
      'nowhere/at/all',
      "inbox/it's",
      'inbox/notes/ada@atrium.test',
      'settings?preview=x:y',
    ]) {
      const response = await request.get(site.address + address)
      const { 'content-security-policy': policy = '', ...headers } = response.headers()
      expect([address, response.status(), headers['content-type']]).toEqual([address, 200, 'text/html; charset=utf-8'])
      expect(headers).toMatchObject({
        'integrity-policy': expect.stringContaining('blocked-destinations=(script)'),
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      expect(policy).toContain("require-trusted-types-for 'script'")
      const nonce = /'nonce-([0-9a-f]{32})'/.exec(policy)?.[1] ?? ''
      const html = await response.text()
      expect(
        html.match(/<script(?![^>]*application\/json)[^>]*>/g)?.every((tag) => tag.includes(`nonce="${nonce}"`)),
      ).toBe(true)
      expect(html).not.toContain('ATRIUM-NONCE')
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(7)
  })

  test('released files are kept for ever, come compressed, and their sources and siblings do not come at all', async ({
    request,
    site,
  }) => {
    const html = await (await request.get(site.address)).text()
    const script = /src="([^"]*\/js\/main[^"]*)"/.exec(html)?.[1] ?? ''
    const address = new URL(script, site.address).href
    const response = await request.get(address, { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers()).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
    })
    expect(response.headers()['etag']).toBeTruthy()
    for (const hidden of ['.map', '.br', '.gz']) expect((await request.get(address + hidden)).status()).toBe(404)
    expect((await request.get(new URL('../index.html', address).href)).status()).toBe(404)
    expect((await request.get(`${site.address}releases/../nginx.conf`)).status()).not.toBe(200)
  })

  test('the registry is there by name, never kept, and a stranger’s name leads nowhere', async ({ request, site }) => {
    const response = await request.get(`${site.address}registry/search`)
    expect([response.status(), response.headers()['cache-control'], response.headers()['content-type']]).toEqual([
      200,
      'no-store',
      'application/json',
    ])
    expect(await response.json()).toMatchObject({ entries: [{ listing: { name: 'search' } }] })
    for (const name of ['unknown', '__proto__', 'index.json'])
      expect((await request.get(`${site.address}registry/${name}`)).status()).not.toBe(200)
  })
})
