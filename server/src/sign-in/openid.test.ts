import { createBrowser, removeFolders } from '@atrium/gateway/testing'
import { signInAtProvider, startTestProvider, type TestProvider } from '@atrium/gateway/testing/openid'
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { createEchoBackend } from '../testing/echo-backend.ts'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const open: { close: () => Promise<void> }[] = []

// The provider says that it is for tests.
beforeEach(() => {
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockReturnValue()
})
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close()
})
afterAll(removeFolders)

async function start(
  environment: Record<string, string> = {},
): Promise<{ server: TestServer; provider: TestProvider }> {
  const provider = await startTestProvider()
  open.push(provider)
  const server = await startTestServer(
    {
      ATRIUM_OIDC_ISSUER: provider.issuer,
      ATRIUM_OIDC_CLIENT_ID: provider.clientId,
      ATRIUM_OIDC_CLIENT_SECRET: provider.clientSecret,
      ...environment,
    },
    { backend: createEchoBackend() },
  )
  open.push(server)
  provider.serve(server)
  return { server, provider }
}

async function addressAfter(server: TestServer, provider: TestProvider): Promise<unknown> {
  const browser = createBrowser(server.origin)
  const back = await signInAtProvider(browser, provider)
  if (back.status !== 200) return back.text()
  return ((await (await browser.fetch('/api/session')).json()) as { address: string }).address
}

describe('signing in at a provider', () => {
  test('makes an account at first and finds it again, also when the address has changed', async () => {
    const { server, provider } = await start()
    provider.person('42', { email: 'Ada@atrium.test', email_verified: true, name: 'Ada' })
    expect(await addressAfter(server, provider)).toBe('ada@atrium.test')
    provider.person('42', { email: 'lovelace@atrium.test', email_verified: true, name: 'Ada' })
    expect(await addressAfter(server, provider)).toBe('ada@atrium.test')
  })

  test('opens the account that has the address, and to no second person of the provider', async () => {
    const { server, provider } = await start()
    await createBrowser(server.origin).signUp('bob')
    provider.person('7', { email: 'bob@atrium.test', email_verified: true })
    expect(await addressAfter(server, provider)).toBe('bob@atrium.test')
    provider.person('8', { email: 'bob@atrium.test', email_verified: true })
    expect(await addressAfter(server, provider)).toContain('belongs to another person')
  })

  test.each([
    [{ email: 'ada@atrium.test', email_verified: false }, 'has not verified your address'],
    [{}, 'did not give your address (claim email)'],
    [{ email: 'ada@elsewhere.example', email_verified: true }, 'not an address this server can host'],
  ])('with the claims %j is refused: %s', async (claims, reason) => {
    const { server, provider } = await start()
    provider.person('42', claims)
    expect(await addressAfter(server, provider)).toContain(reason)
  })

  test('makes an account that no password opens', async () => {
    const { server, provider } = await start()
    provider.person('42', { email: 'ada@atrium.test', email_verified: true })
    await addressAfter(server, provider)
    expect((await createBrowser(server.origin).signIn('ada')).status).toBe(401)
  })
})

test.each([
  [{ ATRIUM_OIDC_ISSUER: 'http://login.example', ATRIUM_OIDC_CLIENT_ID: 'x' }, 'ATRIUM_OIDC_ISSUER is'],
  [{ ATRIUM_OIDC_ISSUER: 'https://login.example' }, 'of no use without each other'],
  [
    { ATRIUM_OIDC_CLIENT_SECRET_FILE: '/nowhere', ATRIUM_OIDC_CLIENT_ID: 'x', ATRIUM_OIDC_ISSUER: 'https://a.example' },
    'ATRIUM_OIDC_CLIENT_SECRET_FILE is "/nowhere"',
  ],
  [{ ATRIUM_API_PROXY: '/orders=http://orders' }, 'ATRIUM_API_PROXY is'],
])('the settings %j stop the start', async (environment, reason) => {
  await expect(startTestServer(environment)).rejects.toThrow(reason)
})
