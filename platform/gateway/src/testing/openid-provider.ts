import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider, type Configuration } from 'oidc-provider'
import { createBrowser, type TestBrowser } from './test-browser.ts'

export interface TestProvider {
  /** `http://127.0.0.1:4711` */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Begins to serve this site. Before, every request fails. */
  readonly serve: (site: TestClient) => void
  /** Who is signed in next: subject and claims. */
  readonly person: (subject: string, claims: Readonly<Record<string, unknown>>) => void
  /** The next to come is refused. */
  readonly refuse: () => void
  /** Makes the provider forget every grant, so that nothing can be renewed. */
  readonly revokeAll: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The site that may sign people in at it. */
interface TestClient {
  readonly origin: string
  /** Default: `/`. */
  readonly basePath?: string
}

const client = { id: 'atrium-test', secret: 'a secret for tests that is long enough' }

function configurationOf(
  { origin, basePath = '/' }: TestClient,
  claimsOf: (subject: string) => Readonly<Record<string, unknown>>,
): Configuration {
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${origin}${basePath}api/openid/callback`],
        post_logout_redirect_uris: [`${origin}${basePath}`],
        backchannel_logout_uri: `${origin}${basePath}api/openid/signed-out`,
        backchannel_logout_session_required: true,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    scopes: ['openid', 'offline_access', 'email', 'profile'],
    cookies: { keys: ['a key for tests'] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    ttl: { AccessToken: 3600, IdToken: 3600, Grant: 86_400, Session: 86_400, RefreshToken: 86_400 },
    issueRefreshToken: async () => true,
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: async () => ({ sub: subject, ...claimsOf(subject) }),
    }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    async loadExistingGrant({ oidc }) {
      const { session, client: known, params } = oidc
      if (!known || !session?.accountId) return undefined
      const grant = new oidc.provider.Grant({ clientId: known.clientId, accountId: session.accountId })
      grant.addOIDCScope(String(params?.['scope'] ?? 'openid'))
      await grant.save()
      return grant
    },
  }
}

/** A provider of OpenID Connect on a free port of this machine that signs in whom the test says. */
export async function startTestProvider(): Promise<TestProvider> {
  const people = new Map<string, Readonly<Record<string, unknown>>>()
  let next: string | undefined
  let provider: Provider | undefined
  const grants = new Set<string>()
  const server = http.createServer((request, response) => {
    if (!provider) return void response.writeHead(503).end()
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response)
    const outcome = next === undefined ? { error: 'access_denied' } : { login: { accountId: next } }
    return void provider.interactionFinished(request, response, outcome, { mergeWithLastSubmission: false })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    serve(site) {
      provider = new Provider(
        issuer,
        configurationOf(site, (subject) => people.get(subject) ?? {}),
      )
      provider.on('grant.success', ({ oidc }) => void (oidc.entities.Grant && grants.add(oidc.entities.Grant.jti)))
    },
    person(subject, claims) {
      people.set(subject, claims)
      next = subject
    },
    refuse: () => void (next = undefined),
    async revokeAll() {
      for (const id of grants) await (await provider?.Grant.find(id))?.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What a person does at the provider, and the way back. @returns The site's response to the browser that comes back. */
export async function signInAtProvider(
  browser: Pick<TestBrowser, 'fetch'>,
  { issuer }: TestProvider,
  { start = '/api/openid/start', atProvider = createBrowser(issuer) } = {},
): Promise<Response> {
  let response = await browser.fetch(start)
  for (let step = 0; step < 10; step++) {
    const location = response.headers.get('location')
    if (location === null) return response
    const url = new URL(location, issuer)
    if (url.origin !== issuer) return browser.fetch(`${url.pathname}${url.search}`)
    response = await atProvider.fetch(`${url.pathname}${url.search}`)
  }
  throw new Error('The provider redirects without end')
}
