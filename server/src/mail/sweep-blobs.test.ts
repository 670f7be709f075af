import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from './testing/open-test-mail.ts'
import { sweepBlobs } from './mail-server.ts'

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
  expect(sweepBlobs(t.store, Date.now())).toBe(0)
  expect(sweepBlobs(t.store, Date.now() + 2 * day)).toBe(1)
  expect((await t.request(`/jmap/download/ada/${used}/a.png`)).status).toBe(200)
  await t.call('Email/set', { destroy: [textAt(created, 'd/id')] })
  expect(sweepBlobs(t.store, Date.now() + 2 * day)).toBe(2)
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
  expect(sweepBlobs(t.store, Date.now() + 2 * day)).toBe(1)
  const held = t.database.prepare('SELECT count(*) AS n FROM submission JOIN blob ON blob.id = submission.blob').get()
  expect(at(held, 'n')).toBe(1)
})
