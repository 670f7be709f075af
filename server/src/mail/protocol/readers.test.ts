import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fillMailbox } from '../testing/large-mailbox.ts'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { createReaders, type Readers, type ReadTask } from './readers.ts'

const script = path.join(import.meta.dirname, '../testing/test-reader-worker.ts')

const task = (account: string, name: string, args = {}): ReadTask => ({
  request: { using: [], methodCalls: [[name, args, '0']] },
  account: { key: 1, id: account, address: '', name: '' },
  sessionState: '',
})

/** Holds every call that waits for it until it is opened. */
const newGate = (): SharedArrayBuffer => new SharedArrayBuffer(4)

function open(gate: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(gate), 0, 1)
  Atomics.notify(new Int32Array(gate), 0)
}

describe('reading threads', () => {
  let readers: Readers
  afterEach(() => readers.close())

  test('a request of another account is run while one account has more than it may run', async () => {
    readers = createReaders({ file: '', script })
    const gate = newGate()
    const slow = Array.from({ length: 5 }, () => readers.read(task('ada', 'wait', { gate })))
    const other = await readers.read(task('bob', 'quick'))
    expect(Buffer.from(other?.body ?? []).toString()).toBe('bob')
    open(gate)
    expect(await Promise.all(slow)).toHaveLength(5)
  })

  test('a request that takes too long is stopped, and the next one runs', async () => {
    readers = createReaders({ file: '', script, maxTime: 200 })
    expect(await readers.read(task('ada', 'hang'))).toBeNull()
    expect(await readers.read(task('ada', 'quick'))).not.toBeNull()
  })

  test('a thread that ends fails its request only', async () => {
    readers = createReaders({ file: '', script })
    await expect(readers.read(task('ada', 'die'))).rejects.toThrow('ended')
    expect(await readers.read(task('ada', 'quick'))).not.toBeNull()
  })

  test('closing ends what runs', async () => {
    readers = createReaders({ file: '', script })
    const running = readers.read(task('ada', 'wait', { gate: newGate() }))
    const refused = expect(running).rejects.toThrow('stopping')
    await readers.close()
    await refused
  })
})

describe('a mail server over a file', () => {
  let folder = ''
  let t: TestMail

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-readers-'))
    t = openTestMail({ file: path.join(folder, 'atrium.db') })
    fillMailbox(t.store, { accountId: 'ada', messages: 60 })
  })
  afterEach(async () => {
    await t.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a request that changes and reads sees its own changes, by reference too', async () => {
    const inbox = (await t.mailboxes())['inbox'] ?? ''
    const responses = await t.calls([
      ['Email/set', { create: { k1: { mailboxIds: { [inbox]: true }, subject: 'the newest of all' } } }, 'a'],
      ['Email/query', { filter: { inMailbox: inbox, subject: 'newest' } }, 'b'],
      ['Email/get', { '#ids': { resultOf: 'b', name: 'Email/query', path: '/ids' }, properties: ['subject'] }, 'c'],
      ['Email/get', { ids: ['#k1'], properties: ['subject'] }, 'd'],
      ['Email/set', { '#destroy': { resultOf: 'b', name: 'Email/query', path: '/ids' } }, 'e'],
      ['Email/query', { filter: { inMailbox: inbox, subject: 'newest' } }, 'f'],
    ])
    const id = textAt(responses[0]?.[1], 'created/k1/id')
    expect(at(responses[1]?.[1], 'ids')).toEqual([id])
    expect(at(responses[2]?.[1], 'list/0/subject')).toBe('the newest of all')
    expect(at(responses[3]?.[1], 'list/0/id')).toBe(id)
    expect(at(responses[4]?.[1], 'destroyed')).toEqual([id])
    expect(at(responses[5]?.[1], 'ids')).toEqual([])
    expect(at(responses[5]?.[1], 'queryState')).toBe(at(responses[4]?.[1], 'newState'))
  })

  test('what one request has changed the next one reads, with the same state', async () => {
    const set = await t.call('Email/set', { update: { M1: { 'keywords/$flagged': true } } })
    const get = await t.call('Email/get', { ids: ['M1'], properties: ['keywords'] })
    expect(get).toMatchObject({ state: at(set, 'newState'), list: [{ keywords: { $flagged: true } }] })
  })

  test('errors of calls are those of the methods', async () => {
    const responses = await t.calls([
      ['Email/query', { filter: { unknown: 1 } }, 'a'],
      ['Email/get', { ids: null, properties: ['nothing'] }, 'b'],
      ['Thread/get', { '#ids': { resultOf: 'a', name: 'Email/query', path: '/ids' } }, 'c'],
    ])
    expect(responses.map((response) => [response[0], at(response[1], 'type'), response[2]])).toEqual([
      ['error', 'invalidArguments', 'a'],
      ['error', 'invalidArguments', 'b'],
      ['error', 'invalidResultReference', 'c'],
    ])
  })
})
