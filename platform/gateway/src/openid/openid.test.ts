import { csrfHeader } from '@atrium/protocol'
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import path from 'node:path'
import { memorySessionStore } from '../session-store.ts'
import { personId } from '../sessions.ts'
import { remoteRelease, writeStore } from '../testing/release-builder.ts'
import { createTempFolder, removeFolders } from '../testing/temp-folder.ts'
import { createBrowser, type TestBrowser } from '../testing/test-browser.ts'
import { signInAtProvider, startTestProvider, type TestProvider } from '../testing/openid-provider.ts'
import { startSite, type TestSite } from '../testing/test-site.ts'
import { createProvider } from './provider.ts'
import { openIdSessions, type OpenIdSessionsOptions } from './sessions.ts'

const open: { close: () => Promise<void> }[] = []
let folder: string

// The provider says that it is for tests.
beforeEach(() => {
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockReturnValue()
})
beforeEach(async () => {
  folder = createTempFolder()
  await writeStore(path.join(folder, 'store'), [remoteRelease('inbox')])
})
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})
afterAll(removeFolders)

const ada = { email: 'ada@team.example', email_verified: true, name: 'Ada', groups: ['staff'] }

interface Setting {
  readonly site: TestSite
  readonly provider: TestProvider
  readonly errors: readonly unknown[]
}

async function start(options: Partial<OpenIdSessionsOptions> = {}): Promise<Setting> {
  const errors: unknown[] = []
  const provider = await startTestProvider()
  open.push(provider)
  const sessions = openIdSessions({ ...provider, failed: (error) => void errors.push(error), ...options })
  const site = await startSite({ folder, sessions })
  open.push(site)
  provider.serve(site)
  return { site, provider, errors }
}

const sessionOf = async (browser: TestBrowser): Promise<{ name: string; csrf: string } | undefined> => {
  const response = await browser.fetch('/api/openid/session')
  return response.ok ? ((await response.json()) as { name: string; csrf: string }) : undefined
}

const signOut = async (browser: TestBrowser): Promise<Response> =>
  browser.post('/api/openid/sign-out', {}, { [csrfHeader]: (await sessionOf(browser))?.csrf ?? '' })

describe('signing in at a provider', () => {
  test('begins a session, opens the page that was wanted, and gives no token to the page', async () => {
    const { site, provider } = await start()
    provider.person('42', ada)
    const browser = createBrowser(site.origin)
    const back = await signInAtProvider(browser, provider, { start: '/api/openid/start?to=/inbox/7' })
    expect([back.status, await back.text()]).toEqual([200, expect.stringContaining('content="0;url=/inbox/7"')])
    expect(await sessionOf(browser)).toMatchObject({ name: 'Ada', csrf: expect.stringMatching(/^[\w-]{43}$/) })
    const page = await (await browser.fetch('/inbox', { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('"name":"Ada"')
    expect(page).not.toMatch(/eyJ[\w-]+\.eyJ|refreshToken|idToken/)
  })

  test('sets the cookie of the session Strict, and that of the way back Lax, both out of reach of scripts', async () => {
    const { site, provider } = await start()
    provider.person('42', ada)
    const browser = createBrowser(site.origin)
    const [began] = (await browser.fetch('/api/openid/start')).headers.getSetCookie()
    const set = (await signInAtProvider(browser, provider)).headers.getSetCookie()
    expect(began).toMatch(/^atrium-openid-.*Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(set.find((line) => !line.startsWith('atrium-openid'))).toMatch(/HttpOnly; SameSite=Strict$/)
    expect(set.find((line) => line.startsWith('atrium-openid'))).toContain('Expires=Thu, 01 Jan 1970')
  })

  test.each(['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'never leads to %s',
    async (to) => {
      const { site, provider } = await start()
      provider.person('42', ada)
      const address = `/api/openid/start?to=${encodeURIComponent(to)}`
      const back = await signInAtProvider(createBrowser(site.origin), provider, { start: address })
      expect(await back.text()).toMatch(/content="0;url=\/(?![/\\])/)
    },
  )

  test('is refused without the cookie of its start, with another state, and with a code that was used', async () => {
    const { site, provider } = await start()
    provider.person('42', ada)
    const [browser, other] = [createBrowser(site.origin), createBrowser(site.origin)]
    const addresses: string[] = []
    const spy = {
      fetch: (address: string) => {
        addresses.push(address)
        return browser.fetch(address)
      },
    }
    expect((await signInAtProvider(spy, provider)).status).toBe(200)
    const used = addresses.at(-1) ?? ''
    const withoutCookie = await other.fetch(used)
    expect([withoutCookie.status, await withoutCookie.text()]).toEqual([403, expect.stringContaining('another tab')])
    await other.fetch('/api/openid/start')
    const foreign = await other.fetch(used)
    expect([foreign.status, await foreign.text()]).toEqual([
      403,
      expect.stringContaining('another sign-in was started'),
    ])
    expect(await sessionOf(other)).toBeUndefined()
  })

  test('says in plain words that access was denied', async () => {
    const { site, provider } = await start()
    provider.refuse()
    const back = await signInAtProvider(createBrowser(site.origin), provider)
    expect(back.status).toBe(403)
    expect(await back.text()).toContain('the sign-in service says that access was denied')
  })

  test('says in plain words that the provider does not respond, and works once it does', async () => {
    const provider = await startTestProvider()
    const site = await startSite({ folder, sessions: openIdSessions({ ...provider, failed: () => undefined }) })
    open.push(provider, site)
    const browser = createBrowser(site.origin)
    const back = await browser.fetch('/api/openid/start')
    expect([back.status, await back.text()]).toEqual([502, expect.stringContaining('does not respond')])
    provider.serve(site)
    provider.person('42', ada)
    expect((await signInAtProvider(browser, provider)).status).toBe(200)
  })

  test('says in plain words that the client secret is wrong', async () => {
    const { site, provider } = await start({ clientSecret: 'another one' })
    provider.person('42', ada)
    const back = await signInAtProvider(createBrowser(site.origin), provider)
    expect([back.status, await back.text()]).toEqual([403, expect.stringContaining('check the client id')])
  })
})

describe('a session', () => {
  test('says who it is by issuer and subject, whatever the address and the gateway', async () => {
    const seen: unknown[] = []
    const { site, provider } = await start({ describe: ({ subject }) => (seen.push(subject), {}) })
    provider.person('42', ada)
    const browser = createBrowser(site.origin)
    await signInAtProvider(browser, provider)
    await sessionOf(browser)
    expect(seen).toEqual(['42'])
    expect(personId(provider.issuer, '42')).toBe(personId(provider.issuer, '42'))
    expect(personId(provider.issuer, '42')).not.toBe(personId('https://other.example', '42'))
  })

  test('ends here and, by the address it is given, at the provider', async () => {
    const { site, provider } = await start()
    provider.person('42', ada)
    const browser = createBrowser(site.origin)
    await signInAtProvider(browser, provider)
    expect((await browser.post('/api/openid/sign-out', {})).status).toBe(403)
    const { location } = (await (await signOut(browser)).json()) as { location: string }
    expect(location).toContain(`${provider.issuer}/session/end?`)
    expect(new URL(location).searchParams.get('post_logout_redirect_uri')).toBe(`${site.origin}/`)
    expect(await sessionOf(browser)).toBeUndefined()
  })

  test('ends when the person signs out at the provider, by the notice it sends', async () => {
    const { site, provider } = await start()
    provider.person('42', ada)
    const [browser, atProvider] = [createBrowser(site.origin), createBrowser(provider.issuer)]
    await signInAtProvider(browser, provider, { atProvider })
    expect(await sessionOf(browser)).toBeDefined()
    const form = await (await atProvider.fetch('/session/end')).text()
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? ''
    const done = await atProvider.fetch('/session/end/confirm', {
      method: 'POST',
      body: new URLSearchParams({ xsrf, logout: 'yes' }),
    })
    expect(done.status).toBe(303)
    expect(await sessionOf(browser)).toBeUndefined()
  })

  test('is not ended by a notice that someone else wrote', async () => {
    const { site, provider } = await start()
    const forged = await fetch(`${site.origin}/api/openid/signed-out`, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: 'eyJhbGciOiJub25lIn0.e30.' }),
    })
    expect([forged.status, await forged.json()]).toEqual([422, expect.objectContaining({ code: 'REQUEST_INVALID' })])
    expect(provider.issuer).not.toBe('')
  })

  test('is renewed at the provider when its token has expired, and ends when the provider has revoked it', async () => {
    let now = Date.now()
    const { site, provider } = await start({ now: () => now })
    provider.person('42', ada)
    const browser = createBrowser(site.origin)
    await signInAtProvider(browser, provider)
    provider.person('42', { ...ada, name: 'Ada Lovelace' })
    expect(await sessionOf(browser)).toMatchObject({ name: 'Ada' })
    now += 3_700_000
    expect(await sessionOf(browser)).toMatchObject({ name: 'Ada Lovelace' })
    await provider.revokeAll()
    now += 3_700_000
    expect(await sessionOf(browser)).toBeUndefined()
  })

  test('survives a provider that does not respond when it is to be renewed', async () => {
    let now = Date.now()
    const { site, provider, errors } = await start({ now: () => now })
    provider.person('42', ada)
    const browser = createBrowser(site.origin)
    await signInAtProvider(browser, provider)
    await provider.close()
    now += 3_700_000
    expect(await sessionOf(browser)).toMatchObject({ name: 'Ada' })
    expect(errors).toMatchObject([{ code: 'SIGN_IN_UNREACHABLE' }])
  })

  test('ends after its lifetime, and cannot be read in the store without its cookie', async () => {
    let now = Date.now()
    const store = memorySessionStore(() => now)
    const added: string[] = []
    const spied = {
      ...store,
      add: (session: Parameters<typeof store.add>[0]) => (added.push(JSON.stringify(session)), store.add(session)),
    }
    const { site, provider } = await start({ now: () => now, store: spied, lifetime: 1000 })
    provider.person('42', ada)
    const browser = createBrowser(site.origin)
    await signInAtProvider(browser, provider)
    expect(added.join()).not.toMatch(/ada@team|Ada|eyJ[\w-]+\.eyJ/)
    now += 1000
    expect(await sessionOf(browser)).toBeUndefined()
  })
})

test('an issuer that is not https is refused at the start', () => {
  expect(() => createProvider({ issuer: 'http://login.example', clientId: 'x' })).toThrow('Give an https address')
})
