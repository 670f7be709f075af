import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail()
})
afterEach(() => t.close())

type Json = Readonly<Record<string, unknown>>

const create = (filter: Json, accountId = 'ada'): Promise<Json> =>
  t.call('MailFilter/set', { create: { f: { name: 'filter', conditions: [{ largerThan: 0 }], ...filter } } }, accountId)

const deliver = (headers: string, { mailFrom = 'x@y.test', recipients = ['ada@mail.test'], body = 'body' } = {}) =>
  t.mail.deliver({ mailFrom, recipients, bytes: Buffer.from(`${headers}\r\n\r\n${body}\r\n`) })

async function messages(accountId = 'ada', filter: Json = {}): Promise<readonly Json[]> {
  const { ids } = await t.call('Email/query', { filter }, accountId)
  const properties = [
    'mailboxIds',
    'keywords',
    'subject',
    'header:Return-Path',
    'header:Delivered-To:asText:all',
    'preview',
  ]
  return (await t.call('Email/get', { ids, properties }, accountId))['list'] as Json[]
}

test.each<readonly [string, Json, string, boolean]>([
  ['a field that is there', { header: 'X-Bot', exists: true }, 'X-Bot: 1', true],
  ['a field that is not there', { header: 'X-Bot', exists: true }, 'X: 1', false],
  ['a field that must not be there', { header: 'X-Bot', exists: true, not: true }, 'X: 1', true],
  ['text of the body', { text: 'BÓDY' }, 'X: 1', true],
  ['text of the subject', { text: 'plan' }, 'Subject: the Plan', true],
  ['text that is nowhere', { text: 'planet' }, 'Subject: the Plan', false],
  ['a mailing list', { list: 'Dev.X.test' }, 'List-Id: Developers <dev.x.test>', true],
  ['another list', { list: 'x.test' }, 'List-Id: Developers <dev.x.test>', false],
])('a filter finds %s', async (_, condition, headers, found) => {
  await create({ conditions: [condition], keywords: { found: true } })
  await deliver(headers)
  expect((await messages())[0]).toMatchObject({ keywords: found ? { found: true } : {} })
})

test('a filter forwards a message, with its account as the sender of the envelope', async () => {
  await create({ forwardTo: ['bob@mail.test'] })
  await deliver('From: x@y.test\r\nSubject: hello')
  await t.mail.sendQueued()
  expect(await messages()).toHaveLength(1)
  expect(await messages('bob')).toMatchObject([
    {
      subject: 'hello',
      preview: 'body',
      'header:Return-Path': ' <ada@mail.test>',
      'header:Delivered-To:asText:all': ['ada@mail.test', 'ada@mail.test'],
    },
  ])
})

test('two accounts that forward to each other get a message once', async () => {
  await create({ forwardTo: ['bob@mail.test'] })
  await create({ forwardTo: ['ada+more@mail.test'] }, 'bob')
  await deliver('Subject: round')
  await t.mail.sendQueued()
  expect([await messages(), await messages('bob')].map((list) => list.length)).toEqual([2, 1])
  expect(t.database.prepare('SELECT count(*) AS n FROM submission').get()).toEqual({ n: 0 })
})

test('a report is forwarded as a report, and junk is not forwarded', async () => {
  await create({ forwardTo: ['bob@mail.test', 'ada@mail.test', 'x@elsewhere.test'] })
  await deliver('Subject: report', { mailFrom: '' })
  const bytes = Buffer.from('Subject: junk\r\n\r\nx')
  await t.mail.deliver({ mailFrom: 'x@y.test', recipients: ['ada@mail.test'], bytes, mailbox: 'junk' })
  await t.mail.sendQueued()
  expect(await messages('bob')).toMatchObject([{ subject: 'report', 'header:Return-Path': ' <>' }])
})

test('a message that its only recipient rejects is refused, and may come again', async () => {
  const made = await create({ reject: 'No mail from bots.' })
  await expect(deliver('Subject: a')).rejects.toMatchObject({
    responseCode: 550,
    message: '5.7.1 No mail from bots.',
  })
  expect(await messages()).toEqual([])
  await t.call('MailFilter/set', { destroy: [textAt(made, 'created/f/id')] })
  await deliver('Subject: a')
  expect(await messages()).toHaveLength(1)
})

test('where another recipient takes it, the sender gets a report of who does not', async () => {
  await create({ reject: 'Not me.', conditions: [{ header: 'Subject', contains: 'both' }] })
  expect(
    await deliver('Subject: both', { mailFrom: 'bob@mail.test', recipients: ['ada@mail.test', 'bob@mail.test'] }),
  ).toEqual([])
  await t.mail.sendQueued()
  expect(await messages()).toEqual([])
  const got = await messages('bob')
  expect(got.map(({ subject }) => subject).sort()).toEqual(['Not delivered: both', 'both'])
  expect(JSON.stringify(got)).toContain('Not me.')
})

test('the sender inside the server reads in the submission why it was rejected', async () => {
  await create({ reject: 'Not me.' })
  const { drafts } = await t.mailboxes('bob')
  const email = {
    mailboxIds: { [drafts ?? '']: true },
    from: [{ email: 'bob@mail.test' }],
    to: [{ email: 'ada@mail.test' }],
  }
  const made = await t.call('Email/set', { create: { e: email } }, 'bob')
  const { list } = await t.call('Identity/get', {}, 'bob')
  const submission = { emailId: textAt(made, 'created/e/id'), identityId: textAt(list, '0/id') }
  const sent = await t.call('EmailSubmission/set', { create: { s: submission } }, 'bob')
  expect(at(sent, 'created/s/deliveryStatus')).toEqual({
    'ada@mail.test': { smtpReply: '550 5.7.1 Not me.', delivered: 'no', displayed: 'unknown' },
  })
  expect(await messages()).toEqual([])
})

test('filters are applied to the mail that is there, in slices, and again change nothing', async () => {
  for (let number = 0; number < 45; number += 1) await deliver(`Subject: ${number % 2 ? 'odd' : 'even'} ${number}`)
  const { archive, inbox } = await t.mailboxes()
  const made = await create({
    conditions: [{ header: 'Subject', contains: 'odd' }],
    mailboxId: archive,
    keywords: { $seen: true },
    forwardTo: ['bob@mail.test'],
    isEnabled: false,
  })
  const id = textAt(made, 'created/f/id')
  expect(await t.call('MailFilter/apply', {})).toMatchObject({ examined: 45, changed: 0, next: null })
  expect(await t.call('MailFilter/apply', { ids: [id] })).toMatchObject({ examined: 45, changed: 22, next: null })
  expect(await messages('ada', { inMailbox: archive })).toHaveLength(22)
  expect(await messages('ada', { inMailbox: inbox })).toHaveLength(23)
  expect(await t.call('MailFilter/apply', { ids: [id] })).toMatchObject({ examined: 23, changed: 0, next: null })
  await t.mail.sendQueued()
  expect(await messages('bob')).toEqual([])
})

test('a call looks at 500 messages, and the next one goes on behind them', async () => {
  const { inbox } = await t.mailboxes()
  for (let number = 0; number < 505; number += 1) await deliver(`Subject: ${number}`)
  await create({ keywords: { seen: true } })
  const first = await t.call('MailFilter/apply', { mailboxId: inbox })
  expect(first).toMatchObject({ examined: 500, changed: 500 })
  expect(await t.call('MailFilter/apply', { mailboxId: inbox, position: first['next'] })).toMatchObject({
    examined: 5,
    changed: 5,
    next: null,
  })
})

test.each<readonly [string, Json]>([
  ['a filter that is not there', { ids: ['R999'] }],
  ['a mailbox that is not there', { mailboxId: 'F999' }],
  ['a position that is none', { position: 'x' }],
  ['an unknown argument', { other: 1 }],
])('%s is refused', async (_, args) => {
  expect(await t.call('MailFilter/apply', args)).toMatchObject({ type: 'invalidArguments' })
})

test.each<readonly [string, Json]>([
  ['forwardTo', { forwardTo: ['nobody'] }],
  ['forwardTo', { forwardTo: ['a@x.test\r\nRCPT TO:<b@x.test>'] }],
  ['forwardTo', { forwardTo: Array.from({ length: 6 }, (_, index) => `a${index}@x.test`) }],
  ['reject', { reject: 'a\r\n250 OK' }],
  ['reject', { reject: ' ' }],
  ['conditions', { conditions: [{ header: 'X', exists: false }] }],
])('a wrong %s is refused by name', async (property, filter) => {
  expect(await create(filter)).toMatchObject({
    notCreated: { f: { type: 'invalidProperties', properties: [property] } },
  })
})
