import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openStore, writeAtomically } from './index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const module = (name: string): string => JSON.stringify(path.join(import.meta.dirname, name))
const run = (source: string) => [process.execPath, ['--input-type=module', '-e', source]] as const

test('a lock ends with the process that held it', async () => {
  const [program, args] = run(
    `import { withFolderLock } from ${module('folder-store.ts')}
     withFolderLock(${JSON.stringify(folder)}, () => { console.log('in'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000) })`,
  )
  const holder = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  const waiting = openStore(folder).replace
  const gone = new Promise((resolve) => holder.once('exit', resolve))
  holder.kill('SIGKILL')
  await gone
  expect(await waiting('registry.json', Buffer.from('mine'), null)).toBe(true)
})

test('processes that increment a number in one file lose no increment', async () => {
  const [program, args] = run(
    `import { folderStore } from ${module('folder-store.ts')}
     const store = folderStore(${JSON.stringify(folder)})
     for (let done = 0; done < 10; ) {
       const file = await store.read('count.txt')
       const next = Buffer.from(String(Number(file?.bytes ?? 0) + 1))
       if (await store.replace('count.txt', next, file?.tag ?? null)) done++
     }`,
  )
  const ended = Array.from(
    { length: 4 },
    () => new Promise((resolve) => spawn(program, args, { stdio: 'inherit' }).once('exit', resolve)),
  )
  expect(await Promise.all(ended)).toEqual([0, 0, 0, 0])
  expect(readFileSync(path.join(folder, 'count.txt'), 'utf8')).toBe('40')
  expect(spawnSync('ls', ['-A', path.join(folder, '.drafts')], { encoding: 'utf8' }).stdout).toBe('')
})

test('a folder contains nothing but the files', async () => {
  const store = openStore(folder)
  await store.write('inbox/1/a.txt', Buffer.from('a'))
  await store.write('inbox/2/b.txt', Buffer.from('b'))
  await store.remove('inbox/1/a.txt')
  expect(readdirSync(folder).sort()).toEqual(['.drafts', 'inbox'])
  expect(readdirSync(path.join(folder, 'inbox'))).toEqual(['2'])
  await store.remove('inbox/2/b.txt')
  expect(readdirSync(folder)).toEqual(['.drafts'])
  expect(readdirSync(path.join(folder, '.drafts'))).toEqual([])
})

test('hidden files, and folders requested as files, are not in the store', async () => {
  const store = openStore(folder)
  mkdirSync(path.join(folder, '.git'))
  writeFileSync(path.join(folder, '.git/config.txt'), '')
  await store.write('inbox/a.txt', Buffer.from('a'))
  await store.replace('registry.json', Buffer.from('{}'), null)
  expect((await store.list('')).map((file) => file.path)).toEqual(['inbox/a.txt', 'registry.json'])
  expect(await store.read('inbox/a.txt/below.txt')).toBeUndefined()
  await expect(store.read('inbox')).rejects.toMatchObject({ code: 'EISDIR' })
})

describe('what killed writes have left behind', () => {
  const hour = 3_600_000
  const draft = (name: string): string => path.join(folder, '.drafts', name)
  beforeEach(() => {
    mkdirSync(path.join(folder, '.drafts'))
    const now = Date.now()
    for (const [name, age] of [
      ['old', hour + 1000],
      ['older', 2 * hour],
      ['young', hour - 60_000],
    ] as const) {
      writeFileSync(draft(name), 'half of a fi')
      utimesSync(draft(name), (now - age) / 1000, (now - age) / 1000)
    }
  })

  test('is removed after an hour, and counted', async () => {
    const store = openStore(folder)
    expect(await store.removeDrafts()).toBe(2)
    expect(readdirSync(path.join(folder, '.drafts'))).toEqual(['young'])
    expect(await store.removeDrafts()).toBe(0)
    expect(await openStore(path.join(folder, 'absent')).removeDrafts()).toBe(0)
  })

  test.each([
    ['written', () => openStore(folder).write('inbox/a.txt', Buffer.from('a'))],
    ['replaced', () => openStore(folder).replace('registry.json', Buffer.from('a'), null)],
  ])('is removed when a file is %s', async (_, change) => {
    await change()
    expect(readdirSync(path.join(folder, '.drafts'))).toEqual(['young'])
  })

  test('is looked for once by each opened store', async () => {
    const store = openStore(folder)
    await store.write('inbox/a.txt', Buffer.from('a'))
    writeFileSync(draft('later'), '')
    utimesSync(draft('later'), 0, 0)
    await store.write('inbox/b.txt', Buffer.from('b'))
    expect(existsSync(draft('later'))).toBe(true)
  })
})

describe('a file that is written atomically', () => {
  test('is there with its folders, and its draft is not', () => {
    writeAtomically(path.join(folder, 'a/b/c.txt'), 'text')
    writeAtomically(path.join(folder, 'a/b/c.txt'), Buffer.from('another'), path.join(folder, 'drafts/1'))
    expect(readFileSync(path.join(folder, 'a/b/c.txt'), 'utf8')).toBe('another')
    expect([readdirSync(path.join(folder, 'a/b')), readdirSync(path.join(folder, 'drafts'))]).toEqual([['c.txt'], []])
  })

  test('is as it was when writing fails', () => {
    const file = path.join(folder, 'a.txt')
    writeAtomically(file, 'before')
    const wrong: unknown = { not: 'bytes' }
    expect(() => writeAtomically(file, wrong as string)).toThrow()
    expect(readFileSync(file, 'utf8')).toBe('before')
  })
})
