import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { devBase, developmentVersion, type Boot, type PageRegistry } from '@atrium/protocol'
import { mkdirSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createBrowser, type TestBrowser } from './testing/test-browser.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { startSite, type TestSite, type TestSiteOptions } from './testing/test-site.ts'
import { buildRecord, remoteRelease, writeStore } from './testing/release-builder.ts'

const running: TestSite[] = []
let devServer: http.Server
let base: string

beforeEach(async () => {
  const record = {
    ...buildRecord(remoteRelease('inbox')),
    version: developmentVersion,
    global: `inbox_${developmentVersion}`,
  }
  devServer = http.createServer((_request, response) => response.end(JSON.stringify(record)))
  await new Promise<void>((resolve) => devServer.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(devServer.address() as AddressInfo).port}/dev/`
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
  await new Promise((resolve) => devServer.close(resolve))
})
afterAll(removeFolders)

async function visitor(options: TestSiteOptions = {}): Promise<{ browser: TestBrowser; folder: string }> {
  const folder = createTempFolder()
  await writeStore(
    path.join(folder, 'store'),
    ['inbox', 'search'].map((name) => remoteRelease(name)),
  )
  const server = await startSite({ folder, ...options })
  running.push(server)
  const browser = createBrowser(server.origin)
  return { browser, folder }
}

async function open(browser: TestBrowser, address: string, headers: Record<string, string> = {}) {
  const response = await browser.fetch(address, {
    headers: { accept: 'text/html', 'sec-fetch-site': 'none', ...headers },
  })
  const html = await response.text()
  const json = /<script type="application\/json" id="atrium-boot">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null'
  return { response, html, boot: JSON.parse(json) as Boot }
}

const overriddenInbox = ({ registry }: Boot) => registry.unsigned.find(({ name }) => name === 'inbox')
const releasedInbox = ({ registry }: Boot) => registry.entries.find(({ listing }) => listing.name === 'inbox')

describe('an override that is allowed', () => {
  test('is remembered, leaves the address, and is in force until it is dropped', async () => {
    const { browser } = await visitor()
    await browser.signUp('ada')
    const { response } = await open(browser, `/search?q=tea&override=inbox=${base}`)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/search?q=tea'])
    const { boot } = await open(browser, '/search?q=tea')
    expect(boot.overrides).toEqual([{ remote: 'inbox', base }])
    expect(overriddenInbox(boot)).toMatchObject({ base, releases: [{ version: developmentVersion }] })

    const dropped = await open(browser, '/search?q=tea&override=off')
    expect([dropped.response.status, dropped.response.headers.get('location')]).toEqual([303, '/search?q=tea'])
    const after = await open(browser, '/search?q=tea')
    expect(after.boot.overrides).toBeUndefined()
    expect([overriddenInbox(after.boot), releasedInbox(after.boot)?.listing.base]).toEqual([
      undefined,
      '/releases/inbox/',
    ])
  })

  test('relaxes the policy of the page it is in, and of no other', async () => {
    const { browser } = await visitor()
    const strict = (await open(browser, '/')).response.headers
    await open(browser, `/?override=inbox=${base}`)
    const { response, html } = await open(browser, '/')
    const policy = response.headers.get('content-security-policy') ?? ''
    const origin = new URL(base).origin
    expect(response.headers.get('integrity-policy')).toBeNull()
    expect(policy).toContain(`connect-src 'self' ${origin} ${origin} ${origin.replace('http', 'ws')};`)
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(html).not.toContain(`preload" as="script" href="${base}`)
    expect(strict.get('integrity-policy')).toContain('blocked-destinations')
    expect(strict.get('content-security-policy')).not.toContain(origin)
  })

  test('is what the registry says to the page that names it, and to no other', async () => {
    const { browser } = await visitor()
    const target = `/registry/inbox?override=inbox=${base}`
    const answer = async (site: string) =>
      (await (await browser.fetch(target, { headers: { 'sec-fetch-site': site } })).json()) as PageRegistry
    expect(await answer('same-origin')).toMatchObject({ unsigned: [{ base }], entries: [] })
    expect(await answer('cross-site')).toMatchObject({
      unsigned: [],
      entries: [{ listing: { base: '/releases/inbox/' } }],
    })
  })

  test('without an address is at the one derived from the name', async () => {
    const { browser } = await visitor()
    const { boot } = await open(browser, '/?override=no-such-remote')
    expect(boot.overrides).toEqual([
      { remote: 'no-such-remote', base: devBase('no-such-remote'), refused: expect.stringContaining('pnpm dev') },
    ])
  })
})

test('a site ignores the cookies of another site on this host', async () => {
  const cookies: string[] = []
  for (const options of [
    {},
    {},
    { publicOrigin: 'http://localhost', basePath: '/team/mail/' },
    { installation: 'one' },
  ] satisfies TestSiteOptions[]) {
    const { browser } = await visitor(options)
    const { response } = await open(
      browser,
      `${'basePath' in options ? options.basePath : '/'}search?override=inbox=${base}`,
    )
    cookies.push(response.headers.get('set-cookie')?.split('=')[0] ?? '')
  }
  expect(new Set(cookies).size).toBe(4)
  expect(cookies).toEqual([
    expect.stringMatching(/^atrium-override-[0-9a-f]{8}$/),
    expect.stringMatching(/^atrium-override-[0-9a-f]{8}$/),
    expect.stringMatching(/^atrium-override-[0-9a-f]{8}-team-mail$/),
    'atrium-override-one',
  ])
})

describe('an override is refused, with the reason, and not remembered', () => {
  const refusedFor = async (browser: TestBrowser, override: string, headers: Record<string, string> = {}) => {
    const { response, boot } = await open(browser, `/?override=${override}`, headers)
    expect(response.headers.get('integrity-policy')).toContain('blocked-destinations')
    expect((await open(browser, '/')).boot.overrides).toBeUndefined()
    return boot.overrides?.[0]?.refused
  }

  test('when the operator wants none', async () => {
    const { browser } = await visitor({ overridePolicy: 'off' })
    expect(await refusedFor(browser, `inbox=${base}`)).toContain('overridePolicy=off')
  })

  test.each(['https://evil.example/dev/', 'http://localhost.evil.example/dev/', 'http://10.0.0.7:4255/dev/'])(
    'when %s is not this machine',
    async (elsewhere) => {
      const { browser } = await visitor()
      expect(await refusedFor(browser, `inbox=${elsewhere}`)).toContain('on this machine')
    },
  )

  test.each([
    'ftp://localhost/dev/',
    'http://localhost:4255/dev',
    'http://a@localhost/dev/',
    'http://localhost/?x=/',
    '',
  ])('when "%s" is no folder', async (odd) => {
    const { browser } = await visitor()
    expect(await refusedFor(browser, `inbox=${odd}`)).toContain('no http address')
  })

  test('when the page is served to other machines', async () => {
    const { browser } = await visitor({ publicOrigin: 'http://mail.example' })
    const { boot } = await open(browser, `/?override=inbox=${base}`)
    expect(boot.overrides?.[0]?.refused).toContain('served on this machine')
  })

  test.each(['same-origin', 'same-site', 'cross-site'])('when a link has brought it (%s)', async (site) => {
    const { browser } = await visitor()
    expect(await refusedFor(browser, `inbox=${base}`, { 'sec-fetch-site': site })).toContain('a link')
  })

  test('when policy allows any address, an address elsewhere is fetched', async () => {
    const { browser } = await visitor({ overridePolicy: 'any' })
    expect(await refusedFor(browser, 'inbox=http://dev.invalid/dev/')).toContain('nothing responds')
  })
})

test('a file under development is never kept', async () => {
  const { browser, folder } = await visitor()
  const store = path.join(folder, 'store/inbox')
  mkdirSync(path.join(store, developmentVersion))
  writeFileSync(path.join(store, developmentVersion, 'a.js'), '1')
  const { headers } = await browser.fetch(`/releases/inbox/${developmentVersion}/a.js`)
  expect(headers.get('cache-control')).toBe('no-store')
})
