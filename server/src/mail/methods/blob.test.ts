import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail({ quota: 3_000_000 })
})
afterEach(() => t.close())

const get = async (id: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> =>
  at(await t.call('Blob/get', { ids: [id], ...args }), 'list/0')

test('a blob is made of texts, bytes and ranges of blobs, also of one made in the same request', async () => {
  const base = await t.upload('0123456789')
  const response = await t.call('Blob/upload', {
    create: {
      one: { data: [{ 'data:asText': 'ä' }, { 'data:asBase64': '/w==' }, { blobId: base, offset: 2, length: 3 }] },
      two: { data: [{ blobId: '#one' }, { blobId: base }], type: 'text/x' },
    },
  })
  const one = textAt(response, 'created/one/id')
  expect(at(response, 'created/two')).toMatchObject({ type: 'text/x', size: 16 })
  expect(await get(one, { properties: ['data:asBase64', 'size'] })).toEqual({
    id: one,
    size: 6,
    'data:asBase64': Buffer.from([0xc3, 0xa4, 0xff, 0x32, 0x33, 0x34]).toString('base64'),
  })
  expect(await get(one)).toMatchObject({ 'data:asBase64': expect.any(String), isEncodingProblem: true })
  expect(await get(one, { properties: ['data:asText'] })).toMatchObject({
    'data:asText': null,
    isEncodingProblem: true,
  })
})

test('a range has its own data and digests, and says when the blob ends before it', async () => {
  const id = await t.upload('The quick brown fox')
  expect(await get(id, { offset: 4, length: 5, properties: ['data', 'digest:sha-256', 'size'] })).toEqual({
    id,
    size: 19,
    'data:asText': 'quick',
    'digest:sha-256': createHash('sha256').update('quick').digest('base64'),
  })
  expect(await get(id, { offset: 16, length: 50 })).toMatchObject({ 'data:asText': 'fox', isTruncated: true })
  expect(await t.call('Blob/get', { ids: [id], properties: ['digest:md5'] })).toMatchObject({
    type: 'invalidArguments',
  })
  expect(await t.call('Blob/get', { ids: ['Bno'] })).toMatchObject({ list: [], notFound: ['Bno'] })
})

test.each([
  ['an unknown blob', { data: [{ blobId: 'B1' }] }, 'blobNotFound'],
  [
    'a range beyond the end',
    { data: [{ 'data:asText': 'abc' }, { blobId: '#ok', offset: 2, length: 9 }] },
    'invalidProperties',
  ],
  ['text that is no base64', { data: [{ 'data:asBase64': 'a' }] }, 'invalidProperties'],
  ['a source of two kinds', { data: [{ 'data:asBase64': '', 'data:asText': '' }] }, 'invalidProperties'],
  ['65 sources', { data: Array.from({ length: 65 }, () => ({ 'data:asText': '' })) }, 'invalidProperties'],
  ['more than a blob may have', { data: [{ 'data:asText': 'x'.repeat(5_000_001) }] }, 'tooLarge'],
  ['more than the account may store', { data: [{ 'data:asText': 'x'.repeat(4_000_000) }] }, 'overQuota'],
])('%s is refused by name', async (_, wrong, type) => {
  const response = await t.call('Blob/upload', { create: { ok: { data: [{ 'data:asText': 'abcd' }] }, wrong } })
  expect(response).toMatchObject({ created: { ok: { size: 4 } }, notCreated: { wrong: { type } } })
})

test('of another account is not found', async () => {
  const id = await t.upload('secret', 'text/plain', 'bob')
  expect(await t.call('Blob/get', { ids: [id] })).toMatchObject({ notFound: [id] })
})

test('the messages and folders of a blob are found', async () => {
  const inbox = (await t.mailboxes())['inbox'] ?? ''
  const blobId = await t.upload('Subject: x\n\nbody')
  const made = await t.call('Email/import', { emails: { m: { blobId, mailboxIds: { [inbox]: true } } } })
  const response = await t.call('Blob/lookup', { ids: [blobId, 'B2'], typeNames: ['Email', 'Thread', 'Mailbox'] })
  expect(response).toMatchObject({
    list: [
      {
        id: blobId,
        matchedIds: {
          Email: [textAt(made, 'created/m/id')],
          Thread: [textAt(made, 'created/m/threadId')],
          Mailbox: [inbox],
        },
      },
    ],
    notFound: ['B2'],
  })
  expect(await t.call('Blob/lookup', { ids: [], typeNames: ['Nothing'] })).toMatchObject({ type: 'unknownDataType' })
})

test('the quota says what is used, and its changes name that alone until the limit changes', async () => {
  const before = await t.call('Quota/get', {})
  expect(before).toMatchObject({
    list: [{ id: 'Q1', used: 0, hardLimit: 3_000_000, types: ['Email'], scope: 'account', resourceType: 'octets' }],
  })
  await t.mail.importMessage({ accountId: 'ada', bytes: Buffer.from('Subject: x\r\n\r\nbody') })
  const changes = await t.call('Quota/changes', { sinceState: before['state'] })
  expect(changes).toMatchObject({ updated: ['Q1'], updatedProperties: ['used'] })
  const blobId = await t.upload(`Subject: y\n\n${'y'.repeat(900)}`)
  t.store.query.run(`UPDATE mail_account SET quota = 5000 WHERE id = 'ada'`)
  expect(await t.call('Quota/changes', { sinceState: changes['newState'] })).toMatchObject({
    updated: ['Q1'],
    updatedProperties: null,
  })
  expect(await t.call('Quota/changes', { sinceState: 'x' })).toMatchObject({ type: 'cannotCalculateChanges' })
  expect(await t.call('Quota/query', { filter: { type: 'Email' }, sort: [{ property: 'used' }] })).toMatchObject({
    ids: ['Q1'],
  })
  expect(await t.call('Quota/query', { filter: { scope: 'domain' } })).toMatchObject({ ids: [] })
  // A quota of its own is enforced.
  const inbox = (await t.mailboxes())['inbox'] ?? ''
  expect(await t.call('Email/import', { emails: { m: { blobId, mailboxIds: { [inbox]: true } } } })).toMatchObject({
    notCreated: { m: { type: 'overQuota' } },
  })
})

test('a method whose capability is not in using names it', async () => {
  const body = { using: ['urn:ietf:params:jmap:core'], methodCalls: [['Quota/get', { accountId: 'ada' }, 'a']] }
  const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  expect(at(await (await t.request('/jmap/api', init)).json(), 'methodResponses/0/1')).toEqual({
    type: 'unknownMethod',
    description: 'Quota/get needs "urn:ietf:params:jmap:quota" in "using".',
  })
})
