import {
  createBrowser,
  createTempFolder,
  remoteRelease,
  removeFolders,
  writeStore,
  type TestBrowser,
} from '@atrium/gateway/testing'
import { startTestProvider, type TestProvider } from '@atrium/gateway/testing/openid'
import { capability } from '@atrium/mail-contracts'
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { openDatabase } from './database/open-database.ts'
import { connectSmtp } from './mail/testing/smtp-client.ts'
import { createAccountStore } from './sign-in/accounts.ts'
import type { ServerOptions } from './start.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const troubleshooting = readFileSync(path.resolve(import.meta.dirname, '../../docs/troubleshooting.md'), 'utf8')

const open: (() => unknown)[] = []

// The test's provider of OpenID Connect says that it is for tests.
beforeEach(() => {
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockReturnValue()
})
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
afterAll(removeFolders)

async function start(
  environment: Record<string, string>,
  options: ServerOptions & { folder?: string } = {},
): Promise<TestServer> {
  const server = await startTestServer(environment, options)
  open.push(server.close)
  return server
}

/** A service on a free port that gives every request this status. */
async function serviceWith(status: number, body = ''): Promise<string> {
  const server = http.createServer((request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Where nothing listens. */
async function deadAddress(): Promise<string> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

async function ada({ origin }: TestServer): Promise<TestBrowser> {
  const browser = createBrowser(origin)
  await browser.signUp('ada')
  return browser
}

let provider: TestProvider | undefined

const page = { headers: { accept: 'text/html' } }

const signUp = { address: 'bob', name: 'Bob', password: 'correct horse' }

const jmap = (browser: TestBrowser, name: string, args: object): Promise<Response> =>
  browser.post('/jmap/api', {
    using: Object.values(capability),
    methodCalls: [[name, { accountId: browser.session?.accountId ?? '', ...args }, '0']],
  })

/** Sends a request as it is written here, and resolves when the server has responded. */
const raw = ({ origin }: TestServer, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(text))
    socket.once('data', () => socket.destroy()).once('close', () => resolve())
    socket.once('error', reject)
  })

const sessionOf = (upstream: string): string =>
  JSON.stringify({
    accounts: { a: { name: 'Ada' } },
    primaryAccounts: { [capability.mail]: 'a' },
    username: 'ada@mail.example',
    apiUrl: `${upstream}/api`,
    downloadUrl: `${upstream}/d`,
    uploadUrl: `${upstream}/u`,
    eventSourceUrl: `${upstream}/e`,
  })

interface Refusal {
  /** The code in the log, in the page and in docs/troubleshooting.md. */
  readonly code: string
  /** What the line in the log names, and the row in docs/troubleshooting.md too: the setting that mends it. */
  readonly mend: readonly string[]
  /** Default: none beyond those of every test server. */
  readonly environment?: Record<string, string> | (() => Promise<Record<string, string>>)
  readonly options?: ServerOptions
  /** Does what is refused. */
  readonly provoke: (server: TestServer) => Promise<unknown>
}

/** What an operator's configuration can cause to be refused. */
const refusals: Readonly<Record<string, Refusal>> = {
  'a change through a proxy that is not trusted': {
    code: 'CSRF_REFUSED',
    mend: ['ATRIUM_TRUST_PROXY', 'ATRIUM_PUBLIC_ORIGIN'],
    provoke: ({ origin }) =>
      createBrowser(origin).post('/api/accounts', signUp, {
        origin: 'https://mail.example',
        'x-forwarded-proto': 'https',
      }),
  },
  'a change at another address than the public one': {
    code: 'CSRF_REFUSED',
    mend: ['ATRIUM_PUBLIC_ORIGIN'],
    environment: { ATRIUM_PUBLIC_ORIGIN: 'https://mail.example' },
    provoke: ({ origin }) => createBrowser(origin).post('/api/accounts', signUp),
  },
  'a change by a page of another host of the domain': {
    code: 'CSRF_REFUSED',
    mend: ['ATRIUM_BASE_PATH'],
    provoke: ({ origin }) => createBrowser(origin).post('/api/accounts', signUp, { 'sec-fetch-site': 'same-site' }),
  },
  'a change whose token a proxy has removed': {
    code: 'CSRF_REFUSED',
    mend: ['x-atrium-csrf'],
    provoke: async (server) => {
      const browser = await ada(server)
      browser.session = null
      return browser.fetch('/api/preferences', { method: 'PUT', body: '{}' })
    },
  },
  'a host that a trusted proxy spells wrongly': {
    code: 'REQUEST_INVALID',
    mend: ['x-forwarded-host'],
    environment: { ATRIUM_TRUST_PROXY: '1' },
    provoke: ({ origin }) => fetch(origin, { headers: { 'x-forwarded-host': 'https://mail.example/' } }),
  },
  'headers that are too long': {
    code: 'REQUEST_INVALID',
    mend: ['host name of its own'],
    provoke: (server) => raw(server, `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'a=b; '.repeat(8000)}\r\n\r\n`),
  },
  'a page outside of the base path': {
    code: 'NOT_FOUND',
    mend: ['ATRIUM_BASE_PATH'],
    environment: { ATRIUM_BASE_PATH: '/mail/' },
    provoke: ({ origin }) => fetch(`${origin}/inbox`, page),
  },
  'a page when the store has no release': {
    code: 'STORE_UNREACHABLE',
    mend: ['ATRIUM_STORE'],
    provoke: ({ origin }) => fetch(origin, page),
  },
  'a remote that is not in the registry': {
    code: 'REMOTE_UNKNOWN',
    mend: ['ATRIUM_STORE'],
    provoke: async ({ origin, folder }) => {
      await writeStore(path.join(folder, 'store'), [remoteRelease('inbox')])
      return fetch(`${origin}/registry/calendar`)
    },
  },
  'a file that is missing of a listed release': {
    code: 'NOT_FOUND',
    mend: ['ATRIUM_STORE'],
    provoke: async ({ origin, folder }) => {
      const { listings } = await writeStore(path.join(folder, 'store'), [remoteRelease('inbox')])
      const version = listings['inbox']?.channels.stable ?? ''
      rmSync(path.join(folder, 'store/inbox', version, 'js'), { recursive: true })
      return fetch(`${origin}/releases/inbox/${version}/js/page.js`)
    },
  },
  'a registry that is signed by another key': {
    code: 'REGISTRY_UNSIGNED',
    mend: ['ATRIUM_REGISTRY_KEYS'],
    environment: { ATRIUM_REGISTRY_KEYS: Buffer.alloc(32, 1).toString('base64url') },
    provoke: async ({ origin, folder }) => {
      await writeStore(path.join(folder, 'store'), [remoteRelease('inbox')])
      return fetch(origin, page)
    },
  },
  'a remote from a dev server': {
    code: 'REMOTE_REFUSED',
    mend: ['ATRIUM_OVERRIDES'],
    environment: { ATRIUM_OVERRIDES: 'off' },
    provoke: async ({ origin, folder }) => {
      await writeStore(path.join(folder, 'store'), [remoteRelease('inbox')])
      return fetch(`${origin}/?override=inbox=http://localhost:1/dev/inbox/`, {
        headers: { accept: 'text/html', 'sec-fetch-site': 'none' },
      })
    },
  },
  'a source that no grant permits': {
    code: 'CSP',
    mend: ['grant'],
    provoke: ({ origin }) =>
      fetch(`${origin}/api/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/csp-report' },
        body: '{"csp-report":{"effective-directive":"connect-src","blocked-uri":"https://api.example/x"}}',
      }),
  },
  'a policy of Trusted Types that no grant permits': {
    code: 'CSP',
    mend: ['grant'],
    provoke: ({ origin }) =>
      fetch(`${origin}/api/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/csp-report' },
        body: '{"csp-report":{"effective-directive":"trusted-types","blocked-uri":"trusted-types-policy"}}',
      }),
  },
  'an API that does not respond': {
    code: '/api/orders',
    mend: ['ATRIUM_API_PROXY'],
    environment: async () => ({ ATRIUM_API_PROXY: `/api/orders=${await deadAddress()}` }),
    provoke: async (server) => (await ada(server)).fetch('/api/orders/1'),
  },
  'more failed sign-ins than are free, through a proxy that is not trusted': {
    code: 'RATE_LIMITED',
    mend: ['ATRIUM_RATE_SIGN_IN', 'ATRIUM_TRUST_PROXY'],
    environment: { ATRIUM_RATE_SIGN_IN: '1' },
    provoke: async ({ origin }) => {
      const wrong = { address: 'ada', password: 'wrong' }
      for (let attempt = 0; attempt < 2; attempt++)
        await createBrowser(origin).post('/api/session', wrong, { 'x-forwarded-for': '198.51.100.7' })
    },
  },
  'more accounts in an hour than a client may have': {
    code: 'RATE_LIMITED',
    mend: ['ATRIUM_RATE_SIGN_UP'],
    environment: { ATRIUM_RATE_SIGN_UP: '1' },
    provoke: async (server) => {
      await ada(server)
      return createBrowser(server.origin).post('/api/accounts', signUp)
    },
  },
  'app passwords that are wrong too often': {
    code: 'RATE_LIMITED',
    mend: ['ATRIUM_RATE_SIGN_IN'],
    environment: { ATRIUM_RATE_SIGN_IN: '1' },
    provoke: async ({ origin }) => {
      const authorization = `Basic ${Buffer.from('ada@atrium.test:wrong').toString('base64')}`
      for (let attempt = 0; attempt < 7; attempt++)
        await fetch(`${origin}/jmap/session`, { headers: { authorization } })
    },
  },
  'app passwords that are wrong too often, by SMTP': {
    code: 'RATE_LIMITED',
    mend: ['ATRIUM_RATE_SIGN_IN'],
    environment: { ATRIUM_RATE_SIGN_IN: '1', SMTP_SUBMISSION_PORT: '0' },
    provoke: async ({ submissionPorts: [port = 0] }) => {
      const login = Buffer.from('\0ada@atrium.test\0wrong').toString('base64')
      for (let attempt = 0; attempt < 7; attempt++) {
        const client = await connectSmtp(port)
        await client.command('EHLO peer.example')
        await client.secure()
        await client.command('EHLO peer.example')
        await client.command(`AUTH PLAIN ${login}`)
        client.close()
      }
    },
  },
  'metrics without the token': {
    code: 'NOT_FOUND',
    mend: ['ATRIUM_METRICS_TOKEN'],
    environment: { ATRIUM_METRICS_TOKEN: 'sixteen-letters-and-more' },
    provoke: ({ origin }) => fetch(`${origin}/metrics`),
  },
  'a sign-up where there is none': {
    code: 'SIGN_UP_CLOSED',
    mend: ['ATRIUM_SIGN_UP'],
    environment: { ATRIUM_SIGN_UP: 'off' },
    provoke: ({ origin }) => createBrowser(origin).post('/api/accounts', signUp),
  },
  'a sign-up where another mail server has the accounts': {
    code: 'SIGN_UP_CLOSED',
    mend: ['ATRIUM_JMAP_UPSTREAM'],
    environment: { ATRIUM_JMAP_UPSTREAM: 'http://127.0.0.1:1' },
    provoke: ({ origin }) => createBrowser(origin).post('/api/accounts', signUp),
  },
  'an address of another domain': {
    code: 'ADDRESS_INVALID',
    mend: ['ATRIUM_MAIL_DOMAIN'],
    provoke: ({ origin }) => createBrowser(origin).post('/api/accounts', { ...signUp, address: 'bob@mail.example' }),
  },
  'a sign-in to a disabled account': {
    code: 'ACCOUNT_DISABLED',
    mend: ['account enable'],
    provoke: async (server) => {
      await ada(server)
      const database = openDatabase(path.join(server.folder, 'data/atrium.db'))
      const accounts = createAccountStore(database)
      accounts.setDisabled(accounts.byAddress('ada@atrium.test')?.id ?? '', true)
      database.close()
      return createBrowser(server.origin).signIn('ada')
    },
  },
  'a new password of the demo account': {
    code: 'PASSWORD_NOT_HERE',
    mend: ['ATRIUM_DEMO'],
    environment: { ATRIUM_DEMO: 'on' },
    provoke: async ({ origin, demo }) => {
      const browser = createBrowser(origin)
      await browser.signIn(demo?.address ?? '', demo?.password)
      const body = JSON.stringify({ current: demo?.password, wanted: 'another horse' })
      return browser.fetch('/api/password', { method: 'PUT', body, headers: { 'content-type': 'application/json' } })
    },
  },
  'a session that is not in the database': {
    code: 'SIGNED_OUT',
    mend: ['ATRIUM_SESSION_IDLE_HOURS', 'ATRIUM_SESSION_MAX_DAYS', 'DATA_DIR'],
    provoke: async (server) => {
      const browser = await ada(server)
      const cookie = browser.cookie()
      await browser.fetch('/api/session', { method: 'DELETE' })
      return fetch(`${server.origin}/api/session`, { headers: { cookie } })
    },
  },
  'a program where another mail server has the accounts': {
    code: 'SIGNED_OUT',
    mend: ['ATRIUM_JMAP_UPSTREAM'],
    environment: { ATRIUM_JMAP_UPSTREAM: 'http://127.0.0.1:1' },
    provoke: ({ origin }) => fetch(`${origin}/jmap/session`, { headers: { authorization: 'Basic YTpi' } }),
  },
  'a sign-in at a mail server that does not respond': {
    code: 'UPSTREAM_UNREACHABLE',
    mend: ['ATRIUM_JMAP_UPSTREAM'],
    environment: async () => ({ ATRIUM_JMAP_UPSTREAM: await deadAddress() }),
    provoke: ({ origin }) => createBrowser(origin).signIn('ada@mail.example'),
  },
  'a sign-in that the mail server forbids': {
    code: 'CREDENTIALS_WRONG',
    mend: ['ATRIUM_JMAP_UPSTREAM'],
    environment: async () => ({ ATRIUM_JMAP_UPSTREAM: await serviceWith(403) }),
    provoke: ({ origin }) => createBrowser(origin).signIn('ada@mail.example'),
  },
  'a request that the mail server refuses': {
    code: 'UPSTREAM_UNREACHABLE',
    mend: ['ATRIUM_JMAP_UPSTREAM', '413'],
    environment: async () => ({
      ATRIUM_JMAP_UPSTREAM: await serviceWith(200, sessionOf(await serviceWith(413))),
    }),
    provoke: async ({ origin }) => {
      const browser = createBrowser(origin)
      await browser.signIn('ada@mail.example')
      return browser.post('/jmap/api', {})
    },
  },
  'a sign-in at a provider that does not know this site': {
    code: 'SIGN_IN_FAILED',
    mend: ['ATRIUM_OIDC_'],
    environment: async () => {
      const provider = await startTestProvider()
      open.push(provider.close)
      return {
        ATRIUM_OIDC_ISSUER: provider.issuer,
        ATRIUM_OIDC_CLIENT_ID: provider.clientId,
        ATRIUM_OIDC_CLIENT_SECRET: 'wrong',
      }
    },
    provoke: ({ origin }) => fetch(`${origin}/api/openid/callback?error=invalid_client`),
  },
  'a sign-in at a provider that does not respond': {
    code: 'SIGN_IN_UNREACHABLE',
    mend: ['ATRIUM_OIDC_'],
    environment: async () => ({ ATRIUM_OIDC_ISSUER: await deadAddress(), ATRIUM_OIDC_CLIENT_ID: 'atrium' }),
    provoke: ({ origin }) => fetch(`${origin}/api/openid/start`),
  },
  "a provider's notice that is for another site": {
    code: 'REQUEST_INVALID',
    mend: ['ATRIUM_OIDC_'],
    environment: async () => {
      provider = await startTestProvider()
      open.push(provider.close)
      return {
        ATRIUM_OIDC_ISSUER: provider.issuer,
        ATRIUM_OIDC_CLIENT_ID: provider.clientId,
      }
    },
    provoke: (server) => {
      provider?.serve(server)
      return fetch(`${server.origin}/api/openid/signed-out`, {
        method: 'POST',
        body: new URLSearchParams({ logout_token: 'a.b.c' }),
      })
    },
  },
  'a picture of the own network': {
    code: 'IMAGE_REFUSED',
    mend: ['ATRIUM_IMAGE_HOSTS'],
    provoke: async (server) => (await ada(server)).fetch('/api/image?url=http://127.0.0.1/a.png'),
  },
  'a picture at another port': {
    code: 'IMAGE_REFUSED',
    mend: ['ATRIUM_IMAGE_HOSTS'],
    provoke: async (server) => (await ada(server)).fetch('/api/image?url=http://127.0.0.1:8080/a.png'),
  },
  'an upload of an account that is full': {
    code: 'overQuota',
    mend: ['ATRIUM_QUOTA_MB'],
    environment: { ATRIUM_QUOTA_MB: '1' },
    provoke: async (server) => {
      const browser = await ada(server)
      return browser.fetch(`/jmap/upload/${browser.session?.accountId}/`, {
        method: 'POST',
        body: Buffer.alloc(2_000_000),
      })
    },
  },
  'a new account on a full disk': {
    code: 'DISK_FULL',
    mend: ['ATRIUM_DISK_RESERVE_MB'],
    options: { diskSpace: () => ({ free: 1, total: 1_000_000_000 }) },
    provoke: ({ origin }) => createBrowser(origin).post('/api/accounts', signUp),
  },
  'a message to another server': {
    code: 'SEND_REFUSED',
    mend: ['ATRIUM_SMTP_OUT'],
    provoke: async (server) => {
      const browser = await ada(server)
      const from = [{ email: 'ada@atrium.test' }]
      const bodyValues = { a: { value: 'Hi' } }
      const draft = { mailboxIds: { F1: true }, from, bodyValues, textBody: [{ partId: 'a', type: 'text/plain' }] }
      await jmap(browser, 'Email/set', { create: { m: draft } })
      const found = (await (await jmap(browser, 'Email/query', {})).json()) as {
        methodResponses: [[string, { ids: string[] }]]
      }
      const envelope = { mailFrom: { email: 'ada@atrium.test' }, rcptTo: [{ email: 'eve@peer.example' }] }
      const submission = { identityId: 'I1', emailId: found.methodResponses[0][1].ids[0], envelope }
      return jmap(browser, 'EmailSubmission/set', { create: { s: submission } })
    },
  },
  'mail from outside for another domain': {
    code: 'SMTP 550',
    mend: ['ATRIUM_MAIL_DOMAIN', 'ATRIUM_ALIASES'],
    environment: { SMTP_PORT: '0' },
    provoke: async ({ smtpPort }) => {
      const client = await connectSmtp(smtpPort ?? 0)
      await client.command('EHLO peer.example')
      await client.command('MAIL FROM:<eve@peer.example>')
      await client.command('RCPT TO:<bob@elsewhere.example>')
      client.close()
    },
  },
  'mail from outside that is spam': {
    code: 'SMTP 550',
    mend: ['ATRIUM_SPAM_REFUSE', 'ATRIUM_DNS_LISTS'],
    environment: { SMTP_PORT: '0' },
    provoke: async (server) => {
      await ada(server)
      const client = await connectSmtp(server.smtpPort ?? 0)
      await client.command('EHLO peer.example')
      await client.command('MAIL FROM:<eve@peer.example>')
      await client.command('RCPT TO:<ada@atrium.test>')
      await client.command('DATA')
      await client.raw(
        'Subject: a\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n.\r\n',
      )
      client.close()
    },
  },
}

describe('what the configuration causes to be refused is in the log with the setting that mends it', () => {
  test.each(Object.entries(refusals))('%s', async (_name, { code, mend, environment = {}, options, provoke }) => {
    const settings = typeof environment === 'function' ? await environment() : environment
    const server = await start(settings, { folder: createTempFolder(), ...options })
    await provoke(server)
    const lines = server.warnings.filter((line) => line.includes(code)).join('\n')
    for (const setting of mend) expect(lines).toContain(setting)
  })

  test.each(Object.entries(refusals))('%s: docs/troubleshooting.md has a row', (_name, { code, mend }) => {
    const rows = troubleshooting.split('\n').filter((row) => row.startsWith('|'))
    const own = rows.filter((row) => mend.every((setting) => row.includes(setting)))
    expect(own).not.toEqual([])
    if (/^[A-Z]+_[A-Z_]+$/.test(code)) expect(own.join('\n')).toContain(`\`${code}\``)
  })
})

const root = path.resolve(import.meta.dirname, '../..')

/** A refusal in a source: an error that becomes a 4xx or a 5xx, a status, or a response of SMTP. */
const refusal =
  /\bnew (?:AtriumError|MailError|RetryLaterError)\(\s*'(?!CONFIG_|DATA_DIR|PORT_|DATABASE_NEWER|DATABASE_CORRUPT)|\bproblem\(\s*'|(?<![\w.])(?<!(?:const|function) )(?:csrfRefused|signedOut|rateLimited|nothingHere|signInFailed|credentialsWrong|diskFull|refuse|notPublic|limitProblem|problemResponse|tooManyInProgress|refuseUpload)\(|\.code\(4\d\d|\bstatusCode: 4\d\d|\bstatus: 4\d\d|\bnew SmtpRefusal\(\s*\d/g

/**
 * How many refusals each source has, and which of them the configuration causes. Whoever adds one says so here: with a
 * row above and in docs/troubleshooting.md, or by naming what else causes it.
 */
const sources: Readonly<Record<string, readonly [refusals: number, causedBy: string]>> = {
  'platform/gateway/src/api-proxy.ts': [6, 'an API that does not respond; no session, a path or body that is none'],
  'platform/gateway/src/bucket-copy.ts': [3, 'a store that does not respond or was changed, which its source logs'],
  'platform/gateway/src/export-site.ts': [1, 'a command, which prints it'],
  'platform/gateway/src/gateway.ts': [
    6,
    'pages outside of the base path, files that are missing of a listed release; else addresses and methods that there are not',
  ],
  'platform/gateway/src/openid/provider.ts': [6, 'a sign-in at a provider, a notice of it'],
  'platform/gateway/src/openid/sessions.ts': [2, 'no session'],
  'platform/gateway/src/openid/sign-in-routes.ts': [4, 'a sign-in at a provider'],
  'platform/gateway/src/page.ts': [1, 'a remote that is not in the registry'],
  'platform/gateway/src/problems.ts': [7, 'what the others throw'],
  'platform/gateway/src/registry.ts': [
    3,
    'a store that does not respond or was changed, which is logged as it is read',
  ],
  'platform/gateway/src/release-store.ts': [2, 'a registry that is signed by another key'],
  'platform/gateway/src/reports.ts': [2, 'too many reports (a proxy that is not trusted), no session'],
  'platform/gateway/src/requests.ts': [6, 'an origin, a token, a host; a body of the wrong shape'],
  'platform/gateway/src/shell-release.ts': [1, 'a shell that was changed, which is logged as it is read'],
  'server/src/database/disk-reserve.ts': [1, 'a full disk'],
  'server/src/images/images.ts': [12, 'a picture of the own network or at another port; else the host of the picture'],
  'server/src/jmap-proxy/jmap-proxy.ts': [
    5,
    'a program where another mail server has the accounts; no session, no preview',
  ],
  'server/src/jmap-proxy/open-streams.ts': [1, 'more streams than an account may hold, a constant'],
  'server/src/mail-side.ts': [2, 'app passwords that are wrong too often'],
  'server/src/mail/http/blobs.ts': [6, 'an upload of an account that is full; a blob or a range that is not there'],
  'server/src/mail/http/event-source.ts': [1, 'a request of the wrong shape'],
  'server/src/mail/http/request-gate.ts': [1, 'more requests than an account may have in progress, a constant'],
  'server/src/mail/http/router.ts': [16, 'requests of the wrong shape, or beyond constants'],
  'server/src/mail/incoming.ts': [1, 'filters of the recipients, which they set'],
  'server/src/mail/smtp/arrival.ts': [6, 'spam; senders that are new and try again; loops, accounts that are full'],
  'server/src/mail/smtp/inbound.ts': [7, 'more than constants allow'],
  'server/src/mail/smtp/internet-mail.ts': [
    3,
    'a domain that is not of this server, an account that is full, a full disk',
  ],
  'server/src/mail/smtp/submission-port.ts': [3, 'a message to another server; a sender who is not the own one'],
  'server/src/mail/smtp/spool.ts': [5, 'messages of the wrong shape, a full disk'],
  'server/src/metrics.ts': [1, 'metrics without the token'],
  'server/src/sign-in/accounts.ts': [
    9,
    'an address of another domain, a disabled account, the password of the demo account; else what was typed',
  ],
  'server/src/sign-in/app-passwords.ts': [4, 'app passwords that are wrong too often; else what was typed'],
  'server/src/sign-in/openid-accounts.ts': [5, 'a sign-in at a provider'],
  'server/src/sign-in/password-sessions.ts': [8, 'sign-ups, passwords, sessions, a full disk'],
  'server/src/sign-in/preferences.ts': [2, 'a full disk; a value of the wrong shape'],
  'server/src/sign-in/sign-in-guard.ts': [1, 'more failed sign-ins than are free'],
  'server/src/start.ts': [2, 'a full disk; a locked database'],
  'server/src/upstream/upstream.ts': [7, 'a mail server that does not respond, or refuses'],
}

describe('every refusal of the gateway and of the server', () => {
  const folders = ['platform/gateway/src', 'server/src']
  const counted = Object.fromEntries(
    folders.flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
        .filter((file) => file.endsWith('.ts') && !/test|\/(cli|backup|demo|methods|compose|protocol)\//.test(file))
        .map((file) => [file, (readFileSync(path.join(root, file), 'utf8').match(refusal) ?? []).length] as const)
        .filter(([, count]) => count > 0),
    ),
  )

  test('is in the list that says which of them the configuration causes', () => {
    expect(counted).toEqual(Object.fromEntries(Object.entries(sources).map(([file, [count]]) => [file, count])))
  })
})
