import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import {
  compress,
  contentType,
  hasSiblings,
  openStore,
  parseStored,
  storeLayout,
  type Compressed,
  type Store,
} from './index.ts'
import { startBucket } from './testing/bucket-server.ts'

interface Opened {
  /** A store of the same files, as another process opens it. */
  readonly open: () => Store
  readonly close: () => Promise<void>
}

async function inFolder(): Promise<Opened> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-store-'))
  return { open: () => openStore(folder), close: async () => rmSync(folder, { recursive: true }) }
}

async function inBucket(): Promise<Opened> {
  const bucket = await startBucket({ pageSize: 2 })
  return { open: () => openStore(bucket.location, { environment: bucket.environment }), close: bucket.close }
}

const bytes = (text: string): Buffer => Buffer.from(text)

describe.each([
  ['a folder', inFolder],
  ['a bucket', inBucket],
])('a store in %s', (_, make) => {
  let opened: Opened
  let store: Store
  beforeEach(async () => {
    opened = await make()
    store = opened.open()
  })
  afterEach(() => opened.close())

  test('returns what was written', async () => {
    expect(await store.read('inbox/a.png')).toBeUndefined()
    await store.write('inbox/a.png', Buffer.from([0, 255, 1]))
    expect((await opened.open().read('inbox/a.png'))?.bytes).toEqual(Buffer.from([0, 255, 1]))
  })

  test('reports that a file is unchanged instead of sending it again', async () => {
    await store.replace('registry.json', bytes('one'), null)
    const tag = (await store.read('registry.json'))?.tag ?? ''
    expect(await opened.open().readUnless('registry.json', tag)).toBe('unchanged')
    await store.replace('registry.json', bytes('two'), tag)
    expect(await store.readUnless('registry.json', tag)).toMatchObject({ bytes: bytes('two') })
    expect(await store.readUnless('absent.json', tag)).toBeUndefined()
  })

  test('stores what compresses well in three forms', async () => {
    const script = bytes('export const answer = 42\n'.repeat(100))
    await store.write('inbox/a.js', script)
    await store.write('inbox/b.png', bytes('no text'))
    expect((await store.read('inbox/a.js'))?.bytes).toEqual(script)
    expect(brotliDecompressSync((await store.read('inbox/a.js.br'))?.bytes ?? '')).toEqual(script)
    expect((await store.read('inbox/a.js.gz'))?.bytes.length).toBeLessThan(200)
    expect((await store.list('inbox/')).map(({ path: file }) => file)).toEqual([
      'inbox/a.js',
      'inbox/a.js.br',
      'inbox/a.js.gz',
      'inbox/b.png',
    ])
  })

  test('lists by the beginning of the path, in order, with sizes', async () => {
    for (const file of ['inbox/2.txt', 'inbox/10.txt', 'inbox-two/1.txt', 'search/1.txt'])
      await store.write(file, bytes('four'))
    expect((await store.list('inbox')).map(({ path: file }) => file)).toEqual([
      'inbox-two/1.txt',
      'inbox/10.txt',
      'inbox/2.txt',
    ])
    const [ten, ...rest] = await store.list('inbox/1')
    expect([ten?.path, ten?.size, rest]).toEqual(['inbox/10.txt', 4, []])
    expect(Math.abs(Date.now() - Number(ten?.modified))).toBeLessThan(60_000)
    expect(await store.list('absent/')).toEqual([])
  })

  test('replaces a file only for a writer that has read its latest version', async () => {
    expect(await store.replace('registry.json', bytes('one'), null)).toBe(true)
    expect(await opened.open().replace('registry.json', bytes('two'), null)).toBe(false)
    const seen = (await store.read('registry.json'))?.tag ?? ''
    expect(await opened.open().replace('registry.json', bytes('three'), seen)).toBe(true)
    expect(await store.replace('registry.json', bytes('four'), seen)).toBe(false)
    expect((await store.read('registry.json'))?.bytes.toString()).toBe('three')
    expect(await store.replace('absent.json', bytes('five'), seen)).toBe(false)
  })

  test('compares and swaps as a model of it does, whatever clients do in whatever order', async () => {
    const clients = [store, opened.open(), opened.open()]
    const step = fc.record({ client: fc.nat(2), action: fc.constantFrom('read', 'replace', 'create') })
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const file = `run-${++runs}.json`
        let version = 0
        const seen: { version: number; tag: string | null }[] = clients.map(() => ({ version: 0, tag: null }))
        for (const [index, { client, action }] of steps.entries()) {
          const own = clients[client] as Store
          const known = seen[client] as { version: number; tag: string | null }
          if (action === 'read') {
            const found = await own.read(file)
            expect(found?.bytes.toString()).toBe(version === 0 ? undefined : `version ${version}`)
            seen[client] = { version, tag: found?.tag ?? null }
            continue
          }
          const base = action === 'create' ? { version: 0, tag: null } : known
          const done = await own.replace(file, bytes(`version ${index + 1}`), base.tag)
          expect(done).toBe(base.version === version)
          if (done) version = index + 1
        }
      }),
      { numRuns: 25 },
    )
  })

  test('lets one of many simultaneous writers succeed', async () => {
    await store.replace('registry.json', bytes('start'), null)
    const tag = (await store.read('registry.json'))?.tag ?? ''
    const rivals = Array.from({ length: 8 }, (_, rival) =>
      opened.open().replace('registry.json', bytes(`rival ${rival}`), tag),
    )
    expect((await Promise.all(rivals)).filter(Boolean)).toHaveLength(1)
  })

  test('removes files, whether or not they exist', async () => {
    await store.write('inbox/a.txt', bytes('a'))
    await store.remove('inbox/a.txt')
    await store.remove('inbox/a.txt')
    expect(await store.read('inbox/a.txt')).toBeUndefined()
    expect(await store.list('')).not.toContainEqual(expect.objectContaining({ path: 'inbox/a.txt' }))
  })

  test.each(['../secret', '/etc/passwd', '.lock', 'a/../b', 'a//b', 'a/.drafts/b', ''])(
    'has no file %j',
    async (file) => {
      await expect(store.read(file)).rejects.toThrow('is no path in a store')
      await expect(store.write(file, bytes('x'))).rejects.toThrow('is no path in a store')
      await expect(store.replace(file, bytes('x'), null)).rejects.toThrow('is no path in a store')
      await expect(store.remove(file)).rejects.toThrow('is no path in a store')
    },
  )
})

test.each([
  ['inbox/a.js', 'text/javascript; charset=utf-8'],
  ['a.map', 'application/json'],
  ['a.woff2', 'font/woff2'],
  ['inbox.css/a', 'application/octet-stream'],
  ['a.unknown', 'application/octet-stream'],
])('the media type of %s is %s', (file, type) => {
  expect(contentType(file)).toBe(type)
})

test('only files that compress well get compressed siblings', async () => {
  for (const file of ['a.js', 'a.css', 'a.json', 'a.svg', 'a.html', 'a.webmanifest'])
    expect(hasSiblings(file)).toBe(true)
  for (const file of ['a.png', 'a.woff2', 'a.js.br', 'js', 'a.json/b']) expect(hasSiblings(file)).toBe(false)
  expect(await compress('a.png', bytes('text'))).toBeUndefined()
  const { br, gz } = (await compress('a.js', bytes('x'.repeat(1000)))) as Compressed
  expect([brotliDecompressSync(br).toString(), gunzipSync(gz).toString()]).toEqual(['x'.repeat(1000), 'x'.repeat(1000)])
})

test('the layout of a store is fixed, because stores outlive releases', () => {
  expect({
    ...storeLayout,
    change: storeLayout.change(42),
    later: storeLayout.change(1_790_000_000),
    releaseFolder: storeLayout.releaseFolder('inbox', 'aaaaaaaaaaaa'),
    release: storeLayout.release('inbox', 'aaaaaaaaaaaa'),
    vendorFolder: storeLayout.vendorFolder('inbox'),
    mapFolder: storeLayout.mapFolder('inbox', 'aaaaaaaaaaaa'),
  }).toEqual({
    registry: 'registry.json',
    stoppedCanaries: 'care.json',
    serial: 'serial.json',
    history: 'history/',
    change: 'history/000000000042.json',
    later: 'history/001790000000.json',
    releaseFolder: 'inbox/aaaaaaaaaaaa/',
    release: 'inbox/aaaaaaaaaaaa/release.json',
    vendorFolder: 'inbox/vendor/',
    mapFolder: 'maps/inbox/aaaaaaaaaaaa/',
  })
})

describe('a document', () => {
  const change = { serial: 1, at: '2026-01-01T00:00:00.000Z', by: 'ada', command: 'release', moves: [] }

  test('is parsed when it has its shape', () => {
    expect(parseStored('change', JSON.stringify(change))).toEqual(change)
  })

  test.each([
    ['change', JSON.stringify({ ...change, moves: [{ what: 'stable' }] }), /^moves\.0\.name: /],
    ['change', 'null', /^the document: /],
    ['registry', '{}', /^signed: /],
    ['release', '{}', /^record: /],
    ['stoppedCanaries', '{}', /^stopped: /],
    ['change', '{', /JSON/],
  ] as const)('that is wrong is refused, naming the first wrong field: %s %s', (kind, text, message) => {
    expect(() => parseStored(kind, text)).toThrow(message)
  })
})
