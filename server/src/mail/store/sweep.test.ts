import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { sweep } from './sweep.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail()
})
afterEach(() => t.close())

const day = 24 * 3600 * 1000

const stored = (): number => Number(at(t.database.prepare('SELECT count(*) AS n FROM blob').get(), 'n'))

test('an upload that nothing uses goes after a day, one in a draft stays', async () => {
  const used = await t.upload(Buffer.alloc(600_000, 1))
  await t.upload(Buffer.alloc(600_000, 2))
  const { created } = await t.call('Email/set', {
    create: { d: { mailboxIds: { F2: true }, attachments: [{ blobId: used, type: 'image/png' }] } },
  })
  expect(await sweep({ store: t.store, now: Date.now() })).toBe(0)
  expect(await sweep({ store: t.store, now: Date.now() + 2 * day })).toBe(1)
  expect((await t.request(`/jmap/download/ada/${used}/a.png`)).status).toBe(200)
  await t.call('Email/set', { destroy: [textAt(created, 'd/id')] })
  expect(await sweep({ store: t.store, now: Date.now() + 2 * day })).toBe(2)
  expect(stored()).toBe(0)
})

test('the message of a held submission stays, though its draft is gone', async () => {
  const { created } = await t.call('Email/set', {
    create: { d: { mailboxIds: { F2: true }, from: [{ email: 'ada@mail.test' }], to: [{ email: 'bob@mail.test' }] } },
  })
  const emailId = textAt(created, 'd/id')
  const envelope = {
    mailFrom: { email: 'ada@mail.test', parameters: { HOLDFOR: '3600' } },
    rcptTo: [{ email: 'bob@mail.test' }],
  }
  await t.call('EmailSubmission/set', { create: { s: { emailId, identityId: 'I1', envelope } } })
  await t.call('Email/set', { destroy: [emailId] })
  expect(await sweep({ store: t.store, now: Date.now() + 2 * day })).toBe(1)
  const held = t.database.prepare('SELECT count(*) AS n FROM submission JOIN blob ON blob.id = submission.blob').get()
  expect(at(held, 'n')).toBe(1)
})

test('other work has its turn while much is deleted', async () => {
  for (let n = 0; n < 300; n += 1) {
    const blob = Buffer.alloc(40_000, n)
    blob.writeUInt32LE(n)
    t.store.query.run('INSERT INTO blob (id, size, created_at, data) VALUES (?, ?, 0, ?)', `B${n}`, blob.length, blob)
  }
  let turns = 0
  let time = 0
  const clock = (): number => (time += 2)
  const deleted = await sweep({ store: t.store, now: Date.now(), pause: async () => void (turns += 1), clock })
  expect([deleted, stored()]).toEqual([300, 0])
  // Each look at the clock takes 2 ms, and a slice 10 ms.
  expect(turns).toBeGreaterThanOrEqual(50)
})

test('changes of long ago are forgotten, and clients from before start over', async () => {
  const { state } = await t.call('Mailbox/get')
  const { created } = await t.call('Mailbox/set', { create: { m: { name: 'new' } } })
  await t.call('Mailbox/set', { update: { [textAt(created, 'm/id')]: { name: 'newer' } } })
  await sweep({ store: t.store, now: Date.now() + 61 * day })
  expect(await t.call('Mailbox/changes', { sinceState: state })).toMatchObject({ type: 'cannotCalculateChanges' })
  const now = await t.call('Mailbox/get', { ids: [] })
  expect(await t.call('Mailbox/changes', { sinceState: now['state'] })).toMatchObject({ updated: [], created: [] })
})
