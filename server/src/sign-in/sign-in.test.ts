import { createBrowser, thePassword, type TestBrowser, removeFolders } from '@atrium/gateway/testing'
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals'
import { startTestServer, type TestServer } from '../testing/test-server.ts'
import { createEchoBackend } from '../testing/echo-backend.ts'

const running: TestServer[] = []
const start = async (environment: Record<string, string> = {}, folder?: string): Promise<TestServer> => {
  const server = await startTestServer(environment, { backend: createEchoBackend(), ...(folder ? { folder } : {}) })
  running.push(server)
  return server
}
const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code

afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

describe('signing up', () => {
  test('of a hundred at once for one address one is let in and 99 are refused', async () => {
    const { origin } = await start()
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        createBrowser(origin).post('/api/accounts', { address: 'ada', name: 'Ada', password: thePassword }),
      ),
    )
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([201, ...Array(99).fill(409)])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(await refused?.json()).toMatchObject({ status: 409, code: 'ADDRESS_TAKEN' })
  })

  test.each([
    [{ address: 'ada@elsewhere.test', name: '', password: thePassword }, 422, 'ADDRESS_INVALID'],
    [{ address: 'ada', name: '', password: 'short' }, 422, 'PASSWORD_TOO_SHORT'],
    [{ address: 'ada', password: thePassword }, 422, 'REQUEST_INVALID'],
    ['nothing', 422, 'REQUEST_INVALID'],
  ])('%j is answered with %i %s', async (body, status, code) => {
    const { origin } = await start()
    const answer = await createBrowser(origin).post('/api/accounts', body)
    expect([answer.status, await codeOf(answer)]).toEqual([status, code])
  })

  test('can be closed by the operator', async () => {
    const { origin } = await start({ ATRIUM_SIGN_UP: 'off' })
    const answer = await createBrowser(origin).post('/api/accounts', {
      address: 'ada',
      name: '',
      password: thePassword,
    })
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'SIGN_UP_CLOSED'])
  })

  test('one client makes only so many accounts in an hour; refusals do not count', async () => {
    const { origin } = await start({ ATRIUM_RATE_SIGN_UP: '2' })
    await createBrowser(origin).signUp('ada')
    await createBrowser(origin).post('/api/accounts', { address: 'ada', name: '', password: thePassword })
    await createBrowser(origin).signUp('bob')
    const answer = await createBrowser(origin).post('/api/accounts', {
      address: 'carl',
      name: '',
      password: thePassword,
    })
    expect([answer.status, Number(answer.headers.get('retry-after')) > 3000]).toEqual([429, true])
  })
})

describe('many sign-ups at once', () => {
  const signUp = (origin: string, address: string): Promise<Response> =>
    createBrowser(origin).post('/api/accounts', { address, name: '', password: thePassword })

  test('do not pass the limit of one client', async () => {
    const { origin } = await start({ ATRIUM_RATE_SIGN_UP: '3' })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => signUp(origin, `person${at}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(3).fill(201), ...Array(9).fill(429)])
    expect((await signUp(origin, 'later')).status).toBe(429)
  })

  test('cannot find out which of many names are taken', async () => {
    const { origin } = await start()
    await createBrowser(origin).signUp('ada')
    const statuses: number[] = []
    for (let probe = 0; probe < 110; probe++) statuses.push((await signUp(origin, 'ada')).status)
    expect(statuses.filter((status) => status === 409)).toHaveLength(100)
    expect(statuses.slice(100)).toEqual(Array(10).fill(429))
  })
})

describe('a flood of sign-ins', () => {
  const signInFrom = (origin: string, client: string, address: string, password = 'wrong horse'): Promise<Response> =>
    createBrowser(origin).post('/api/session', { address, password }, { 'x-forwarded-for': client })

  test('from one client does not delay another, and most of it is refused', async () => {
    const { origin } = await start({ ATRIUM_TRUST_PROXY: 'loopback', ATRIUM_RATE_SIGN_IN: '1000' })
    await createBrowser(origin).signUp('ada')
    let checked = 0
    const flood = Array.from({ length: 100 }, async (_, at) => {
      const answer = await signInFrom(origin, '203.0.113.1', `stranger${at}`)
      if (answer.status === 401) checked++
      return answer
    })
    await Promise.any(flood)
    expect((await signInFrom(origin, '203.0.113.2', 'ada', thePassword)).status).toBe(200)
    expect(checked).toBeLessThan(30)
    const refused = (await Promise.all(flood)).filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(60)
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  })

  test('leaves no longer wait behind when the clock was a day ahead meanwhile', async () => {
    const rightTime = Date.now
    let ahead = 0
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => rightTime() + ahead)
    const { origin } = await start({ ATRIUM_RATE_SIGN_IN: '1' })
    ahead = 86_400_000
    await createBrowser(origin).signIn('unknown')
    ahead = 0
    const answer = await createBrowser(origin).signIn('unknown')
    clock.mockRestore()
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(1)
  })
})

describe('signing in', () => {
  test('a wrong name and a wrong password get the same answer', async () => {
    const { origin } = await start()
    await createBrowser(origin).signUp('ada')
    const wrong = await Promise.all([
      createBrowser(origin).signIn('ada', 'wrong horse'),
      createBrowser(origin).signIn('unknown'),
    ])
    const [first, second] = await Promise.all(wrong.map((answer) => answer.text()))
    expect(wrong.map(({ status }) => status)).toEqual([401, 401])
    expect(first).toBe(second)
    expect(first).toContain('CREDENTIALS_WRONG')
  })

  test('a wrong name takes as long as a wrong password', async () => {
    const { origin } = await start({ ATRIUM_RATE_SIGN_IN: '1000' })
    await createBrowser(origin).signUp('ada')
    const time = async (address: string): Promise<number> => {
      const startedAt = performance.now()
      await createBrowser(origin).signIn(address, 'wrong horse')
      return performance.now() - startedAt
    }
    let [known, unknown] = [Infinity, Infinity]
    // In turns, and the fastest of each: what else the machine does meanwhile slows both.
    for (let round = 0; round < 9; round++) {
      known = Math.min(known, await time('ada'))
      unknown = Math.min(unknown, await time('unknown'))
    }
    // Hashing is nearly all of it; without it an answer takes a tenth.
    expect(Math.min(known, unknown) / Math.max(known, unknown)).toBeGreaterThan(0.5)
  })

  test('after five failures the sixth has to wait, even with the right password, and others need not', async () => {
    const { origin } = await start()
    await createBrowser(origin).signUp('ada')
    await createBrowser(origin).signUp('bob')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => createBrowser(origin).signIn('ada', 'wrong horse')),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    const right = await createBrowser(origin).signIn('ada')
    expect([right.status, right.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await createBrowser(origin).signIn('bob')).status).toBe(200)
  })

  test('gives a new token each time and ends the one before', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const former = browser.cookie()
    expect((await browser.signIn('ada')).status).toBe(200)
    expect(browser.cookie()).not.toBe(former)
    expect((await fetch(`${origin}/api/session`, { headers: { cookie: former } })).status).toBe(401)
  })

  test('does not accept a planted token', async () => {
    const { origin } = await start()
    await createBrowser(origin).signUp('ada')
    const name = /atrium-\w+/.exec((await createBrowser(origin).signIn('ada')).headers.get('set-cookie') ?? '')?.[0]
    const planted = { cookie: `${name}=chosen-by-attacker` }
    const answer = await createBrowser(origin).post('/api/session', { address: 'ada', password: thePassword }, planted)
    expect(answer.headers.get('set-cookie')).not.toContain('chosen-by-attacker')
  })
})

describe('the cookie', () => {
  test('is out of reach of scripts and of other sites', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const cookie = (await browser.signIn('ada')).headers.get('set-cookie')
    expect(cookie).toMatch(/^atrium-[0-9a-f]{8}=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  test('is bound to the host behind TLS', async () => {
    const { origin } = await start({ ATRIUM_TRUST_PROXY: 'loopback' })
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mail.example', origin: 'https://mail.example' }
    await createBrowser(origin).post('/api/accounts', { address: 'ada', name: '', password: thePassword }, headers)
    const answer = await createBrowser(origin).post('/api/session', { address: 'ada', password: thePassword }, headers)
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-atrium-[0-9a-f]{8}=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(answer.headers.get('set-cookie')).not.toContain('Domain')
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains')
  })

  test('only a trusted proxy can report TLS', async () => {
    const { origin } = await start()
    const answer = await createBrowser(origin).post(
      '/api/accounts',
      { address: 'ada', name: '', password: thePassword },
      { 'x-forwarded-proto': 'https' },
    )
    expect(answer.headers.get('set-cookie')).toMatch(/^atrium-/)
    expect(answer.headers.get('strict-transport-security')).toBeNull()
  })

  test.each(['%', '=', ';;;', 'atrium', 'a=b; atrium-zzz=%E0%A4%A', '"', '\u00ff'])(
    '%j as a cookie is no session and no error',
    async (cookie) => {
      const { origin } = await start()
      const answer = await fetch(`${origin}/api/session`, { headers: { cookie } })
      expect([answer.status, await codeOf(answer)]).toEqual([401, 'SIGNED_OUT'])
    },
  )

  test('does not collide with that of another installation on the same host', async () => {
    const [one, two] = [await start(), await start()]
    const browser = createBrowser(one.origin)
    await browser.signUp('ada')
    const other = createBrowser(two.origin)
    await other.signUp('ada')
    const both = `${browser.cookie()}; ${other.cookie()}`
    for (const { origin } of [one, two])
      expect((await fetch(`${origin}/api/session`, { headers: { cookie: both } })).status).toBe(200)
  })
})

describe('ending a session', () => {
  test('here leaves the other browser signed in, everywhere does not', async () => {
    const { origin } = await start()
    const [one, two] = [createBrowser(origin), createBrowser(origin)]
    await one.signUp('ada')
    await two.signIn('ada')
    expect((await one.fetch('/api/session', { method: 'DELETE' })).status).toBe(204)
    expect((await two.fetch('/api/session')).status).toBe(200)
    await one.signIn('ada')
    expect((await one.fetch('/api/sessions', { method: 'DELETE' })).status).toBe(204)
    expect((await two.fetch('/api/session')).status).toBe(401)
    expect(one.cookie()).toBe('')
  })

  test('makes the browser forget what it kept of the mail', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const answer = await browser.fetch('/api/session', { method: 'DELETE' })
    expect(answer.headers.get('clear-site-data')).toBe('"cache"')
  })

  test('comes at a moment that the page knows', async () => {
    const { origin } = await start({ ATRIUM_SESSION_MAX_DAYS: '10' })
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const { endsIn } = (await (await browser.fetch('/api/session')).json()) as { endsIn: number }
    expect(endsIn).toBeGreaterThan(10 * 24 * 3_600_000 - 60_000)
    expect(endsIn).toBeLessThanOrEqual(10 * 24 * 3_600_000)
  })

  test('twice is as good as once', async () => {
    const { origin } = await start()
    expect((await createBrowser(origin).fetch('/api/session', { method: 'DELETE' })).status).toBe(204)
  })

  test('a restart keeps sessions and preferences', async () => {
    const first = await start()
    const browser = createBrowser(first.origin)
    await browser.signUp('ada')
    await browser.fetch('/api/preferences', {
      method: 'PUT',
      body: '{"theme":"dark"}',
      headers: { 'content-type': 'application/json' },
    })
    await first.close()
    running.length = 0
    const second = await start({}, first.folder)
    const answer = await fetch(`${second.origin}/api/session`, { headers: { cookie: browser.cookie() } })
    expect(await answer.json()).toMatchObject({
      address: 'ada@atrium.test',
      csrf: browser.session?.csrf,
      preferences: { theme: 'dark' },
    })
  })
})

describe('another password', () => {
  const change = (browser: TestBrowser, current: string, wanted: string): Promise<Response> =>
    browser.fetch('/api/password', {
      method: 'PUT',
      body: JSON.stringify({ current, wanted }),
      headers: { 'content-type': 'application/json' },
    })

  test('is the one from then on, and signs out every other browser', async () => {
    const { origin } = await start()
    const [one, two] = [createBrowser(origin), createBrowser(origin)]
    await one.signUp('ada')
    await two.signIn('ada')
    expect((await change(one, thePassword, 'another horse')).status).toBe(204)
    expect((await one.fetch('/api/session')).status).toBe(200)
    expect((await two.fetch('/api/session')).status).toBe(401)
    expect((await two.signIn('ada')).status).toBe(401)
    expect((await two.signIn('ada', 'another horse')).status).toBe(200)
  })

  test('replaces the token, and the page that changed it keeps working', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const former = browser.cookie()
    expect((await change(browser, thePassword, 'another horse')).status).toBe(204)
    expect(browser.cookie()).not.toBe(former)
    expect((await fetch(`${origin}/api/session`, { headers: { cookie: former } })).status).toBe(401)
    const theme = { method: 'PUT', body: '{"theme":"dark"}', headers: { 'content-type': 'application/json' } }
    expect((await browser.fetch('/api/preferences', theme)).status).toBe(200)
    expect((await change(browser, 'another horse', 'third horse here')).status).toBe(204)
    expect((await browser.fetch('/api/session', { method: 'DELETE' })).status).toBe(204)
    expect((await browser.fetch('/api/session')).status).toBe(401)
  })

  test('needs the one in force, is long enough, and is not guessed for ever', async () => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    expect([await codeOf(await change(browser, thePassword, 'short'))]).toEqual(['PASSWORD_TOO_SHORT'])
    const guesses = await Promise.all(Array.from({ length: 8 }, () => change(browser, 'wrong horse', 'another horse')))
    expect(guesses.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    expect((await browser.fetch('/api/session')).status).toBe(200)
  })

  test('cannot be used for the account that all users share', async () => {
    const { origin, demo } = await start({ ATRIUM_DEMO: 'on' })
    const browser = createBrowser(origin)
    await browser.signIn(demo?.address ?? '', demo?.password)
    expect(await codeOf(await change(browser, demo?.password ?? '', 'another horse'))).toBe('PASSWORD_NOT_HERE')
  })
})

describe('requests from elsewhere', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['an opaque origin', { origin: 'null' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }],
    ['a page without the token', { 'x-atrium-csrf': '' }],
    ['a page with a wrong token', { 'x-atrium-csrf': 'A'.repeat(43) }],
  ])('%s changes nothing', async (_, headers) => {
    const { origin } = await start()
    const browser = createBrowser(origin)
    await browser.signUp('ada')
    const put = { method: 'PUT', body: '{"theme":"dark"}', headers: { 'content-type': 'application/json', ...headers } }
    for (const [path, init] of [
      ['/api/preferences', put],
      ['/api/session', { method: 'DELETE', headers }],
      ['/api/sessions', { method: 'DELETE', headers }],
      ['/api/password', { ...put, body: '{}' }],
      ['/jmap/api', { method: 'POST', body: '{}', headers }],
    ] as const) {
      const answer = await browser.fetch(path, init)
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 403, 'CSRF_REFUSED'])
    }
    expect(await (await browser.fetch('/api/preferences')).json()).toMatchObject({ theme: 'system' })
  })

  test('signing in or up from another origin is refused', async () => {
    const { origin } = await start()
    await createBrowser(origin).signUp('ada')
    const foreign = { origin: 'https://evil.example' }
    for (const [path, body] of [
      ['/api/session', { address: 'ada', password: thePassword }],
      ['/api/accounts', { address: 'eve', name: '', password: thePassword }],
    ] as const) {
      const answer = await createBrowser(origin).post(path, body, foreign)
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([403, null])
    }
  })

  test('the token of one session is nothing to another', async () => {
    const { origin } = await start()
    const [one, two] = [createBrowser(origin), createBrowser(origin)]
    await one.signUp('ada')
    await two.signIn('ada')
    const answer = await two.fetch('/api/session', {
      method: 'DELETE',
      headers: { 'x-atrium-csrf': one.session?.csrf ?? '' },
    })
    expect(answer.status).toBe(403)
  })
})
