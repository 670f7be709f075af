import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick', 'queueMicrotask', 'setTimeout'] })
  jest.setSystemTime(Date.UTC(2030, 0, 10))
  t = openTestMail()
})
afterEach(async () => {
  await t.close()
  jest.useRealTimers()
})

type Json = Readonly<Record<string, unknown>>

const set = (patch: Json): Promise<Json> => t.call('VacationResponse/set', { update: { singleton: patch } })

interface Arriving {
  readonly mailFrom?: string
  readonly headers?: string
}

/** Delivers a message from Bob to Ada, and gives what Bob has got by then, the newest first. */
async function arrive({ mailFrom = 'bob@mail.test', headers = '' }: Arriving = {}): Promise<readonly Json[]> {
  const fields = `From: bob@mail.test\r\nTo: ada@mail.test\r\nSubject: Lunch?\r\nMessage-ID: <1@x.test>\r\n`
  const written = headers.split(/\r?\n/).map((line) => line.split(':', 1)[0]?.toLowerCase())
  const kept = fields.split('\r\n').filter((line) => !written.includes(line.split(':', 1)[0]?.toLowerCase()))
  const bytes = Buffer.from(`${kept.join('\r\n')}${headers === '' ? '' : `${headers}\r\n`}\r\nHello\r\n`)
  expect(await t.mail.deliver({ mailFrom, recipients: ['ada@mail.test'], bytes })).toEqual([])
  await t.mail.sendQueued()
  const { ids } = await t.call('Email/query', { sort: [{ property: 'receivedAt', isAscending: false }] }, 'bob')
  const got = await t.call(
    'Email/get',
    {
      ids,
      properties: [
        'from',
        'to',
        'subject',
        'inReplyTo',
        'references',
        'bodyValues',
        'header:Auto-Submitted:asText',
        'header:Return-Path',
      ],
      fetchAllBodyValues: true,
    },
    'bob',
  )
  return got['list'] as Json[]
}

test('an account has one response, which is off', async () => {
  expect(await t.call('VacationResponse/get', {})).toMatchObject({
    list: [
      {
        id: 'singleton',
        isEnabled: false,
        fromDate: null,
        toDate: null,
        subject: null,
        textBody: null,
        htmlBody: null,
      },
    ],
    notFound: [],
  })
  expect(await t.call('VacationResponse/get', { ids: ['other'] })).toMatchObject({ list: [], notFound: ['other'] })
  expect(await arrive()).toEqual([])
})

test('a change has a new state, which others see', async () => {
  const { state } = await t.call('VacationResponse/get', {})
  const response = await set({ isEnabled: true, textBody: 'Away' })
  expect(response).toMatchObject({ oldState: state, updated: { singleton: null } })
  expect(response['newState']).not.toBe(state)
  expect(await t.call('VacationResponse/get', {})).toMatchObject({
    state: response['newState'],
    list: [{ isEnabled: true, textBody: 'Away' }],
  })
  expect(await t.call('VacationResponse/set', { ifInState: state, update: {} })).toMatchObject({
    type: 'stateMismatch',
  })
  expect(await t.call('VacationResponse/get', {}, 'bob')).toMatchObject({ list: [{ isEnabled: false }] })
})

test('it is neither created nor destroyed', async () => {
  expect(await t.call('VacationResponse/set', { create: { a: {} }, destroy: ['singleton', 'x'] })).toMatchObject({
    notCreated: { a: { type: 'singleton' } },
    notDestroyed: { singleton: { type: 'singleton' }, x: { type: 'notFound' } },
  })
})

test.each([
  ['isEnabled', { isEnabled: 'yes' }],
  ['fromDate', { fromDate: '2030-01-01' }],
  ['subject', { subject: 'a\r\nBcc: eve@x.test' }],
  ['textBody', { textBody: 'x'.repeat(100_001) }],
  ['other', { other: 1 }],
  ['id', { id: 'x' }],
  ['fromDate', { fromDate: '2030-02-01T00:00:00Z', toDate: '2030-01-01T00:00:00Z' }],
])('a wrong %s is refused by name', async (property, patch) => {
  expect(await set(patch)).toMatchObject({
    notUpdated: { singleton: { type: 'invalidProperties', properties: expect.arrayContaining([property]) } },
  })
})

test('the sender of a message gets the response, marked as automatic and without a sender of the envelope', async () => {
  await set({ isEnabled: true, subject: 'Away', textBody: 'Back on Monday — Ada' })
  const [reply, ...more] = await arrive()
  expect(more).toEqual([])
  expect(reply).toMatchObject({
    from: [{ name: 'Ada Byron', email: 'ada@mail.test' }],
    to: [{ name: null, email: 'bob@mail.test' }],
    subject: 'Away',
    inReplyTo: ['1@x.test'],
    references: ['1@x.test'],
    'header:Auto-Submitted:asText': 'auto-replied',
    'header:Return-Path': ' <>',
  })
  expect(Object.values(Object(reply?.['bodyValues']))).toMatchObject([{ value: 'Back on Monday — Ada' }])
  expect(await t.call('EmailSubmission/get', { ids: null })).toMatchObject({ list: [] })
  expect(t.database.prepare('SELECT count(*) AS n FROM submission').get()).toEqual({ n: 0 })
})

test('without a text, one is made of the HTML, or a usual one is taken; the subject repeats that of the message', async () => {
  await set({ isEnabled: true, htmlBody: '<p>Back &amp; <b>soon</b></p>' })
  const [html] = await arrive()
  expect(html).toMatchObject({ subject: 'Auto: Lunch?' })
  expect(JSON.stringify(html?.['bodyValues'])).toContain('Back & soon')
  await set({ htmlBody: null })
  const replies = await arrive()
  expect(JSON.stringify(replies.map((reply) => reply['bodyValues']))).toContain('I am away')
})

test('a sender gets one in four days, and another when the response has changed', async () => {
  await set({ isEnabled: true, textBody: 'one' })
  await arrive()
  expect(await arrive({ mailFrom: 'BOB@mail.test' })).toHaveLength(1)
  jest.setSystemTime(Date.now() + 4 * 24 * 3_600_000 - 1)
  expect(await arrive()).toHaveLength(1)
  jest.setSystemTime(Date.now() + 1)
  expect(await arrive()).toHaveLength(2)
  await set({ textBody: 'two' })
  expect(await arrive()).toHaveLength(3)
})

test('it is sent from its first moment to the one before its end', async () => {
  await set({ isEnabled: true, fromDate: '2030-01-11T00:00:00Z', toDate: '2030-01-12T00:00:00Z' })
  expect(await arrive()).toHaveLength(0)
  jest.setSystemTime(Date.UTC(2030, 0, 12))
  expect(await arrive()).toHaveLength(0)
  jest.setSystemTime(Date.UTC(2030, 0, 11))
  expect(await arrive()).toHaveLength(1)
})

test.each<readonly [string, Arriving]>([
  ['a report about delivery', { mailFrom: '' }],
  ['an automatic message', { headers: 'Auto-Submitted: auto-generated' }],
  ['a mailing list', { headers: 'List-Id: <l.x.test>' }],
  ['a newsletter', { headers: 'List-Unsubscribe: <https://x.test>' }],
  ['bulk mail', { headers: 'Precedence: bulk' }],
  ['a sender that wants none', { headers: 'X-Auto-Response-Suppress: DR, OOF' }],
  ['a mail server', { mailFrom: 'MAILER-DAEMON@mail.test' }],
  ['the owner of a list', { mailFrom: 'owner-bob@mail.test' }],
  ['an address that is not read', { mailFrom: 'no-reply@mail.test' }],
  ['the account itself', { mailFrom: 'ada+x@mail.test' }],
  ['a message to others', { headers: 'To: list@x.test' }],
  ['a sender that cannot be reached', { mailFrom: 'x@elsewhere.test' }],
])('%s gets no response', async (_, arriving) => {
  await set({ isEnabled: true })
  expect(await arrive(arriving)).toEqual([])
  expect(t.database.prepare('SELECT count(*) AS n FROM vacation_reply').get()).toEqual({ n: 0 })
})

test('a message that says it is not automatic gets one', async () => {
  await set({ isEnabled: true })
  expect(await arrive({ headers: 'Auto-Submitted: No (by hand)\r\nTo: x@y.test\r\nCc: ADA@mail.test' })).toHaveLength(1)
})

test('junk gets none, by its score or by a filter', async () => {
  await set({ isEnabled: true })
  const { junk } = await t.mailboxes()
  const bytes = Buffer.from('From: bob@mail.test\r\nTo: ada@mail.test\r\n\r\nx')
  await t.mail.deliver({ mailFrom: 'bob@mail.test', recipients: ['ada@mail.test'], bytes, mailbox: 'junk' })
  await t.call('MailFilter/set', { create: { f: { name: 'f', conditions: [{ largerThan: 0 }], mailboxId: junk } } })
  expect(await arrive()).toEqual([])
})

test('two who are both away send one response each', async () => {
  await set({ isEnabled: true })
  await t.call('VacationResponse/set', { update: { singleton: { isEnabled: true } } }, 'bob')
  expect(await arrive()).toHaveLength(1)
  const { ids } = await t.call('Email/query', {})
  expect(ids).toHaveLength(1)
})

test('a message that is sent inside the server gets it too', async () => {
  await set({ isEnabled: true, textBody: 'away' })
  const { drafts } = await t.mailboxes('bob')
  const email = {
    mailboxIds: { [drafts ?? '']: true },
    from: [{ email: 'bob@mail.test' }],
    to: [{ email: 'ada@mail.test' }],
    subject: 'x',
  }
  const made = await t.call('Email/set', { create: { e: email } }, 'bob')
  const { list } = await t.call('Identity/get', {}, 'bob')
  const emailId = textAt(made, 'created/e/id')
  const sent = await t.call(
    'EmailSubmission/set',
    { create: { s: { emailId, identityId: textAt(list, '0/id') } } },
    'bob',
  )
  expect(at(sent, 'created/s')).toBeDefined()
  await t.mail.sendQueued()
  const { ids } = await t.call('Email/query', { filter: { subject: 'Auto' } }, 'bob')
  expect(ids).toHaveLength(1)
})
