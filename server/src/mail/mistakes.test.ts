import type { JmapRequest } from '@atrium/jmap/types'
import { capability } from '@atrium/mail-contracts'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { ownModules } from './methods/methods.ts'
import { at, openTestMail, textAt, type TestMail } from './testing/open-test-mail.ts'

let t: TestMail
/** What failed inside the server: a mistake of a client never does. */
const failures: string[] = []
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  t = openTestMail({ onFailure: (error, where) => failures.push(`${where}: ${String(error)}`) })
  const { inbox = '' } = await t.mailboxes()
  await t.mail.deliver({
    mailFrom: 'bob@mail.test',
    recipients: ['ada@mail.test'],
    bytes: Buffer.from('From: bob@mail.test\r\nTo: ada@mail.test\r\nSubject: Hello\r\n\r\nThe plan\r\n'),
  })
  const email = at(await t.call('Email/query', {}), 'ids/0')
  const read = await t.call('Email/get', { ids: [email], properties: ['threadId', 'blobId'] })
  const identity = textAt(await t.call('Identity/get', {}), 'list/0/id')
  const blob = textAt(read, 'list/0/blobId')
  ids = { email: String(email), thread: textAt(read, 'list/0/threadId'), blob, mailbox: inbox, identity }
})
afterAll(() => t.close())

async function post(methodCalls: unknown, more: object = {}): Promise<readonly unknown[]> {
  const request: JmapRequest = { using: Object.values(capability), methodCalls: [] }
  const body = JSON.stringify({ ...request, methodCalls, ...more })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  const response = await t.request('/jmap/api', init)
  const { methodResponses = [] } = (await response.json()) as { methodResponses?: unknown[] }
  expect(response.status).toBeLessThan(500)
  return methodResponses
}

/** The type of the error of a call, or `ok`. */
async function outcomeOf(method: string, args: object): Promise<string> {
  const [response] = await post([[method, { accountId: 'ada', ...args }, '0']])
  return at(response, '0') === 'error' ? textAt(response, '1/type') : 'ok'
}

const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i))
const nested = (depth: number): object =>
  depth === 0 ? { text: 'a' } : { operator: 'NOT', conditions: [nested(depth - 1)] }

test.each<readonly [string, string, object, string]>([
  [
    'an OR of 1,500 texts',
    'Email/query',
    { filter: { operator: 'OR', conditions: many(1500, (i) => ({ text: `w${i}` })) } },
    'unsupportedFilter',
  ],
  [
    'a text of 2,000 words',
    'Email/query',
    { filter: { text: many(2000, (i) => `w${i}`).join(' ') } },
    'unsupportedFilter',
  ],
  ['3,000 comparators', 'Email/query', { sort: many(3000, () => ({ property: 'size' })) }, 'unsupportedSort'],
  ['a comparator that is a text', 'Email/query', { sort: ['size'] }, 'invalidArguments'],
  [
    'a keyword of a comparator that is none',
    'Email/query',
    { sort: [{ property: 'hasKeyword', keyword: 'a b' }] },
    'invalidArguments',
  ],
  ['a NUL in a filter', 'Email/query', { filter: { text: 'a\0b' } }, 'ok'],
  ['a NUL in a field to look for', 'Email/query', { filter: { header: ['Subject', '\0'] } }, 'ok'],
  ['nothing but quotation marks', 'Email/query', { filter: { text: '"""" \'\' * ^ - NEAR( AND' } }, 'ok'],
  ['half of a surrogate pair', 'Email/query', { filter: { subject: '\ud800' } }, 'ok'],
  ['a filter 90 levels deep', 'Email/query', { filter: nested(45) }, 'invalidArguments'],
  ['a filter that is an array', 'Email/query', { filter: [] }, 'invalidArguments'],
  ['an unknown operator', 'Email/query', { filter: { operator: 'XOR', conditions: [] } }, 'invalidArguments'],
  ['an operator of nothing', 'Email/query', { filter: { operator: 'OR', conditions: [] } }, 'ok'],
  ['a date in the year 0', 'Email/query', { filter: { before: '0000-00-00T00:00:00Z' } }, 'invalidArguments'],
  ['a negative limit', 'Email/query', { limit: -1 }, 'invalidArguments'],
  ['a number beyond what JSON keeps', 'Email/query', { position: 2 ** 60 }, 'invalidArguments'],
  ['a position far below the start', 'Email/query', { position: -(2 ** 52) }, 'ok'],
  ['an anchor that is not there', 'Email/query', { anchor: 'M999' }, 'anchorNotFound'],
  ['an anchor that is no id', 'Email/query', { anchor: '\0' }, 'anchorNotFound'],
  ['a mailbox with a number beyond SQLite', 'Email/query', { filter: { inMailbox: `F${'9'.repeat(30)}` } }, 'ok'],
  ['an id of 100,000 characters', 'Email/get', { ids: ['M'.repeat(100_000)] }, 'ok'],
  ['ids of objects', 'Email/get', { ids: [{}] }, 'invalidArguments'],
  ['5,000 ids', 'Email/get', { ids: many(5000, (i) => `M${i}`) }, 'requestTooLarge'],
  ['one id 400 times', 'Email/get', { ids: many(400, () => 'M1') }, 'ok'],
  ['a property that every object has', 'Email/get', { ids: ['M1'], properties: ['constructor'] }, 'invalidArguments'],
  ['a header property of nothing', 'Email/get', { ids: ['M1'], properties: ['header:'] }, 'invalidArguments'],
  ['5,000 properties', 'Email/get', { ids: [], properties: many(5000, (i) => `header:X-${i}`) }, 'requestTooLarge'],
  ['a state that is none', 'Email/changes', { sinceState: '../../etc' }, 'cannotCalculateChanges'],
  ['a state in the future', 'Email/changes', { sinceState: '999999999999' }, 'cannotCalculateChanges'],
  ['no change at most', 'Email/changes', { sinceState: '0', maxChanges: 0 }, 'invalidArguments'],
  ['an update of the prototype', 'Email/set', { update: { M1: { '__proto__/x': true, 'constructor/x': true } } }, 'ok'],
  ['an account of another', 'Email/get', { accountId: 'bob', ids: [] }, 'accountNotFound'],
  ['an account that is a number', 'Email/get', { accountId: 7 }, 'invalidArguments'],
])('%s is no failure of the server', async (_, method, args, expected) => {
  expect(await outcomeOf(method, args)).toBe(expected)
  expect(failures).toEqual([])
})

test('40,000 keywords, keywords that are none and 3,000 mailboxes are refused for the record', async () => {
  const keywords = Object.fromEntries(many(40_000, (i) => [`k${i}`, true]))
  const mailboxIds = Object.fromEntries(many(3000, (i) => [`F${i + 1000}`, true]))
  const [response] = await post([
    [
      'Email/set',
      { accountId: 'ada', update: { [ids['email'] ?? '']: { keywords } }, create: { a: { mailboxIds } } },
      '0',
    ],
  ])
  expect(response).toMatchObject([
    'Email/set',
    {
      notUpdated: { [ids['email'] ?? '']: { type: 'tooManyKeywords' } },
      notCreated: { a: { type: 'invalidProperties', properties: ['mailboxIds'] } },
    },
    '0',
  ])
  expect(failures).toEqual([])
})

test('creation ids in a circle are refused as unknown', async () => {
  const [response] = await post([
    [
      'Mailbox/set',
      {
        accountId: 'ada',
        create: {
          a: { name: 'a', parentId: '#b' },
          b: { name: 'b', parentId: '#a' },
          c: { name: 'c', parentId: '#c' },
        },
      },
      '0',
    ],
  ])
  expect(Object.keys(Object(at(response, '1/notCreated'))).sort()).toEqual(['a', 'b', 'c'])
  expect(failures).toEqual([])
})

test('references to results that are not there, of another name or to themselves are refused', async () => {
  const to = (resultOf: string, name: string, path: string): object => ({
    accountId: 'ada',
    '#ids': { resultOf, name, path },
  })
  const responses = await post([
    ['Email/get', to('9', 'Email/query', '/ids'), '0'],
    ['Email/get', to('1', 'Email/get', '/list'), '1'],
    ['Core/echo', { a: [1] }, '2'],
    ['Email/get', to('2', 'Email/query', '/a'), '3'],
    ['Email/get', to('2', 'Core/echo', 'a'), '4'],
    ['Email/get', to('2', 'Core/echo', '/a/7'), '5'],
    ['Email/get', to('2', 'Core/echo', '/a'), '6'],
    ['Email/get', { accountId: 'ada', '#ids': 'x' }, '7'],
  ])
  expect(responses.map((response) => at(response, '1/type') ?? 'ok')).toEqual([
    'invalidResultReference',
    'invalidResultReference',
    'ok',
    'invalidResultReference',
    'invalidResultReference',
    'invalidResultReference',
    'invalidArguments',
    'invalidResultReference',
  ])
  expect(failures).toEqual([])
})

test('an import of a blob that is not there is refused for the blob', async () => {
  const [response] = await post([
    [
      'Email/import',
      { accountId: 'ada', emails: { a: { blobId: 'G0', mailboxIds: { [ids['mailbox'] ?? '']: true } } } },
      '0',
    ],
  ])
  expect(response).toMatchObject([
    'Email/import',
    { notCreated: { a: { type: 'invalidProperties', properties: ['blobId'] } } },
    '0',
  ])
})

test('snippets of messages that are all there have nothing in notFound', async () => {
  const args = { accountId: 'ada', filter: { text: 'plan' }, emailIds: [ids['email']] }
  const [response] = await post([['SearchSnippet/get', args, '0']])
  expect(at(response, '1/notFound')).toBeNull()
})

test('a method that is not there is named, and so is what "using" lacks', async () => {
  const [unknown] = await post([['Email/delete', {}, '0']])
  expect(unknown).toMatchObject([
    'error',
    { type: 'unknownMethod', description: expect.stringContaining('Email/delete') },
    '0',
  ])
  const [missing] = await post([['Email/get', { accountId: 'ada' }, '0']], { using: [capability.core] })
  expect(missing).toMatchObject([
    'error',
    { type: 'unknownMethod', description: expect.stringContaining(capability.mail) },
    '0',
  ])
})

/** Arguments that methods have, of all types. */
const argumentNames = [
  'accountId', 'ids', 'properties', 'sinceState', 'maxChanges', 'filter', 'sort', 'position', 'anchor', 'anchorOffset',
  'limit', 'calculateTotal', 'collapseThreads', 'sinceQueryState', 'upToId', 'ifInState', 'create', 'update', 'destroy',
  'emails', 'emailIds', 'blobIds', 'bodyProperties', 'fetchTextBodyValues', 'maxBodyValueBytes', 'fromAccountId',
  'onSuccessUpdateEmail', 'onSuccessDestroyEmail', 'onDestroyRemoveEmails', 'typeNames', 'mailboxId', 'offset', 'length',
  'sortAsTree', 'filterAsTree', 'bodyCharset',
] // prettier-ignore

/** Names that the records of methods have. */
const recordNames = [
  'id', 'name', 'parentId', 'role', 'sortOrder', 'mailboxIds', 'keywords', 'receivedAt', 'subject', 'from', 'to', 'bodyValues',
  'textBody', 'htmlBody', 'attachments', 'bodyStructure', 'header:X-A', 'header:X-A:asDate', 'identityId', 'emailId', 'envelope', 'undoStatus',
  'email', 'replyTo', 'textSignature', 'conditions', 'match', 'forwardTo', 'reject', 'isEnabled', 'fromDate', 'data', 'blobId',
  'type', 'url', 'deviceClientId', 'operator', 'text', 'inMailbox', 'hasKeyword', 'header', 'before', 'property', 'keyword',
  'mailboxIds/F1', 'keywords/$seen', 'keywords/a~1b', '__proto__', '',
] // prettier-ignore

test('no method fails for any value of any of its arguments', async () => {
  const known = [
    ...Object.values(ids),
    'singleton',
    'M1',
    'F1',
    '#a',
    '0',
    '2030-01-01T00:00:00Z',
    'ada',
    'bob@mail.test',
  ]
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1,
      0.5,
      2 ** 53,
      -(2 ** 63),
      1e308,
      '',
      '\0',
      '\ud800',
      'x'.repeat(2000),
    ),
    fc.constantFrom<unknown>(...known),
    fc.string({ unit: 'binary', maxLength: 10 }),
  )
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...recordNames, ...known), tie('value'), { maxKeys: 4 }),
    ),
  })).value
  const method = fc.constantFrom(...ownModules.flatMap(({ methods }) => Object.keys(methods)))
  const args = fc.dictionary(fc.constantFrom(...argumentNames), value, { maxKeys: 3 })
  const call = fc.tuple(method, args, fc.boolean())
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 8 }), async (calls) => {
      const methodCalls = calls.map(([name, given, own], at) => [
        name,
        own ? { ...given, accountId: 'ada' } : { accountId: 'ada', ...given },
        String(at),
      ])
      const responses = await post(methodCalls)
      expect(responses.map((response) => at(response, '1/type'))).not.toContain('serverFail')
      expect(failures).toEqual([])
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 400), seed: 13, endOnFailure: false },
  )
}, 60_000)
