import { AtriumError } from '@atrium/protocol'
import { openStore, type Store } from '@atrium/store'
import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { createTempFolder, removeFolders } from './testing/temp-folder.ts'
import { polledDocument } from './bucket-source.ts'

let store: Store
let time: number
let looks: number
let silent: boolean
let warnings: string[]
/** What the next look waits for. */
let held: Promise<void>

const silence = () => new AtriumError('STORE_UNREACHABLE', { subject: 'the bucket', remedy: 'Wait.' })
const look = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  looks++
  await held
  if (silent) throw silence()
  return work()
}
const folder = createTempFolder()
const parse = (text: string): string => {
  if (text.includes('bad')) throw new Error('it is bad')
  return text
}
const buildDocument = (copies = createTempFolder()) =>
  polledDocument({
    path: 'registry.json',
    store: {
      ...store,
      read: (file) => look(() => store.read(file)),
      readUnless: (file, tag) => look(() => store.readUnless(file, tag)),
    },
    folder: copies,
    parse,
    initial: 'nothing',
    warn: (line) => void warnings.push(line),
    now: () => time,
  })
const write = async (text: string): Promise<void> =>
  void (await store.replace('registry.json', Buffer.from(text), (await store.read('registry.json'))?.tag ?? null))

beforeEach(async () => {
  store = openStore(folder)
  ;[time, looks, silent, warnings, held] = [0, 0, false, [], Promise.resolve()]
  await write('one')
})
afterAll(removeFolders)

test('what is known is in force while news is fetched, once for all who ask', async () => {
  const { current } = buildDocument()
  expect(await current()).toBe('one')
  await write('two')
  time = 1999
  expect([await current(), looks]).toEqual(['one', 1])
  time = 2000
  expect([await current(), await current(), looks]).toEqual(['one', 'one', 2])
  await new Promise(setImmediate)
  expect(await current()).toBe('two')
})

test('after a quiet time the first one to ask gets the news', async () => {
  const { current } = buildDocument()
  await current()
  await write('two')
  time = 60_000
  expect(await current()).toBe('two')
})

test('after an idle period no request waits long for a slow store', async () => {
  const { current } = buildDocument()
  await current()
  let release = (): void => undefined
  held = new Promise((resolve) => void (release = resolve))
  time = 60_000
  expect(await current()).toBe('one')
  release()
})

test('who has changed it sees the change at once', async () => {
  const { current, renew } = buildDocument()
  await current()
  await write('two')
  await renew()
  expect(await current()).toBe('two')
})

test('an invalid one changes nothing and is logged once; the next valid one is used', async () => {
  const { current, renew } = buildDocument()
  await current()
  await write('bad')
  for (let turn = 0; turn < 3; turn++) await renew()
  expect([await current(), warnings]).toEqual(['one', [expect.stringContaining('it is bad')]])
  await write('two')
  await renew()
  expect(await current()).toBe('two')
  await store.remove('registry.json')
  for (let turn = 0; turn < 3; turn++) await renew()
  expect([await current(), warnings.length, warnings[1]]).toEqual(['two', 2, expect.stringContaining('was deleted')])
})

test('a start while the store is silent continues with the last good one', async () => {
  const copies = createTempFolder()
  await buildDocument(copies).current()
  await write('two')
  silent = true
  const { current } = buildDocument(copies)
  expect(await current()).toBe('one')
  silent = false
  time = 2000
  await current()
  await new Promise(setImmediate)
  expect(await current()).toBe('two')
})
