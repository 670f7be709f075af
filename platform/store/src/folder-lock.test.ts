import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openStore } from './open-store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const module = (name: string): string => JSON.stringify(path.join(import.meta.dirname, name))
const run = (source: string) => [process.execPath, ['--input-type=module', '-e', source]] as const

test('a holder that is killed holds nothing', async () => {
  const [program, args] = run(
    `import { inFolderLock } from ${module('folder-lock.ts')}
     inFolderLock(${JSON.stringify(folder)}, () => { console.log('in'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000) })`,
  )
  const holder = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  const waiting = openStore(folder).replace
  const gone = new Promise((resolve) => holder.once('exit', resolve))
  holder.kill('SIGKILL')
  await gone
  expect(await waiting('registry.json', Buffer.from('mine'), null)).toBe(true)
})

test('processes that count in one file lose no number', async () => {
  const [program, args] = run(
    `import { folderStore } from ${module('folder-store.ts')}
     const store = folderStore(${JSON.stringify(folder)})
     for (let done = 0; done < 10; ) {
       const file = await store.read('count.txt')
       const next = Buffer.from(String(Number(file?.bytes ?? 0) + 1))
       if (await store.replace('count.txt', next, file?.tag ?? null)) done++
     }`,
  )
  const ended = Array.from({ length: 4 }, () => new Promise((resolve) => spawn(program, args, { stdio: 'inherit' }).once('exit', resolve)))
  expect(await Promise.all(ended)).toEqual([0, 0, 0, 0])
  expect(readFileSync(path.join(folder, 'count.txt'), 'utf8')).toBe('40')
  expect(spawnSync('ls', ['-A', path.join(folder, '.drafts')], { encoding: 'utf8' }).stdout).toBe('')
})
