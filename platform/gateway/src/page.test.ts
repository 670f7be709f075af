import { createBootSchema, type Boot, type Registry } from '@atrium/protocol'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { createBrowser, type TestBrowser } from './testing/test-browser.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { startSite, type TestSite, type TestSiteOptions } from './testing/test-site.ts'
import { createTestSigner, registrySigner } from './testing/test-signer.ts'
import { remoteRelease, shellRelease, integrityOf, writeRegistry, writeStore } from './testing/release-builder.ts'

const running: TestSite[] = []
let folder: string
let registry: Registry

const names = ['inbox', 'compose', 'search', 'settings', 'a', 'b', 'c', 'd', 'e', 'f']

async function start(options: TestSiteOptions = {}): Promise<TestSite> {
  const server = await startSite({ folder, ...options })
  running.push(server)
  return server
}

beforeEach(async () => {
  folder = createTempFolder()
  registry = await writeStore(
    path.join(folder, 'store'),
    names.map((name) => remoteRelease(name)),
  )
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

interface Page {
  readonly response: Response
  readonly html: string
  readonly boot: Boot
  readonly nonce: string
}

async function open(browser: TestBrowser, address: string): Promise<Page> {
  const response = await browser.fetch(address, { headers: { accept: 'text/html,application/xhtml+xml' } })
  const html = await response.text()
  const json = /<script type="application\/json" id="atrium-boot">(.*?)<\/script>/s.exec(html)?.[1] ?? 'null'
  const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? ''
  return { response, html, boot: v.parse(createBootSchema(), JSON.parse(json)), nonce }
}

const versionOf = (name: string): string => registry.listings[name]?.channels.stable ?? ''
const editRegistry = (text: string): void => {
  const file = path.join(folder, 'store', 'registry.json')
  writeFileSync(`${file}.new`, text)
  renameSync(`${file}.new`, file)
}

describe('a page', () => {
  test('before signing in carries the shell and no remote', async () => {
    const { origin } = await start({ product: { boot: () => ({ signUp: true }) } })
    const { response, html, boot } = await open(createBrowser(origin), '/search?q=tea')
    expect(response.status).toBe(200)
    expect(boot).toMatchObject({ basePath: '/', product: { signUp: true }, session: null })
    expect(boot.registry.entries).toEqual([])
    expect(html).not.toContain('rel="preload"')
  })

  test('after signing in carries its own remote, the rail’s, and eight of the navigation', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const { boot } = await open(browser, '/search?q=tea')
    expect(boot.session).toEqual(browser.session)
    expect(boot.registry.entries.map(({ listing }) => listing.name)).toEqual(['search', 'inbox'])
    expect(boot.registry.directory).toHaveLength(8)
    expect((await open(browser, '/')).boot.registry.entries.map(({ listing }) => listing.name)).toEqual(['inbox'])
    expect((await open(browser, '/nowhere/at/all')).boot.registry.entries.map(({ listing }) => listing.name)).toEqual([
      'inbox',
    ])
  })

  test('loads every script and style with integrity, CORS and nonce', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const { html, nonce } = await open(browser, '/search')
    const files = [...html.matchAll(/<(?:script|link)[^>]* (?:src|href)="\/releases\/[^>]*>/g)].map(([tag]) => tag)
    expect(files.map((tag) => /(?:src|href)="[^"]*\/[0-9a-f]{12}\/([^"]+)"/.exec(tag)?.[1])).toEqual([
      'css/main.css',
      'js/vendor.js',
      'js/main.js',
      'remoteEntry.js',
      'js/page.js',
      'css/page.css',
    ])
    for (const tag of files) {
      expect(tag).toContain('crossorigin="anonymous"')
      expect(tag).toMatch(/integrity="sha384-[A-Za-z0-9+/]{64}"/)
      if (/\.js"/.test(tag)) expect(tag).toContain(`nonce="${nonce}"`)
    }
    expect(html).toContain(
      `href="/releases/search/${versionOf('search')}/remoteEntry.js" integrity="${integrityOf('self.search = 1')}"`,
    )
    expect(html.match(/<script(?![^>]*(src=|application\/json))[^>]*>/g)).toEqual([`<script nonce="${nonce}">`])
  })

  test('has a new nonce each time and is not cached', async () => {
    const { origin } = await start()
    const [one, two] = [await open(createBrowser(origin), '/'), await open(createBrowser(origin), '/')]
    expect(one.nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(one.nonce).not.toBe(two.nonce)
    expect(one.response.headers.get('cache-control')).toBe('no-store')
    expect(one.response.headers.get('etag')).toBeNull()
  })

  test('comes in the user’s theme, density and language', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.post('/api/accounts', {
      address: 'ada',
      preferences: { theme: 'dark', density: 'compact', locale: 'de"><script>' },
    })
    expect((await open(browser, '/')).html).toContain(
      '<html lang="de&quot;&gt;&lt;script&gt;" data-theme="dark" data-density="compact">',
    )
  })

  test('cannot be broken by what people call themselves', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    const name = '</script><!--<script>alert(1)</script>\u2028$& $1'
    const answer = await browser.post('/api/accounts', { address: name })
    expect(answer.status).toBe(201)
    const { html, boot } = await open(browser, '/')
    expect(boot.session?.name).toBe(name)
    expect(html).not.toContain('alert(1)</script>')
    expect(html.match(/<\/script>/g)).toHaveLength(4)
  })

  test('is compressed for those who take it', async () => {
    const { origin } = await start()
    const answer = await fetch(`${origin}/`, { headers: { accept: 'text/html', 'accept-encoding': 'br' } })
    expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual([
      'br',
      'Cookie, Accept-Encoding',
    ])
    expect(await answer.text()).toContain('</html>')
  })

  test('is not given for files, to programs, or with another method', async () => {
    const { origin } = await start()
    const ask = async (target: string, accept: string, method = 'GET'): Promise<number> =>
      (await fetch(`${origin}${target}`, { method, headers: { accept } })).status
    expect(await ask('/app.js', 'text/html')).toBe(404)
    expect(await ask('/inbox/m1', 'application/json')).toBe(404)
    expect(await ask('/', '*/*')).toBe(200)
    expect(await ask('/inbox/m1', 'text/html', 'HEAD')).toBe(200)
    expect(await ask('/inbox/m1', 'text/html', 'POST')).toBe(405)
  })

  test('below a base path keeps every address below it', async () => {
    const { origin } = await start({ basePath: '/mail/' })
    const browser = createBrowser(origin)
    await browser.post('/mail/api/accounts', { address: 'ada', name: '', password: 'correct horse' })
    const { html, boot, response } = await open(browser, '/mail/search')
    expect([boot.basePath, boot.registry.entries[0]?.listing.base]).toEqual(['/mail/', '/releases/search/'])
    expect([...html.matchAll(/(?:href|src)="([^"]*)"/g)].every(([, url]) => url?.startsWith('/mail/'))).toBe(true)
    expect(response.headers.get('content-security-policy')).toContain('report-uri /mail/api/reports')
    expect((await fetch(`${origin}/mail/releases/search/${versionOf('search')}/remoteEntry.js`)).status).toBe(200)
    expect((await fetch(`${origin}/mail`, { redirect: 'manual' })).headers.get('location')).toBe('/mail/')
    expect((await fetch(`${origin}/search`, { headers: { accept: 'text/html' } })).status).toBe(404)
  })
})

describe('the registry in force', () => {
  test('changes without a restart, and a broken one changes nothing', async () => {
    const { origin, warnings } = await start()
    const { listings } = registry
    const store = path.join(folder, 'store')
    const serial = async () => (await open(createBrowser(origin), '/')).boot.registry.signed?.head.serial
    expect(await serial()).toBe(1)
    const second = await writeRegistry(store, listings, { serial: 2 })
    expect(await serial()).toBe(2)
    const { inbox, search } = listings
    for (const bad of [
      '{',
      '{}',
      JSON.stringify({ ...second, listings: { ...listings, inbox: { ...inbox, getPublicPath: 'alert(1)' } } }),
      JSON.stringify({ ...second, listings: { ...listings, inbox: search } }),
      JSON.stringify({ ...second, listings: { ...listings, inbox: { ...inbox, base: 'https://evil.example/' } } }),
      JSON.stringify({ ...second, signed: { ...second.signed, head: { ...second.signed.head, serial: 3 } } }),
      JSON.stringify(registry),
    ]) {
      editRegistry(bad)
      expect([await serial(), await serial()]).toEqual([2, 2])
    }
    await writeRegistry(store, listings, { serial: 3, signers: [createTestSigner()] })
    expect(await serial()).toBe(2)
    await writeRegistry(store, listings, { serial: 3, expires: new Date(Date.now() - 1) })
    expect(await serial()).toBe(2)
    expect(warnings.map((line) => /REGISTRY_[A-Z]+|$/.exec(line)?.[0])).toHaveLength(9)
    await writeRegistry(store, listings, { serial: 4, signers: [createTestSigner(), registrySigner] })
    expect(await serial()).toBe(4)
  })

  test('that expires continues to be served, and is taken at a start: browsers say what is wrong with it', async () => {
    const { listings } = registry
    const store = path.join(folder, 'store')
    await writeRegistry(store, listings, { serial: 2, expires: new Date(Date.now() - 1000) })
    const { origin, warnings } = await start()
    for (let turn = 0; turn < 3; turn++)
      expect((await open(createBrowser(origin), '/')).boot.registry.signed?.head.serial).toBe(2)
    expect(warnings).toEqual([expect.stringMatching(/serial 2\) has expired .*pnpm release refresh/)])
    await writeRegistry(store, listings, { serial: 3, expires: new Date(Date.now() + 24 * 3_600_000) })
    for (let turn = 0; turn < 3; turn++)
      expect((await open(createBrowser(origin), '/')).boot.registry.signed?.head.serial).toBe(3)
    expect(warnings.slice(1)).toEqual([expect.stringMatching(/serial 3\) expires on .*, 1 days/)])
  })

  test('a release whose record was changed in the store is not served, its predecessor is', async () => {
    const store = path.join(folder, 'store')
    const { inbox } = registry.listings
    const newer = await writeStore(store, [remoteRelease('inbox', { files: { 'remoteEntry.js': 'self.two = 2' } })], {
      serial: 2,
    })
    const stable = newer.listings['inbox']?.channels.stable ?? ''
    const previous = inbox?.channels.stable ?? ''
    const both = { ...newer.listings['inbox']?.releases, ...inbox?.releases }
    if (inbox)
      await writeRegistry(
        store,
        { ...newer.listings, inbox: { ...inbox, channels: { stable, previous, previews: {} }, releases: both } },
        { serial: 3 },
      )
    const file = path.join(store, 'inbox', stable, 'release.json')
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace('remoteEntry.js":"sha384-', 'remoteEntry.js":"sha384-A')
        .replace(/A(.{63})."/, 'A$1"'),
    )
    const { origin, warnings } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const { boot } = await open(browser, '/')
    expect(boot.registry.entries[0]?.releases.map(({ record }) => record.version)).toEqual([previous])
    expect(warnings).toEqual([expect.stringContaining(`inbox/${stable} is not served`)])
  })

  test('is not taken at all by a server that was given no keys', async () => {
    const { origin, warnings } = await start({ trustedKeys: [] })
    expect((await fetch(`${origin}/`)).status).toBe(503)
    expect(warnings).toEqual([
      expect.stringContaining('trustedKeys'),
      expect.stringContaining('no release of the shell'),
    ])
  })

  test('a remote that is switched off says why, is in no navigation and loads nothing', async () => {
    const { origin } = await start({ disabled: new Map([['search', 'under repair']]) })
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const { boot, html } = await open(browser, '/search')
    expect(boot.registry.entries.map(({ listing, disabled }) => [listing.name, disabled])).toEqual([
      ['search', 'under repair'],
      ['inbox', undefined],
    ])
    expect(boot.registry.directory.map(({ name }) => name)).not.toContain('search')
    expect(html).not.toContain('rel="preload"')
    const checked = await fetch(`${origin}/registry`)
    expect(checked.headers.get('x-atrium-switched-off')).toBe('search')
  })

  test('a remote on another origin is let in by name', async () => {
    const { search } = registry.listings
    if (search) search.base = 'https://cdn.example/search/'
    await writeRegistry(path.join(folder, 'store'), registry.listings)
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const { response, html } = await open(browser, '/search')
    expect(response.headers.get('content-security-policy')).toContain("style-src 'self' https://cdn.example;")
    expect(html).toContain(`href="https://cdn.example/search/${versionOf('search')}/remoteEntry.js"`)
  })

  test('a new shell is taken without a restart; one whose page was changed in the store is not', async () => {
    const { origin, warnings } = await start()
    const store = path.join(folder, 'store')
    const { listings } = await writeStore(store, [], {
      shell: shellRelease({ 'js/main.js': 'self.second = 1' }),
      serial: 2,
    })
    expect((await open(createBrowser(origin), '/')).html).toContain(integrityOf('self.second = 1'))
    const next = await writeStore(store, [], { shell: shellRelease({ 'js/main.js': 'self.third = 1' }), serial: 3 })
    const page = path.join(store, 'shell', next.listings['shell']?.channels.stable ?? '', 'index.html')
    writeFileSync(page, `${readFileSync(page, 'utf8')} `)
    expect((await open(createBrowser(origin), '/')).html).toContain(integrityOf('self.second = 1'))
    expect(warnings).toEqual([expect.stringContaining('index.html')])
    await writeRegistry(store, listings, { serial: 4 })
    expect((await open(createBrowser(origin), '/')).html).toContain(integrityOf('self.second = 1'))
  })

  test('without any shell the server says what is missing', async () => {
    folder = createTempFolder()
    const { origin } = await start()
    const answer = await fetch(`${origin}/`)
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('no release of the shell')])
  })
})

describe('flags', () => {
  const flags = { newList: { percent: 100, cohorts: [] }, beta: { percent: 0, cohorts: ['staff'] } }
  const states = { newList: { on: true, why: 'everyone' }, beta: { on: false, why: 'groups' } }
  const withFlags = async (platform: string): Promise<void> => {
    const store = path.join(folder, 'store')
    const { listings } = await writeStore(store, [remoteRelease('inbox')], { shell: { ...shellRelease(), platform } })
    const { shell } = listings
    if (!shell) throw new Error('no shell')
    await writeRegistry(store, { ...listings, shell: { ...shell, flags } })
  }

  test('come with the page, as they are for the user', async () => {
    await withFlags('2.2.0')
    const { origin } = await start()
    expect((await open(createBrowser(origin), '/')).boot.registry.flags).toEqual(states)
  })

  test('are left out of the page of a shell that does not know them', async () => {
    await withFlags('2.1.0')
    const { origin } = await start()
    expect((await open(createBrowser(origin), '/')).boot.registry).not.toHaveProperty('flags')
  })

  test('come with the head of the registry where they are requested, and only there', async () => {
    await withFlags('2.2.0')
    const { origin } = await start()
    const head = async (query: string): Promise<unknown> => (await fetch(`${origin}/registry${query}`)).json()
    expect(await head('?flags')).toMatchObject({ flags: states })
    expect(await head('')).not.toHaveProperty('flags')
  })
})

describe('grants', () => {
  const policy = { connect: ['https://api.example'], trustedTypes: ['vue'] }
  const headersAt = async (address: string) => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const { response, boot } = await open(browser, address)
    return { csp: response.headers.get('content-security-policy') ?? '', registry: boot.registry }
  }
  beforeEach(async () => {
    const store = path.join(folder, 'store')
    const { listings } = await writeStore(store, [remoteRelease('inbox'), remoteRelease('search', { policy })], {
      shell: { ...shellRelease(), platform: '2.2.0' },
    })
    const { shell } = listings
    if (!shell) throw new Error('no shell')
    await writeRegistry(store, { ...listings, shell: { ...shell, grants: { search: policy } } })
  })

  test('are in the policy of the remote’s page', async () => {
    const { csp, registry: own } = await headersAt('/search')
    expect(csp).toContain("connect-src 'self' https://api.example;")
    expect(csp).toContain("trusted-types default vue 'allow-duplicates';")
    expect([own.grants, own.ownPages]).toEqual([{ search: policy }, undefined])
  })

  test('are in no other page, which opens that address by loading its page', async () => {
    const { csp, registry: own } = await headersAt('/inbox')
    expect(csp).toContain("connect-src 'self';")
    expect(csp).toContain('trusted-types default;')
    expect([own.grants, own.ownPages]).toEqual([undefined, ['search']])
  })
})

describe('an address below a remote', () => {
  const awkward = [
    'c#1',
    'a b',
    '%',
    '?',
    'a/b',
    'a\\b',
    '..a',
    'ada@atrium.test',
    '👩‍👩‍👧 family',
    'שלום',
    '\u0000',
    ';',
    "it's",
  ]

  test.each(['/', '/mail/'])('is its page after a reload, whatever it is called, below %s', async (basePath) => {
    const { origin } = await start({ basePath })
    const browser = createBrowser(origin)
    await browser.post(`${basePath}api/accounts`, { address: 'ada' })
    for (const name of awkward) {
      const { response, boot } = await open(
        browser,
        `${basePath}inbox/${encodeURIComponent(name)}/${encodeURIComponent(name)}`,
      )
      expect([name, response.status]).toEqual([name, 200])
      expect(boot.registry.entries.map(({ listing }) => listing.name)).toContain('inbox')
    }
    for (const spoilt of ['%', '%zz', '%E0%A4%A'])
      expect(
        (await browser.fetch(`${basePath}inbox/${spoilt}`, { headers: { accept: 'text/html' } })).status,
      ).toBeLessThan(500)
  })
})
