import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openStore } from './open-store.ts'
import type { Store } from './store.ts'
import { aBucket } from './testing/a-bucket.ts'

interface Opened {
  /** A store of the same files, as another process has it. */
  readonly open: () => Store
  readonly close: () => Promise<void>
}

async function inFolder(): Promise<Opened> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-store-'))
  return { open: () => openStore(folder), close: async () => rmSync(folder, { recursive: true }) }
}

async function inBucket(): Promise<Opened> {
  const bucket = await aBucket({ pageSize: 2 })
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

  test('gives back what it was given', async () => {
    expect(await store.read('inbox/a.png')).toBeUndefined()
    await store.write('inbox/a.png', Buffer.from([0, 255, 1]))
    expect((await opened.open().read('inbox/a.png'))?.bytes).toEqual(Buffer.from([0, 255, 1]))
  })

  test('says that a file is unchanged instead of sending it again', async () => {
    await store.replace('registry.json', bytes('one'), null)
    const tag = (await store.read('registry.json'))?.tag ?? ''
    expect(await opened.open().readUnless('registry.json', tag)).toBe('unchanged')
    await store.replace('registry.json', bytes('two'), tag)
    expect(await store.readUnless('registry.json', tag)).toMatchObject({ bytes: bytes('two') })
    expect(await store.readUnless('absent.json', tag)).toBeUndefined()
  })

  test('keeps what compresses well in three forms', async () => {
    const script = bytes('export const answer = 42\n'.repeat(100))
    await store.write('inbox/a.js', script)
    await store.write('inbox/b.png', bytes('no text'))
    expect((await store.read('inbox/a.js'))?.bytes).toEqual(script)
    expect(brotliDecompressSync((await store.read('inbox/a.js.br'))?.bytes ?? '')).toEqual(script)
    expect((await store.read('inbox/a.js.gz'))?.bytes.length).toBeLessThan(200)
    expect((await store.list('inbox/')).map(({ path: file }) => file)).toEqual(['inbox/a.js', 'inbox/a.js.br', 'inbox/a.js.gz', 'inbox/b.png'])
  })

  test('lists by the beginning of the path, in order, with sizes', async () => {
    for (const file of ['inbox/2.txt', 'inbox/10.txt', 'inbox-two/1.txt', 'search/1.txt']) await store.write(file, bytes('four'))
    expect((await store.list('inbox')).map(({ path: file }) => file)).toEqual(['inbox-two/1.txt', 'inbox/10.txt', 'inbox/2.txt'])
    const [ten, ...rest] = await store.list('inbox/1')
    expect([ten?.path, ten?.size, rest]).toEqual(['inbox/10.txt', 4, []])
    expect(Math.abs(Date.now() - Number(ten?.modified))).toBeLessThan(60_000)
    expect(await store.list('nobody/')).toEqual([])
  })

  test('replaces a file for who has read it last, and for nobody else', async () => {
    expect(await store.replace('registry.json', bytes('one'), null)).toBe(true)
    expect(await opened.open().replace('registry.json', bytes('two'), null)).toBe(false)
    const seen = (await store.read('registry.json'))?.tag ?? ''
    expect(await opened.open().replace('registry.json', bytes('three'), seen)).toBe(true)
    expect(await store.replace('registry.json', bytes('four'), seen)).toBe(false)
    expect((await store.read('registry.json'))?.bytes.toString()).toBe('three')
    expect(await store.replace('absent.json', bytes('five'), seen)).toBe(false)
  })

  test('lets one of many through at the same moment', async () => {
    await store.replace('registry.json', bytes('start'), null)
    const tag = (await store.read('registry.json'))?.tag ?? ''
    const rivals = Array.from({ length: 8 }, (_, rival) => opened.open().replace('registry.json', bytes(`rival ${rival}`), tag))
    expect((await Promise.all(rivals)).filter(Boolean)).toHaveLength(1)
  })

  test('forgets what is removed, whether or not it was there', async () => {
    await store.write('inbox/a.txt', bytes('a'))
    await store.remove('inbox/a.txt')
    await store.remove('inbox/a.txt')
    expect(await store.read('inbox/a.txt')).toBeUndefined()
    expect(await store.list('')).not.toContainEqual(expect.objectContaining({ path: 'inbox/a.txt' }))
  })

  test.each(['../secret', '/etc/passwd', '.lock', 'a/../b', 'a//b', 'a/.drafts/b', ''])('has no file %j', async (file) => {
    await expect(store.read(file)).rejects.toThrow('is no path in a store')
    await expect(store.write(file, bytes('x'))).rejects.toThrow('is no path in a store')
    await expect(store.replace(file, bytes('x'), null)).rejects.toThrow('is no path in a store')
    await expect(store.remove(file)).rejects.toThrow('is no path in a store')
  })
})

test('a folder keeps nothing but the files', async () => {
  const { open, close } = await inFolder()
  const store = open()
  await store.write('inbox/1/a.txt', bytes('a'))
  await store.remove('inbox/1/a.txt')
  expect(readdirSync(store.location)).toEqual(['.drafts'])
  expect(readdirSync(path.join(store.location, '.drafts'))).toEqual([])
  await close()
})
