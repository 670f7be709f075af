import {
  createBrowser,
  thePassword,
  type TestBrowser,
  remoteRelease,
  writeRegistry,
  writeStore,
  removeFolders,
} from '@atrium/gateway/testing'
import { capability } from '@atrium/mail-contracts'
import { afterAll, afterEach, describe, expect, test } from '@jest/globals'
import { DatabaseSync } from 'node:sqlite'
import path from 'node:path'
import type { DiskSpace } from './database/disk-reserve.ts'
import { at, textAt } from './mail/testing/open-test-mail.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'
import type { ServerOptions } from './start.ts'

const running: TestServer[] = []
const start = async (
  environment: Record<string, string> = {},
  options: ServerOptions & { folder?: string } = {},
): Promise<TestServer> => {
  const server = await startTestServer(environment, options)
  running.push(server)
  return server
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(removeFolders)

/** A browser with an account of its own. */
async function buildUser({ origin }: TestServer, name = 'ada'): Promise<TestBrowser> {
  const browser = createBrowser(origin)
  await browser.signUp(name)
  return browser
}

const accountOf = (browser: TestBrowser): string => browser.session?.accountId ?? ''

/** So many MB that no other upload has. */
const upload = (browser: TestBrowser, megabytes: number, fill: number): Promise<Response> =>
  browser.fetch(`/jmap/upload/${accountOf(browser)}/`, {
    method: 'POST',
    body: Buffer.alloc(megabytes * 1_000_000, fill),
    headers: { 'content-type': 'image/png' },
  })

const jmap = (browser: TestBrowser, calls: readonly (readonly [string, object])[]): Promise<Response> =>
  browser.post('/jmap/api', {
    using: Object.values(capability),
    methodCalls: calls.map(([name, args], index) => [name, { accountId: accountOf(browser), ...args }, String(index)]),
  })

/** Arguments of the first response. */
const call = async (browser: TestBrowser, name: string, args: object): Promise<unknown> =>
  at(await (await jmap(browser, [[name, args]])).json(), 'methodResponses/0/1')

const draft = (megabytes: number): object => ({
  mailboxIds: { F1: true },
  bodyStructure: { partId: 'a', type: 'text/plain' },
  bodyValues: { a: { value: 'line of a letter\n'.repeat((megabytes * 1_000_000) / 17) } },
})

describe('what an account stores', () => {
  test('ends at its quota: uploads get 413, messages overQuota, and deleting frees storage', async () => {
    const browser = await buildUser(await start({ ATRIUM_QUOTA_MB: '5' }))
    const first = await call(browser, 'Email/set', { create: { m: draft(4) } })
    const id = textAt(first, 'created/m/id')
    expect(await call(browser, 'Email/set', { create: { m: draft(2) } })).toMatchObject({
      created: null,
      notCreated: { m: { type: 'overQuota' } },
    })
    const refused = await upload(browser, 2, 1)
    expect(refused.status).toBe(413)
    expect(await refused.json()).toMatchObject({ type: 'urn:ietf:params:jmap:error:limit', limit: 'quota' })
    expect(await call(browser, 'Email/set', { destroy: [id] })).toMatchObject({ destroyed: [id] })
    expect(await call(browser, 'Email/set', { create: { m: draft(2) } })).toMatchObject({ notCreated: null })
  })

  test('lets a draft be replaced that fills most of it', async () => {
    const browser = await buildUser(await start({ ATRIUM_QUOTA_MB: '5' }))
    const id = textAt(await call(browser, 'Email/set', { create: { m: draft(4) } }), 'created/m/id')
    expect(await call(browser, 'Email/set', { create: { m: draft(4) }, destroy: [id] })).toMatchObject({
      notCreated: null,
      destroyed: [id],
    })
  })

  test('and a message that is imported counts too', async () => {
    const browser = await buildUser(await start({ ATRIUM_QUOTA_MB: '3' }))
    const body = `Subject: long\r\n\r\n${'x'.repeat(2_000_000)}`
    const sent = await browser.fetch(`/jmap/upload/${accountOf(browser)}/`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'message/rfc822' },
    })
    const blobId = textAt(await sent.json(), 'blobId')
    const imported = { blobId, mailboxIds: { F1: true } }
    expect(await call(browser, 'Email/import', { emails: { a: imported, b: imported } })).toMatchObject({
      created: { a: { size: expect.any(Number) } },
      notCreated: { b: { type: 'overQuota' } },
    })
  })

  test('in uploads that no message uses ends at 200 MB', async () => {
    const browser = await buildUser(await start({ ATRIUM_QUOTA_MB: '100000' }))
    const statuses: number[] = []
    for (let fill = 1; fill <= 6; fill++) statuses.push((await upload(browser, 40, fill)).status)
    expect(statuses).toEqual([201, 201, 201, 201, 201, 413])
    // The same upload again takes no more storage.
    expect((await upload(browser, 40, 1)).status).toBe(201)
  })

  test('in messages that were made and deleted is free again before the next sweep', async () => {
    const server = await start()
    const browser = await buildUser(server)
    for (let round = 0; round < 8; round++) {
      const made = await call(browser, 'Email/set', { create: { m: { ...draft(9), subject: `round ${round}` } } })
      await call(browser, 'Email/set', { destroy: [textAt(made, 'created/m/id')] })
    }
    const database = new DatabaseSync(path.join(server.folder, 'data/atrium.db'), { readOnly: true })
    const stored = Number(at(database.prepare('SELECT sum(length(data)) AS size FROM blob').get(), 'size'))
    database.close()
    expect(stored).toBeLessThan(60_000_000)
  })

  test('in folders and sender addresses ends too', async () => {
    const browser = await buildUser(await start())
    const folders = (from: number): object => ({
      create: Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`k${at}`, { name: `folder ${from + at}` }])),
    })
    const last: unknown[] = []
    for (let round = 0; round < 4; round++) last.push(await call(browser, 'Mailbox/set', folders(round * 500)))
    expect(last[0]).toMatchObject({ notCreated: null })
    expect(at(last[3], 'notCreated/k499/type')).toBe('overQuota')
    const identities = {
      create: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`i${at}`, { email: 'ada@atrium.test' }])),
    }
    expect(at(await call(browser, 'Identity/set', identities), 'notCreated/i100/type')).toBe('overQuota')
  })
})

describe('a disk that is nearly full', () => {
  test('takes nothing more, lets mail be read and deleted, and /readyz says why', async () => {
    let space: DiskSpace = { free: 50e9, total: 100e9 }
    const server = await start({}, { diskSpace: () => space })
    const browser = await buildUser(server)
    const id = textAt(await call(browser, 'Email/set', { create: { m: draft(1) } }), 'created/m/id')
    space = { free: 100e6, total: 100e9 }
    expect((await upload(browser, 1, 1)).status).toBe(507)
    expect(await call(browser, 'Email/set', { create: { m: draft(1) } })).toMatchObject({
      notCreated: { m: { type: 'overQuota', description: expect.stringContaining('disk') } },
    })
    const signUp = await createBrowser(server.origin).post('/api/accounts', {
      address: 'bob',
      name: '',
      password: thePassword,
    })
    expect([signUp.status, at(await signUp.json(), 'code')]).toEqual([507, 'DISK_FULL'])
    expect(await call(browser, 'Email/get', { ids: [id], properties: ['id'] })).toMatchObject({ list: [{ id }] })
    expect(await (await fetch(`${server.origin}/readyz`)).json()).toMatchObject({
      status: 'not ready',
      checks: {
        disk: { ok: false, reason: '100 MB of the disk are free, and 256 MB are kept for deleting: nothing is added' },
      },
    })
    expect(await call(browser, 'Email/set', { destroy: [id] })).toMatchObject({ destroyed: [id] })
    space = { free: 50e9, total: 100e9 }
    expect((await upload(browser, 1, 1)).status).toBe(201)
  })
})

describe('another process that holds the write lock', () => {
  async function locked(): Promise<{ server: TestServer; browser: TestBrowser; release: () => void }> {
    const server = await start()
    const browser = await buildUser(server)
    const other = new DatabaseSync(path.join(server.folder, 'data/atrium.db'))
    other.exec('BEGIN IMMEDIATE')
    return { server, browser, release: () => other.close() }
  }

  test('lets mail be read, and a change gets 503 with a time', async () => {
    const { server, browser, release } = await locked()
    const changed = jmap(browser, [['Mailbox/set', { create: { k: { name: 'New' } } }]])
    const signedIn = createBrowser(server.origin).signIn('ada')
    const uploaded = upload(browser, 1, 1)
    // While all three wait.
    expect(await call(browser, 'Mailbox/get', { ids: ['F1'] })).toMatchObject({ list: [{ id: 'F1' }] })
    expect((await browser.fetch('/api/session')).status).toBe(200)
    const responses = await Promise.all([changed, signedIn, uploaded])
    expect(responses.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      Array.from({ length: 3 }, () => [503, '2']),
    )
    expect(await (await fetch(`${server.origin}/readyz`)).json()).toMatchObject({
      checks: { database: { ok: false, reason: 'the database is locked by another process' } },
    })
    release()
    expect(await call(browser, 'Mailbox/set', { create: { k: { name: 'New' } } })).toMatchObject({ notCreated: null })
  })

  test('and ends soon is waited for', async () => {
    const { browser, release } = await locked()
    const changed = call(browser, 'Mailbox/set', { create: { k: { name: 'New' } } })
    await browser.fetch('/api/session')
    release()
    expect(await changed).toMatchObject({ created: { k: { id: expect.any(String) } }, notCreated: null })
  })
})

describe('/readyz', () => {
  test('is 200 with a registry that is in force, and says when it ends soon', async () => {
    const server = await start()
    expect(await (await fetch(`${server.origin}/readyz`)).json()).toMatchObject({
      status: 'not ready',
      checks: {
        store: { ok: false, reason: expect.stringContaining('no registry') },
        database: { ok: true },
        disk: { ok: true },
      },
    })
    await server.close()
    running.length = 0
    const store = path.join(server.folder, 'store')
    const { listings } = await writeStore(store, [remoteRelease('inbox')])
    const second = await start({}, { folder: server.folder })
    const ready = await fetch(`${second.origin}/readyz`)
    expect([ready.status, ready.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: { store: { ok: true }, registry: { ok: true }, database: { ok: true }, disk: { ok: true } },
    })
    await second.close()
    running.length = 0
    await writeRegistry(store, listings, { serial: 2, expires: new Date(Date.now() - 1000) })
    const third = await start({}, { folder: server.folder })
    const expired = await fetch(`${third.origin}/readyz`)
    expect(expired.status).toBe(503)
    expect(await expired.json()).toMatchObject({
      checks: { registry: { ok: false, reason: expect.stringContaining('expired') } },
    })
  })
})

describe('an older registry', () => {
  const titleServed = async ({ origin }: TestServer): Promise<number> =>
    Number(at(await (await fetch(`${origin}/registry`)).json(), 'signed/head/serial'))

  test('is refused by a gateway that was restarted', async () => {
    const first = await start()
    const store = path.join(first.folder, 'store')
    await writeStore(store, [remoteRelease('inbox')], { serial: 7 })
    expect(await titleServed(first)).toBe(7)
    await first.close()
    running.length = 0
    await writeStore(store, [remoteRelease('inbox')], { serial: 6 })
    const second = await start({}, { folder: first.folder })
    expect(await titleServed(second)).not.toBe(6)
    expect(second.warnings.join('\n')).toContain('older than one seen before')
  })

  test('is refused by a gateway that is new, for the store knows the highest', async () => {
    const first = await start()
    const store = path.join(first.folder, 'store')
    await writeStore(store, [remoteRelease('inbox')], { serial: 7 })
    expect(await titleServed(first)).toBe(7)
    await writeStore(store, [remoteRelease('inbox')], { serial: 6 })
    const second = await start({ ATRIUM_STORE: store })
    expect(await titleServed(second)).not.toBe(6)
    expect(second.warnings.join('\n')).toContain('older than one seen before')
  })
})
