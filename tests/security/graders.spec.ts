import { expect, test } from '@playwright/test'
import { CspEvaluator } from 'csp_evaluator'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { removeData, startServerProcess, type ServerProcess } from '../e2e/server-process.ts'
import { demo } from '../e2e/test.ts'
import { observatoryScore } from './observatory.ts'

/** What a proxy in front that ends TLS says; over plain HTTP on loopback there is no HSTS and no `__Host-`. */
const throughTls = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mail.example', 'x-forwarded-for': '192.0.2.1' }
const html = { accept: 'text/html' }

let server: ServerProcess
let cookie = ''
let csrf = ''

const ask = (address: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> =>
  fetch(`${server.origin}${address}`, {
    ...init,
    headers: { ...throughTls, ...(cookie ? { cookie } : {}), ...init.headers },
  })

const signIn = (): Promise<Response> =>
  ask('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://mail.example' },
    body: JSON.stringify(demo),
  })

async function somebodysPicture(): Promise<Response> {
  const { accountId } = (await (await ask('/api/session')).json()) as { accountId: string }
  const sent = await ask(`/jmap/upload/${accountId}`, {
    method: 'POST',
    headers: { 'content-type': 'image/svg+xml', origin: 'https://mail.example', 'x-atrium-csrf': csrf },
    body: '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  })
  const { blobId } = (await sent.json()) as { blobId: string }
  return ask(`/jmap/download/${accountId}/${blobId}/a.svg?accept=image/svg%2Bxml`)
}

async function release(ending: RegExp): Promise<Response> {
  const page = await (await ask('/', { headers: html })).text()
  const file = [...page.matchAll(/(?:src|href)="(\/releases\/[^"]+)"/g)]
    .map(([, url = '']) => url)
    .find((url) => ending.test(url))
  return ask(file ?? '/releases/none')
}

/** Everything the site answers with, by kind. */
const answers: Readonly<Record<string, () => Promise<Response>>> = {
  'the page before signing in': async () => fetch(`${server.origin}/`, { headers: { ...throughTls, ...html } }),
  'the page': () => ask('/', { headers: html }),
  'an address of the page': () => ask('/settings/account', { headers: html }),
  'the mail frame': () => ask('/mail-frame'),
  'the session': () => ask('/api/session'),
  'a sign-in': signIn,
  'a refused request': () =>
    ask('/api/preferences', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' }),
  'nothing here': () => ask('/api/nothing'),
  'the mail server': () => ask('/jmap/session'),
  'the registry': () => ask('/registry'),
  'a download': somebodysPicture,
  'a script': () => release(/\.js$/),
  'a stylesheet': () => release(/\.css$/),
  'the icon': () => ask('/favicon.svg'),
}

/** Below this number of the evaluator's scale is what has to be mended: high, syntax, medium, high perhaps. */
const worthMending = 45

const findings = (policy: string): readonly string[] =>
  new CspEvaluator(new CspParser(policy).csp)
    .evaluate()
    .filter(({ severity }) => severity < worthMending)
    .map(({ directive, value, description }) => `${directive} ${value ?? ''}: ${description}`)

test.describe('outside graders', () => {
  test.beforeAll(async () => {
    server = await startServerProcess({ ATRIUM_TRUST_PROXY: 'loopback' })
    const answer = await signIn()
    cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
    csrf = ((await answer.json()) as { csrf: string }).csrf
  })
  test.afterAll(async () => {
    await server.stop()
    removeData(server)
  })

  test('behind TLS the session has a __Host- cookie that no script reads and no other site sends', async () => {
    const [set = ''] = (await signIn()).headers.getSetCookie()
    expect(set).toMatch(/^__Host-atrium-[0-9a-f]{8}=[\w-]{43};/)
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) expect(set).toContain(part)
    expect(set).not.toContain('Domain')
  })

  for (const [name, answer] of Object.entries(answers)) {
    test(`give ${name} the top grade`, async () => {
      const response = await answer()
      const { score, parts } = observatoryScore({ headers: response.headers, body: await response.text() })
      expect(score, JSON.stringify(parts)).toBeGreaterThanOrEqual(name === 'a script' ? 75 : 100)
      const policy = response.headers.get('content-security-policy')
      // A worker would inherit the policy of its script, so that scripts have none.
      if (name !== 'a script') expect(findings(policy ?? '')).toEqual([])
    })
  }

  test('give the page all points there are without being on the preload list', async () => {
    const [page, signedIn] = [await ask('/', { headers: html }), await signIn()]
    const { score, parts } = observatoryScore({ headers: page.headers, body: await page.text() })
    expect(parts).toMatchObject({ policy: 10, referrer: 5, integrity: 5, framing: 5, resource: 10, transport: 0 })
    const { cookies = 0 } = observatoryScore({ headers: signedIn.headers, body: '' }).parts
    expect(score + cookies).toBe(140)
  })

  test('find what is wrong with a careless site, so that these tests can fail', () => {
    const careless = new Headers({ 'content-security-policy': "script-src 'unsafe-inline' 'unsafe-eval' https:" })
    expect(findings(careless.get('content-security-policy') ?? '').length).toBeGreaterThan(2)
    expect(
      observatoryScore({ headers: careless, body: '<script src="//cdn.example/x.js"></script>' }).score,
    ).toBeLessThan(30)
  })
})
