import type { Boot } from '@atrium/protocol'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fastify from 'fastify'
import http from 'node:http'
import path from 'node:path'
import { gateway } from './gateway.ts'
import { openSessions } from './sessions.ts'
import { createBrowser } from './testing/test-browser.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { registrySigner } from './testing/test-signer.ts'
import { startSite, type TestSite, type TestSiteOptions } from './testing/test-site.ts'
import { remoteRelease, writeStore } from './testing/release-builder.ts'

const running: TestSite[] = []
let folder: string

beforeEach(async () => {
  folder = createTempFolder()
  await writeStore(
    path.join(folder, 'store'),
    ['inbox', 'alpha'].map((name) => remoteRelease(name)),
  )
})
afterEach(async () => {
  for (const site of running.splice(0)) await site.close()
})
afterAll(removeFolders)

async function start(options: TestSiteOptions = {}): Promise<TestSite> {
  const site = await startSite({ folder, ...options })
  running.push(site)
  return site
}

interface Sent {
  readonly status: number | undefined
  readonly type: string | undefined
  readonly location: string | undefined
  readonly body: string
}

/** Sends a path as it is written here: `fetch` would tidy it up. */
const open = ({ origin }: TestSite, target: string, headers: Record<string, string> = {}): Promise<Sent> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin)
    http
      .get({ hostname, port, path: target, headers: { accept: 'text/html', ...headers } }, (response) => {
        let body = ''
        response.on('data', (chunk) => (body += String(chunk)))
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            type: response.headers['content-type'],
            location: response.headers.location,
            body,
          }),
        )
      })
      .on('error', reject)
  })

/** Follows redirections of this site, ten at most. */
async function reload(site: TestSite, target: string): Promise<Sent> {
  let sent = await open(site, target)
  for (let hops = 0; sent.location !== undefined && hops < 10; hops++) {
    const next = new URL(sent.location, site.origin)
    expect(next.origin).toBe(site.origin)
    sent = await open(site, next.pathname + next.search)
  }
  return sent
}

describe('every address of a page survives a reload', () => {
  const addresses = [
    '',
    'inbox',
    'alpha/notes/ada@atrium.test',
    'alpha/files/report.final.pdf',
    'alpha/notes/it%27s',
    "alpha/it's",
    'alpha/a%2Fb/%C3%A9',
    'nowhere/at.all',
    '?preview=x:y',
    'alpha?preview=x:y&q=1',
    'alpha?disable=%',
    'alpha?override=off',
    '/',
    '//',
    '/evil.example/x',
    'alpha//b',
  ]

  test.each(['/', '/team/mail/'])('below %s', async (basePath) => {
    const site = await start({ basePath })
    for (const address of addresses) {
      const { status, type } = await reload(site, basePath + address)
      expect([address, status, type]).toEqual([address, 200, 'text/html; charset=utf-8'])
    }
  })

  test.each(['/team', '/team?preview=x:y', '/team?q=1'])(
    '%s redirects to the site and keeps its query',
    async (target) => {
      const site = await start({ basePath: '/team/' })
      expect(await open(site, target)).toMatchObject({ status: 308, location: target.replace('/team', '/team/') })
      expect(await reload(site, target)).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' })
    },
  )

  test.each(['//evil.example/x', '///evil.example', '//evil.example/%2e%2e'])(
    '%s leads to no other site',
    async (target) => {
      const { location = '' } = await open(await start(), target)
      expect(location).toMatch(/^\/([^/]|$)/)
    },
  )

  test('a file is not taken for a page, nor a page for a file', async () => {
    const site = await start()
    for (const file of ['/app.js', '/inbox.css', '/api/none', '/releases/inbox/x.js', '/registry/none/x'])
      expect((await open(site, file)).status).toBe(404)
    expect((await open(site, '/alpha/page.js', { accept: '*/*' })).status).toBe(404)
  })
})

describe('health', () => {
  test.each(['/', '/team/'])('is at the root and below %s', async (basePath) => {
    const site = await start({ basePath })
    for (const prefix of ['/', basePath]) {
      expect(await open(site, `${prefix}healthz`)).toMatchObject({ status: 200, body: '{"status":"ok"}' })
      expect(JSON.parse((await open(site, `${prefix}readyz`)).body)).toEqual({
        status: 'ready',
        checks: { store: { ok: true }, registry: { ok: true } },
      })
    }
  })

  test('looks at what the product adds, and a check that throws has failed', async () => {
    const site = await start({
      checks: {
        queue: () => ({ ok: false, reason: 'the queue is full' }),
        broken: () => {
          throw new Error('secret')
        },
      },
    })
    const { status, body } = await open(site, '/readyz')
    expect(status).toBe(503)
    expect(JSON.parse(body)).toMatchObject({
      status: 'not ready',
      checks: { queue: { ok: false, reason: 'the queue is full' }, broken: { ok: false } },
    })
    expect(body).not.toContain('secret')
  })

  test('says that the registry has expired', async () => {
    const site = await start({ now: () => Date.now() + 400 * 24 * 3_600_000 })
    expect(JSON.parse((await open(site, '/readyz')).body)).toMatchObject({
      checks: { registry: { ok: false, reason: expect.stringContaining('expired') } },
    })
  })
})

describe('behind a proxy that is not configured', () => {
  const change = ({ origin }: TestSite, headers: Record<string, string>): Promise<Response> =>
    createBrowser(origin).post('/api/accounts', { address: 'ada' }, { 'sec-fetch-site': 'same-origin', ...headers })

  test('a change is refused, and the operator reads once which header did not match and what to set', async () => {
    const site = await start({ settingNames: { trustProxy: 'SHOP_TRUST_PROXY', publicOrigin: 'SHOP_ORIGIN' } })
    const headers = { origin: 'https://shop.example', 'x-forwarded-proto': 'https' }
    for (let turn = 0; turn < 3; turn++) expect((await change(site, headers)).status).toBe(403)
    expect(site.warnings).toHaveLength(1)
    for (const part of [
      'origin is "https://shop.example"',
      site.origin,
      'x-forwarded-proto "https"',
      'SHOP_TRUST_PROXY',
      'SHOP_ORIGIN',
    ])
      expect(site.warnings[0]).toContain(part)
  })

  test('the same is said where the proxy sends nothing of itself', async () => {
    const site = await start()
    expect((await change(site, { origin: 'https://shop.example' })).status).toBe(403)
    expect(site.warnings).toEqual([
      expect.stringContaining('set trustProxy to the number of proxies in front, or publicOrigin'),
    ])
  })

  test('a page of another site is refused without a word', async () => {
    const site = await start()
    expect((await change(site, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(site.warnings).toEqual([])
  })

  test('a proxy that is trusted is believed', async () => {
    const site = await start({ trustProxy: true })
    expect(
      (
        await change(site, {
          origin: 'https://shop.example',
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'shop.example',
        })
      ).status,
    ).toBe(201)
    expect(site.warnings).toEqual([])
  })
})

test('two installations on one host keep what browsers remember apart, by installation and by path', async () => {
  const names = async (options: TestSiteOptions): Promise<string[]> => {
    const { origin } = await start({ folder: createTempFolder(), ...options })
    const prefix = options.basePath ?? '/'
    const signUp = await createBrowser(origin).post(`${prefix}api/accounts`, { address: 'ada' })
    return signUp.headers.getSetCookie().map((line) => line.split('=')[0] ?? '')
  }
  const all = [
    await names({}),
    await names({}),
    await names({ basePath: '/a/', installation: 'x' }),
    await names({ basePath: '/b/', installation: 'x' }),
  ].flat()
  expect(all).toHaveLength(4)
  expect(new Set(all).size).toBe(4)
  expect(all.slice(2)).toEqual(['atrium-x-a', 'atrium-x-b'])
})

describe('a product without sign-in', () => {
  const bootOf = (html: string): Boot =>
    JSON.parse(/id="atrium-boot">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null') as Boot

  test('sends all users the whole page at once, and lets a browser stay in a canary', async () => {
    const site = await start({ sessions: openSessions() })
    const browser = createBrowser(site.origin)
    const page = await browser.fetch('/alpha', { headers: { accept: 'text/html' } })
    const boot = bootOf(await page.text())
    expect(boot.registry.entries.map(({ listing }) => listing.name)).toEqual(['alpha', 'inbox'])
    expect(boot.session).toMatchObject({ name: '', preferences: { theme: 'system' } })
    expect(page.headers.get('set-cookie')).toMatch(
      /^atrium-visitor-[0-9a-f]{8}=[\w-]{22}; .*HttpOnly; SameSite=Strict$/,
    )
    expect((await browser.fetch('/alpha', { headers: { accept: 'text/html' } })).headers.get('set-cookie')).toBeNull()
  })

  test('needs three options', async () => {
    const app = fastify()
    await app.register(gateway, {
      store: path.join(folder, 'store'),
      dataDir: path.join(folder, 'data'),
      trustedKeys: [registrySigner.key],
    })
    const page = await app.inject({ url: '/alpha', headers: { accept: 'text/html' } })
    expect([page.statusCode, bootOf(page.body).registry.entries.map(({ listing }) => listing.name)]).toEqual([
      200,
      ['alpha'],
    ])
    await app.close()
  })
})

test('a base path without its slashes is refused with what it takes', async () => {
  await expect(start({ basePath: 'mail' })).rejects.toThrow(
    'basePath is "mail"; it takes a path with a slash at both ends',
  )
})

test('pages allow the sources a product names, and no others', async () => {
  const site = await start({ sources: { 'frame-src': ['https://pay.example'] } })
  const policy = (await fetch(`${site.origin}/`)).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("frame-src 'self' https://pay.example;")
  expect(policy).toContain("img-src 'self' blob: data:;")
})
