import { pageRegistrySchema, type Registry } from '@atrium/protocol'
import { verifyEntry, verifyHead } from '@atrium/trust'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import * as v from 'valibot'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { startSite, type TestSite } from './testing/test-site.ts'
import { registrySigner } from './testing/test-signer.ts'
import { buildRecord, remoteRelease, shellRelease, writeStore } from './testing/release-builder.ts'

let server: TestSite
let registry: Registry
let base: string

beforeAll(async () => {
  const folder = createTempFolder()
  writeFileSync(path.join(folder, 'secret.txt'), 'secret')
  registry = await writeStore(path.join(folder, 'store'), [remoteRelease('inbox'), remoteRelease('search')], {
    shell: shellRelease({ 'svg/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>', 'data.json': '{}' }),
  })
  server = await startSite({ folder })
  base = `/releases/inbox/${registry.listings['inbox']?.channels.stable}/`
})
afterAll(async () => {
  await server.close()
  removeFolders()
})

interface RawAnswer {
  readonly status: number | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** `fetch` would tidy the path and decompress the body. */
const raw = (target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.origin)
    const request = http.request({ hostname, port, path: target, headers, method }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    request.on('error', reject).end()
  })

describe('a released file', () => {
  test('is kept for ever, may be used by any origin, and is what it says', async () => {
    const { status, headers, body } = await raw(`${base}remoteEntry.js`)
    expect([status, body.toString()]).toEqual([200, 'self.inbox = 1'])
    const { date, connection, 'keep-alive': alive, etag, 'last-modified': modified, ...rest } = headers
    expect(rest).toEqual({
      'content-type': 'application/javascript; charset=utf-8',
      'content-length': '14',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'timing-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-permitted-cross-domain-policies': 'none',
      'x-frame-options': 'DENY',
      'accept-ranges': 'bytes',
      vary: 'accept-encoding',
    })
    expect([date, connection, alive, etag, modified].every(Boolean)).toBe(true)
  })

  test.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
    ['zstd', undefined, (body: Buffer) => body],
  ] as const)('accepted as %j comes as %s', async (accepted, encoding, decode) => {
    const { status, headers, body } = await raw(`${base}remoteEntry.js`, { 'accept-encoding': accepted })
    expect([status, headers['content-encoding'], headers['vary'], headers['content-type']]).toEqual([
      200,
      encoding,
      'accept-encoding',
      'application/javascript; charset=utf-8',
    ])
    expect(decode(body).toString()).toBe('self.inbox = 1')
  })

  test('that the browser has is not sent again, in each of its encodings', async () => {
    const tags = new Set<string>()
    for (const accepted of ['br', 'gzip', 'identity']) {
      const first = await raw(`${base}remoteEntry.js`, { 'accept-encoding': accepted })
      const etag = first.headers.etag ?? ''
      tags.add(etag)
      const again = await raw(`${base}remoteEntry.js`, { 'accept-encoding': accepted, 'if-none-match': etag })
      expect([
        again.status,
        again.body.length,
        again.headers['cache-control'],
        again.headers['access-control-allow-origin'],
      ]).toEqual([304, 0, 'public, max-age=31536000, immutable', '*'])
    }
    expect(tags.size).toBe(3)
  })

  test('responds to HEAD with its headers alone', async () => {
    const { status, headers, body } = await raw(`${base}css/page.css`, {}, 'HEAD')
    expect([status, headers['content-type'], headers['content-length'], body.length]).toEqual([
      200,
      'text/css; charset=utf-8',
      '16',
      0,
    ])
  })

  test('that is opened by itself can do nothing', async () => {
    const shell = `/releases/shell/${(await raw('/favicon.svg')).status === 200 ? shellVersion() : ''}/`
    const { headers } = await raw(`${shell}svg/a.svg`)
    expect(headers['content-type']).toBe('image/svg+xml')
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox")
  })

  test.each([
    'js/main.js.map',
    'index.html',
    'js/main.js.br',
    'js/main.js.gz',
    'js/none.js',
    'js',
    'js/',
    '',
    '.hidden',
  ])('%j of the shell is not there', async (file) => {
    const { status, headers, body } = await raw(`/releases/shell/${shellVersion()}/${file}`)
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      'no-store',
    ])
    expect(JSON.parse(body.toString())).toMatchObject({ status: 404, code: 'NOT_FOUND' })
  })

  test.each([
    '/releases/../secret.txt',
    '/releases/inbox/../../secret.txt',
    '/releases/%2e%2e/secret.txt',
    '/releases/..%2fsecret.txt',
    '/releases/inbox%2f..%2f..%2fsecret.txt',
    '/releases//etc/passwd',
    '/releases/..\\secret.txt',
    '/releases/inbox/000000000000/%00',
    '/releases/registry.json',
    '/releases/inbox',
    '/releases/',
    '/releases/%zz',
    '/%',
  ])('%s leads nowhere', async (target) => {
    const { status, body } = await raw(target)
    expect([400, 404]).toContain(status)
    expect(body.toString()).not.toContain('secret\n')
    expect(JSON.parse(body.toString())).toHaveProperty('code')
  })
})

const shellVersion = (): string => registry.listings['shell']?.channels.stable ?? ''

describe('the registry', () => {
  test('in short is its head, which pages request every few seconds', async () => {
    const { headers, body } = await raw('/registry')
    expect(headers['cache-control']).toBe('no-store')
    expect(JSON.parse(body.toString())).toEqual({
      signed: registry.signed,
      entries: [],
      unsigned: [],
      directory: [],
      partial: true,
    })
  })

  test('on request lists what the navigation shows', async () => {
    const { headers, body } = await raw('/registry?directory')
    expect(headers['cache-control']).toBe('no-store')
    expect(JSON.parse(body.toString())).toEqual({
      signed: registry.signed,
      entries: [],
      unsigned: [],
      directory: ['inbox', 'search'].map((name) => ({
        name,
        navigation: { title: { en: name }, icon: 'mail', order: 1 },
      })),
    })
  })

  test('sends the entry of one remote by name', async () => {
    const { headers, body } = await raw('/registry/search')
    expect(headers['cache-control']).toBe('no-store')
    const answer = v.parse(pageRegistrySchema, JSON.parse(body.toString()))
    expect(answer).toMatchObject({ signed: registry.signed, unsigned: [], directory: [] })
    const head = await verifyHead(registry.signed, { keys: [registrySigner.key], now: Date.now() })
    expect(await Promise.all(answer.entries.map((entry) => verifyEntry(head, entry)))).toEqual([
      [buildRecord(remoteRelease('search'))],
    ])
  })

  test.each(['calendar', '__proto__', 'constructor', 'toString'])('knows no remote %s', async (name) => {
    const { status, body } = await raw(`/registry/${name}`)
    expect([status, JSON.parse(body.toString()).code]).toEqual([404, 'REMOTE_UNKNOWN'])
  })
})
