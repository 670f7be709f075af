import { capability } from '@atrium/mail-contracts'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail({ basePath: '/mail/' })
})
afterEach(() => t.close())

const post = (body: unknown, type = 'application/json'): Promise<Response> =>
  t.request('/mail/jmap/api', {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

const using = Object.values(capability)

describe('the session', () => {
  test('names the one account and addresses below the base path', async () => {
    const response = await t.request('/mail/jmap/session')
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(await response.json()).toMatchObject({
      username: 'ada@mail.test',
      accounts: { ada: { name: 'ada@mail.test', isPersonal: true, isReadOnly: false } },
      primaryAccounts: { [capability.mail]: 'ada', [capability.submission]: 'ada' },
      apiUrl: '/mail/jmap/api',
      capabilities: { [capability.core]: { maxObjectsInGet: 1000, maxSizeRequest: 10_000_000 } },
    })
  })

  test('is not found without an account', async () => {
    expect((await t.request('/mail/jmap/session', {}, 'carl')).status).toBe(404)
  })
})

describe('a request is refused as a whole', () => {
  test.each([
    ['that is no JSON', '{', 'application/json', 'notJSON'],
    ['of another content type', { using, methodCalls: [] }, 'text/plain', 'notJSON'],
    ['without calls', { using }, 'application/json', 'notRequest'],
    ['with a call of two items', { using, methodCalls: [['Core/echo', {}]] }, 'application/json', 'notRequest'],
    [
      'for a capability we do not have',
      { using: ['urn:example'], methodCalls: [] },
      'application/json',
      'unknownCapability',
    ],
    [
      'with too many calls',
      { using, methodCalls: Array.from({ length: 65 }, () => ['Core/echo', {}, 'a']) },
      'application/json',
      'limit',
    ],
    ['that is too large', `"${'x'.repeat(10_000_001)}"`, 'application/json', 'limit'],
  ])('%s', async (_, body, type, problem) => {
    const response = await post(body, type)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      type: `urn:ietf:params:jmap:error:${problem}`,
      status: 400,
      detail: expect.any(String),
    })
  })
})

describe('the calls of a request', () => {
  const run = async (methodCalls: unknown, more: object = {}): Promise<unknown> =>
    (await post({ using, methodCalls, ...more })).json()

  test('run in order, past one that fails', async () => {
    expect(
      await run([
        ['Core/echo', { a: 1 }, '1'],
        ['Nothing/get', {}, '2'],
        ['Core/echo', {}, '3'],
      ]),
    ).toMatchObject({
      methodResponses: [
        ['Core/echo', { a: 1 }, '1'],
        ['error', { type: 'unknownMethod' }, '2'],
        ['Core/echo', {}, '3'],
      ],
      sessionState: expect.any(String),
    })
  })

  test('need the capability they belong to', async () => {
    const response = await post({ using: [capability.core], methodCalls: [['Mailbox/get', { accountId: 'ada' }, '1']] })
    expect(await response.json()).toMatchObject({ methodResponses: [['error', { type: 'unknownMethod' }, '1']] })
  })

  test.each([
    [['Mailbox/get', {}], { type: 'invalidArguments', description: expect.stringContaining('accountId') }],
    [['Mailbox/get', { accountId: 'bob' }], { type: 'accountNotFound' }],
    [
      ['Mailbox/get', { accountId: 'ada', ids: 'F1' }],
      { type: 'invalidArguments', description: expect.stringContaining('ids') },
    ],
    [
      ['Mailbox/get', { accountId: 'ada', colour: 1 }],
      { type: 'invalidArguments', description: expect.stringContaining('colour') },
    ],
    [
      ['Mailbox/get', { accountId: 'ada', properties: ['colour'] }],
      { type: 'invalidArguments', description: expect.stringContaining('colour') },
    ],
    [['Email/get', { accountId: 'ada', ids: [], properties: ['header:From:asDate'] }], { type: 'invalidArguments' }],
    [
      ['Email/get', { accountId: 'ada', ids: Array.from({ length: 1001 }, (_, at) => `M${at}`) }],
      { type: 'requestTooLarge' },
    ],
    [
      ['Email/set', { accountId: 'ada', destroy: Array.from({ length: 1001 }, (_, at) => `M${at}`) }],
      { type: 'requestTooLarge' },
    ],
    [['Email/copy', { accountId: 'ada', fromAccountId: 'bob', create: {} }], { type: 'fromAccountNotFound' }],
    [
      ['Email/get', { accountId: 'ada', '#ids': { resultOf: '9', name: 'x', path: '/ids' } }],
      { type: 'invalidResultReference' },
    ],
    [
      ['Email/get', { accountId: 'ada', ids: [], '#ids': { resultOf: '9', name: 'x', path: '/ids' } }],
      { type: 'invalidArguments' },
    ],
  ])('%j is refused', async (call, error) => {
    expect(await run([[...call, '1']])).toMatchObject({ methodResponses: [['error', error, '1']] })
  })

  test('refer to what earlier ones answered', async () => {
    const answer = await run([
      ['Mailbox/query', { accountId: 'ada', sort: [{ property: 'sortOrder' }] }, 'q'],
      ['Mailbox/get', { accountId: 'ada', '#ids': { resultOf: 'q', name: 'Mailbox/query', path: '/ids' } }, 'g'],
      [
        'Core/echo',
        {
          '#roles': { resultOf: 'g', name: 'Mailbox/get', path: '/list/*/role' },
          '#first': { resultOf: 'q', name: 'Mailbox/query', path: '/ids/0' },
        },
        'e',
      ],
    ])
    expect(at(answer, 'methodResponses/2/1')).toEqual({
      roles: ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash'],
      first: 'F1',
    })
  })

  test('know records by the names they were created under, in and out of the request', async () => {
    const answer = await run(
      [
        ['Mailbox/set', { accountId: 'ada', create: { new: { name: 'New', parentId: '#old' } } }, '1'],
        ['Mailbox/get', { accountId: 'ada', ids: ['#new'], properties: ['parentId'] }, '2'],
      ],
      { createdIds: { old: 'F4' } },
    )
    expect(at(answer, 'methodResponses/1/1/list/0/parentId')).toBe('F4')
    expect(at(answer, 'createdIds')).toEqual({ old: 'F4', new: expect.stringMatching(/^F\d+$/) })
  })

  test('know no push but the event source', async () => {
    const create = {
      a: { deviceClientId: 'd', url: 'http://x.example/' },
      b: { deviceClientId: 'd', url: 'https://x.example/' },
    }
    expect(
      await run([
        ['PushSubscription/set', { create }, '1'],
        ['PushSubscription/get', { ids: null }, '2'],
      ]),
    ).toMatchObject({
      methodResponses: [
        ['PushSubscription/set', { notCreated: { a: { type: 'invalidProperties' }, b: { type: 'forbidden' } } }, '1'],
        ['PushSubscription/get', { list: [] }, '2'],
      ],
    })
  })

  test('that fail inside say nothing of the inside', async () => {
    const failures: unknown[] = []
    await t.close()
    t = openTestMail({ basePath: '/mail/', onFailure: (error) => failures.push(error) })
    t.database.exec('DROP TABLE identity')
    expect(await run([['Identity/get', { accountId: 'ada' }, '1']])).toMatchObject({
      methodResponses: [['error', { type: 'serverFail', description: 'The server failed; nothing was changed.' }, '1']],
    })
    expect(failures).toHaveLength(1)
  })
})

describe('blobs', () => {
  const upload = (body: string, account = 'ada'): Promise<Response> =>
    t.request(`/mail/jmap/upload/${account}`, { method: 'POST', body, headers: { 'content-type': 'text/html' } })

  test('return as they were, and harmless', async () => {
    const answer = await (await upload('<script>alert(1)</script>')).json()
    expect(answer).toMatchObject({ accountId: 'ada', type: 'text/html', size: 25 })
    const response = await t.request(
      `/mail/jmap/download/ada/${textAt(answer, 'blobId')}/${encodeURIComponent('Größe "1"\r\nX: y.html')}?type=text/html`,
    )
    expect(await response.text()).toBe('<script>alert(1)</script>')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="Gr__e _1__X: y.html"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22_X%3A%20y.html`,
    })
  })

  test('have no type that could be a header', async () => {
    const answer = await (await upload('x')).json()
    const response = await t.request(
      `/mail/jmap/download/ada/${textAt(answer, 'blobId')}/x?type=${encodeURIComponent('text/html\r\nX: y')}`,
    )
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
  })

  test('are only there for who has them', async () => {
    const answer = await (await upload('mine')).json()
    expect((await t.request(`/mail/jmap/download/bob/${textAt(answer, 'blobId')}/x`, {}, 'bob')).status).toBe(404)
    expect((await t.request(`/mail/jmap/download/ada/${textAt(answer, 'blobId')}/x`, {}, 'bob')).status).toBe(404)
    expect((await upload('x', 'bob')).status).toBe(404)
  })

  test('are refused when they are too large', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
    })
    const request = new Request('http://test/mail/jmap/upload/ada', {
      method: 'POST',
      body: endless,
      duplex: 'half',
    } as RequestInit)
    const response = await t.mail.fetch(request, { accountId: 'ada' })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ type: 'urn:ietf:params:jmap:error:limit', limit: 'maxSizeUpload' })
  })

  test('of a message in a message can be reached', async () => {
    const inner =
      'Subject: inner\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ntext\n--i\nContent-Type: application/x-a\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--i--\n'
    const outer = `Subject: outer\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n${inner}\n--o--\n`
    const blobId = textAt(await (await upload(outer)).json(), 'blobId')
    const { parsed } = await t.callAt('/mail/jmap/api', 'Email/parse', {
      blobIds: [`${blobId}-1`],
      properties: ['subject', 'attachments'],
    })
    expect(at(parsed, `${blobId}-1`)).toMatchObject({
      subject: 'inner',
      attachments: [{ blobId: `${blobId}-1-2`, size: 5 }],
    })
    const response = await t.request(`/mail/jmap/download/ada/${blobId}-1-2/a.png`)
    expect(await response.text()).toBe('hello')
  })
})

test('two hundred changes at once are all made, one after another', async () => {
  const subjects = Array.from({ length: 200 }, (_, at) => `message ${at}`)
  const answers = await Promise.all(
    // Not more at a time than the session allows.
    Array.from({ length: 20 }, async (_, worker) => {
      const done: unknown[] = []
      for (let at = worker; at < subjects.length; at += 20)
        done.push(
          at &&
            (await t.callAt('/mail/jmap/api', 'Email/set', {
              create: { m: { mailboxIds: { F1: true }, subject: subjects[at] } },
            })),
        )
      return done
    }),
  )
  expect(answers.flat()).toHaveLength(200)
  const { list } = await t.callAt('/mail/jmap/api', 'Mailbox/get', { ids: ['F1'] })
  expect(at(list, '0/totalEmails')).toBe(199)
})
