import type { Registry } from '@atrium/protocol'
import { openStore, type Store } from '@atrium/store'
import { startBucket, type TestBucket } from '@atrium/store/testing'
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createBrowser } from './testing/test-browser.ts'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { startSite, type TestSite } from './testing/test-site.ts'
import { remoteRelease, shellRelease, writeStore } from './testing/release-builder.ts'
import { eventually } from './testing/eventually.ts'

const running: TestSite[] = []
let bucket: TestBucket
let store: Store
let folder: string
let registry: Registry

const versionOf = (name: string): string => registry.listings[name]?.channels.stable ?? ''

async function replace(file: string, text: string): Promise<void> {
  await store.replace(file, Buffer.from(text), (await store.read(file))?.tag ?? null)
}

/** Releases into the bucket: files first, then what names them. */
async function release(serial: number, text = 'one'): Promise<void> {
  const made = createTempFolder()
  registry = await writeStore(made, [remoteRelease('inbox'), remoteRelease('search')], {
    serial,
    shell: shellRelease({ 'js/main.js': `self.started = '${text}'` }),
  })
  const files = readdirSync(made, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map((entry) => path.relative(made, path.join(entry.parentPath, entry.name)))
  const isDocument = (file: string): boolean => /(release|registry)\.json$/.test(file)
  for (const file of files.filter((each) => !isDocument(each)))
    await store.write(file, readFileSync(path.join(made, file)))
  for (const file of files.filter(isDocument).sort()) await replace(file, readFileSync(path.join(made, file), 'utf8'))
}

async function start(): Promise<TestSite> {
  const server = await startSite({ folder, store: bucket.location, storeAccess: bucket.environment })
  running.push(server)
  return server
}

const get = (server: TestSite, address: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.origin}${address}`, { headers })
/** `fetch` would ask past every cache as soon as it has a tag. */
const statusOf = (server: TestSite, address: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    http
      .get(`${server.origin}${address}`, { headers }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
  })
const page = async (server: TestSite): Promise<string> => (await get(server, '/', { accept: 'text/html' })).text()
const requestCount = (file: string): number => bucket.requests.filter((line) => line === `GET atrium/${file}`).length
const silence = (): void => void (bucket.fault = () => 503)

beforeEach(async () => {
  bucket = await startBucket()
  store = openStore(bucket.location, { environment: bucket.environment })
  folder = createTempFolder()
  await release(1)
})
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
  await bucket.close()
})
afterAll(removeFolders)

describe('a gateway before a bucket', () => {
  test('serves the page and its files: compressed, tagged, for ever', async () => {
    const server = await start()
    expect(await page(server)).toContain(`/releases/shell/${versionOf('shell')}/js/main.js`)
    const file = `/releases/inbox/${versionOf('inbox')}/js/page.js`
    for (const encoding of ['br', 'gzip', 'identity']) {
      const answer = await get(server, file, { 'accept-encoding': encoding })
      const { status, headers } = answer
      expect([status, headers.get('cache-control'), headers.get('content-type')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
        'application/javascript; charset=utf-8',
      ])
      expect([headers.get('content-encoding') ?? 'identity', await answer.text()]).toEqual([
        encoding,
        'self.inboxPage = 1',
      ])
      expect(
        await statusOf(server, file, { 'accept-encoding': encoding, 'if-none-match': headers.get('etag') ?? '' }),
      ).toBe(304)
    }
    expect((await get(server, '/favicon.svg')).headers.get('content-type')).toContain('image/svg+xml')
    expect(requestCount(`shell/${versionOf('shell')}/favicon.svg`)).toBe(1)
    expect(server.warnings).toEqual([])
  })

  test('fetches each file once for all clients', async () => {
    const server = await start()
    const file = `inbox/${versionOf('inbox')}/js/page.js`
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(server, `/releases/${file}`)))
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200))
    expect([file, `${file}.br`, `${file}.gz`].map(requestCount)).toEqual([1, 1, 1])
  })

  test('gives nothing that was not released, and does not ask for it again and again', async () => {
    const server = await start()
    await store.write('inbox/0123456789ab/js/page.js', Buffer.from('half uploaded'))
    const inbox = `inbox/${versionOf('inbox')}`
    const unknown = [
      `${inbox}/js/none.js`,
      `${inbox}/font/none.woff2`,
      'inbox/0123456789ab/js/page.js',
      'inbox/0123456789ab/js/lazy.js',
    ]
    for (let turn = 0; turn < 3; turn++)
      for (const file of unknown) expect((await get(server, `/releases/${file}`)).status).toBe(404)
    expect([...unknown, 'inbox/0123456789ab/release.json'].map(requestCount)).toEqual([0, 1, 0, 0, 1])
    for (const file of ['registry.json', 'care.json', `${inbox}/release.json.br`, `${inbox}/../../registry.json`])
      expect((await get(server, `/releases/${file}`)).status).toBe(404)
  })

  test('looks at the registry every two seconds at most, and once for all who ask', async () => {
    const server = await start()
    const before = requestCount('registry.json')
    await Promise.all(Array.from({ length: 20 }, () => page(server)))
    expect(requestCount('registry.json') - before).toBe(1)
    await release(2, 'two')
    await eventually(async () => (await page(server)).includes(versionOf('shell')))
    expect(requestCount('registry.json')).toBeLessThan(10)
    expect(server.warnings).toEqual([])
  })

  test('reveals nothing about the bucket to a browser, and serves what it has while the bucket does not respond', async () => {
    const server = await start()
    const browser = createBrowser(server.origin)
    await browser.signUp('ada')
    const known = `/releases/inbox/${versionOf('inbox')}/js/page.js`
    expect((await get(server, known)).status).toBe(200)
    const before = await page(server)
    silence()
    const never = await get(server, `/releases/inbox/${versionOf('inbox')}/js/lazy.js`)
    expect([never.status, never.headers.get('cache-control')]).toEqual([503, 'no-store'])
    const problem = await never.text()
    expect(JSON.parse(problem)).toMatchObject({ code: 'STORE_UNREACHABLE' })
    expect(problem).not.toContain('127.0.0.1')
    expect((await get(server, known)).status).toBe(200)
    expect((await page(server)).replaceAll(/nonce(="|-)[^"']*/g, '')).toBe(before.replaceAll(/nonce(="|-)[^"']*/g, ''))
    expect((await browser.fetch('/registry/search')).status).toBe(503)
    expect(server.warnings.filter((line) => line.includes('STORE') || line.includes('does not respond'))).toEqual([
      expect.stringMatching(/^The release store does not respond: .*status 503/),
    ])
    bucket.fault = () => undefined
    await eventually(async () => (await get(server, `/releases/inbox/${versionOf('inbox')}/js/lazy.js`)).ok)
    expect(server.warnings.at(-1)).toBe(`${bucket.location} responds again`)
  })

  test('that is silent starts with what was known before', async () => {
    const before = await start()
    const known = `/releases/inbox/${versionOf('inbox')}/js/page.js`
    expect([(await get(before, '/', { accept: 'text/html' })).status, (await get(before, known)).status]).toEqual([
      200, 200,
    ])
    await before.close()
    running.splice(0)
    silence()
    const server = await start()
    expect(await page(server)).toContain(versionOf('shell'))
    expect((await get(server, known)).status).toBe(200)
  })

  test('refuses a release whose record was changed, until it is put right', async () => {
    const file = `inbox/${versionOf('inbox')}/release.json`
    const good = (await store.read(file))?.bytes.toString() ?? ''
    await replace(file, good.replace('sha384-', 'sha384-A').replace(/(sha384-A.{63})./, '$1'))
    const server = await start()
    const browser = createBrowser(server.origin)
    await browser.signUp('ada')
    expect((await browser.fetch('/registry/inbox')).status).toBe(500)
    expect(server.warnings).toContainEqual(expect.stringContaining(`inbox/${versionOf('inbox')} is not served`))
    await replace(file, good)
    expect((await browser.fetch('/registry/inbox')).status).toBe(200)
  })

  test('keeps no file that was changed', async () => {
    const file = `inbox/${versionOf('inbox')}/js/page.js`
    await store.write(file, Buffer.from('self.stolen = 1'))
    const server = await start()
    const answer = await get(server, `/releases/${file}`)
    expect([answer.status, JSON.parse(await answer.text())]).toEqual([
      502,
      expect.objectContaining({ code: 'RELEASE_UNPROVEN' }),
    ])
    expect(server.warnings).toEqual([expect.stringContaining(`${file} in the store is not the file that was released`)])
    await store.write(file, Buffer.from('self.inboxPage = 1'))
    expect(await (await get(server, `/releases/${file}`)).text()).toBe('self.inboxPage = 1')
  })

  test('keeps a bad registry out', async () => {
    const server = await start()
    const good = await page(server)
    await replace('registry.json', '{"signed":')
    await eventually(() => server.warnings.length > 0 || page(server).then(() => false))
    await eventually(async () => (await page(server), requestCount('registry.json') > 2))
    expect(server.warnings).toEqual([expect.stringContaining('registry.json of s3://releases/atrium cannot be used')])
    expect((await page(server)).includes(versionOf('shell'))).toBe(good.includes(versionOf('shell')))
  })

  test('says at its start what is missing to reach it', async () => {
    await expect(startSite({ folder, store: bucket.location, storeAccess: {} })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
  })
})
