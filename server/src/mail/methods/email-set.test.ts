import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail
let inbox = ''
let drafts = ''

beforeEach(async () => {
  t = openTestMail()
  const boxes = await t.mailboxes()
  inbox = boxes['inbox'] ?? ''
  drafts = boxes['drafts'] ?? ''
})
afterEach(() => t.close())

const create = (email: object): Promise<unknown> =>
  t.call('Email/set', { create: { m: { mailboxIds: { [drafts]: true }, ...email } } })

const get = async (id: string, properties: readonly string[], more: object = {}): Promise<unknown> =>
  at(await t.call('Email/get', { ids: [id], properties, ...more }), 'list/0')

describe('creating a message', () => {
  test('keeps every property, and makes what is missing', async () => {
    const blobId = await t.upload('a,b\n1,2\n', 'text/csv')
    const response = await create({
      from: [{ name: 'Ada Býron, Countess', email: 'ada@mail.test' }],
      to: [
        { name: null, email: 'bob@mail.test' },
        { name: 'Quote " here', email: 'q@mail.test' },
      ],
      subject: `Grüße ${'sehr lang '.repeat(20)}`.trim(),
      sentAt: '2024-02-29T10:00:00+02:00',
      inReplyTo: ['x@y'],
      'header:X-Note:asText': 'schön',
      'header:List-Post:asURLs': ['mailto:list@mail.test'],
      textBody: [{ partId: 't', type: 'text/plain' }],
      htmlBody: [{ partId: 'h', type: 'text/html' }],
      bodyValues: { t: { value: `From here\n.\nGrüße ${'x'.repeat(1200)}` }, h: { value: '<p>Grüße</p>' } },
      attachments: [{ blobId, type: 'text/csv', name: 'Zahlen für März — endgültig.csv' }],
    })
    const id = textAt(response, 'created/m/id')
    const email = await get(
      id,
      [
        'from',
        'to',
        'subject',
        'sentAt',
        'inReplyTo',
        'messageId',
        'header:X-Note:asText',
        'header:List-Post:asURLs',
        'header:MIME-Version',
        'bodyValues',
        'textBody',
        'attachments',
        'hasAttachment',
      ],
      { fetchAllBodyValues: true },
    )
    expect(email).toMatchObject({
      from: [{ name: 'Ada Býron, Countess', email: 'ada@mail.test' }],
      to: [
        { name: null, email: 'bob@mail.test' },
        { name: 'Quote " here', email: 'q@mail.test' },
      ],
      subject: `Grüße ${'sehr lang '.repeat(20)}`.trim(),
      sentAt: '2024-02-29T10:00:00+02:00',
      inReplyTo: ['x@y'],
      messageId: [expect.stringMatching(/@mail\.test$/)],
      'header:X-Note:asText': 'schön',
      'header:List-Post:asURLs': ['mailto:list@mail.test'],
      'header:MIME-Version': ' 1.0',
      hasAttachment: true,
      attachments: [{ name: 'Zahlen für März — endgültig.csv', blobId, size: 8, type: 'text/csv' }],
    })
    expect(at(email, 'bodyValues/1/value')).toBe(`From here\n.\nGrüße ${'x'.repeat(1200)}`)
    expect(at(email, 'bodyValues/2/value')).toBe('<p>Grüße</p>')
  })

  test('does not write an attachment again at each save', async () => {
    const blobId = await t.upload(Buffer.alloc(2_000_000, 1))
    const stored = (): unknown => t.database.prepare('SELECT sum(length(data)) AS bytes FROM blob').get()
    for (let save = 0; save < 5; save += 1)
      await create({ subject: `save ${save}`, attachments: [{ blobId, type: 'image/png', name: 'a.png' }] })
    expect(at(stored(), 'bytes')).toBeLessThan(2_010_000)
  })

  test('gives a raw message that parses to what was created', async () => {
    const blobId = await t.upload(Buffer.alloc(100_000, 65))
    const response = await create({
      subject: 's',
      textBody: [{ partId: '1' }],
      bodyValues: { 1: { value: 'text' } },
      attachments: [{ blobId, type: 'application/x-a' }],
    })
    const download = await t.request(`/jmap/download/ada/${textAt(response, 'created/m/blobId')}/m.eml`)
    const raw = Buffer.from(await download.arrayBuffer())
    expect(raw.length).toBe(at(response, 'created/m/size'))
    const again = await t.upload(raw, 'message/rfc822')
    const parsed = at(
      await t.call('Email/parse', { blobIds: [again], properties: ['attachments', 'subject'] }),
      `parsed/${again}`,
    )
    expect(parsed).toMatchObject({ subject: 's', attachments: [{ size: 100_000, type: 'application/x-a' }] })
    const part = await t.request(`/jmap/download/ada/${textAt(parsed, 'attachments/0/blobId')}/a`)
    expect(Buffer.from(await part.arrayBuffer()).equals(Buffer.alloc(100_000, 65))).toBe(true)
  })

  test.each([
    [{ headers: [] }, 'headers'],
    [{ id: 'M1' }, 'id'],
    [{ from: [{ email: 'a@b' }], 'header:From': ' c@d' }, 'header:From'],
    [{ 'header:From:asDate': '2024-01-01T00:00:00Z' }, 'header:From:asDate'],
    [{ 'header:Content-Type': 'text/plain' }, 'header:Content-Type'],
    [{ subject: 'a\r\nBcc: all@mail.test' }, 'subject'],
    [{ 'header:X-A': ' a\r\nBcc: b@c' }, 'header:X-A'],
    [{ from: [{ email: 'a@b>\r\nX: y' }] }, 'from'],
    [
      { textBody: [{ partId: '1' }], bodyStructure: { partId: '1' }, bodyValues: { 1: { value: '' } } },
      'bodyStructure',
    ],
    [{ textBody: [{ partId: '1' }, { partId: '1' }], bodyValues: { 1: { value: '' } } }, 'textBody'],
    [{ textBody: [{ partId: '1', type: 'text/html' }], bodyValues: { 1: { value: '' } } }, 'textBody'],
    [{ textBody: [{ partId: 'missing' }] }, 'textBody/0'],
    [{ textBody: [{ partId: '1', charset: 'utf-8' }], bodyValues: { 1: { value: '' } } }, 'textBody/0'],
    [{ textBody: [{ partId: '1' }], bodyValues: { 1: { value: '', isTruncated: true } } }, 'bodyValues'],
    [{ attachments: [{ blobId: 'B1', 'header:Content-Transfer-Encoding': '7bit' }] }, 'attachments/0'],
    [{ mailboxIds: {} }, 'mailboxIds'],
    [{ mailboxIds: { F99: true } }, 'mailboxIds'],
    [{ keywords: { 'with space': true } }, 'keywords'],
    [{ receivedAt: 'today' }, 'receivedAt'],
    [{ colour: 'red' }, 'colour'],
  ])('%j is refused for %s', async (email, property) => {
    expect(at(await create(email), 'notCreated/m')).toMatchObject({
      type: 'invalidProperties',
      properties: expect.arrayContaining([property]),
    })
  })

  test('names the blobs that are not there', async () => {
    const response = await create({ attachments: [{ blobId: 'Bno', type: 'a/b' }] })
    expect(at(response, 'notCreated/m')).toMatchObject({ type: 'blobNotFound', notFound: ['Bno'] })
  })
})

describe('changing a message', () => {
  let id = ''
  beforeEach(async () => {
    id = textAt(await create({ subject: 's', keywords: { $draft: true } }), 'created/m/id')
  })
  const update = async (patch: object): Promise<unknown> => t.call('Email/set', { update: { [id]: patch } })

  test('by patch touches what it names', async () => {
    await update({ 'keywords/$FLAGGED': true, 'keywords/custom': true, [`mailboxIds/${inbox}`]: true })
    expect(await get(id, ['keywords', 'mailboxIds'])).toEqual({
      id,
      keywords: { $draft: true, $flagged: true, custom: true },
      mailboxIds: { [inbox]: true, [drafts]: true },
    })
    await update({ 'keywords/$draft': null, 'keywords/custom': null, [`mailboxIds/${drafts}`]: null })
    expect(await get(id, ['keywords', 'mailboxIds'])).toEqual({
      id,
      keywords: { $flagged: true },
      mailboxIds: { [inbox]: true },
    })
  })

  test('by the whole object works as long as only keywords and mailboxes differ', async () => {
    const whole = Object(
      await get(id, ['blobId', 'threadId', 'mailboxIds', 'keywords', 'size', 'receivedAt', 'subject', 'preview']),
    )
    expect(at(await update({ ...whole, keywords: { $seen: true } }), 'updated')).toEqual({ [id]: null })
    expect(at(await update({ ...whole, subject: 'other' }), `notUpdated/${id}/properties`)).toEqual(['subject'])
  })

  test('refuses a patch inside another, and one of nothing', async () => {
    expect(at(await update({ keywords: {}, 'keywords/$seen': true }), `notUpdated/${id}/type`)).toBe('invalidPatch')
    expect(at(await update({ 'subject/a/b': 1 }), `notUpdated/${id}/type`)).toBe('invalidPatch')
    expect(at(await update({ mailboxIds: {} }), `notUpdated/${id}/type`)).toBe('invalidProperties')
  })

  test('of another account does not find it', async () => {
    const response = await t.call('Email/set', { update: { [id]: { 'keywords/$seen': true } }, destroy: [id] }, 'bob')
    expect(at(response, `notDestroyed/${id}/type`)).toBe('notFound')
    expect(at(await t.call('Email/get', { ids: [id] }, 'bob'), 'notFound')).toEqual([id])
  })

  test('only happens in the state the client knows', async () => {
    expect(await t.call('Email/set', { ifInState: '999', destroy: [id] })).toMatchObject({ type: 'stateMismatch' })
    expect(at(await t.call('Email/get', { ids: [id] }), 'notFound')).toEqual([])
  })
})

describe('Email/changes', () => {
  test('gives what happened since, coalesced, in pages of whole steps', async () => {
    const { state } = await t.call('Email/get', { ids: [] })
    const ids: string[] = []
    for (const subject of ['a', 'b', 'c']) ids.push(textAt(await create({ subject }), 'created/m/id'))
    await t.call('Email/set', { destroy: [ids[2]], update: { [ids[0] ?? '']: { 'keywords/$seen': true } } })
    expect(await t.call('Email/changes', { sinceState: state })).toMatchObject({
      created: ids.slice(0, 2),
      updated: [],
      destroyed: [],
      hasMoreChanges: false,
    })
    const first = await t.call('Email/changes', { sinceState: state, maxChanges: 1 })
    expect(first).toMatchObject({ created: [ids[0]], hasMoreChanges: true })
    const second = await t.call('Email/changes', { sinceState: first['newState'], maxChanges: 1 })
    expect(second).toMatchObject({ created: [ids[1]], updated: [] })
  })

  test('says when it cannot', async () => {
    expect(await t.call('Email/changes', { sinceState: 'nonsense' })).toMatchObject({ type: 'cannotCalculateChanges' })
    expect(await t.call('Email/changes', { sinceState: '999999' })).toMatchObject({ type: 'cannotCalculateChanges' })
    expect(await t.call('Email/changes', { sinceState: '0', maxChanges: 0 })).toMatchObject({
      type: 'invalidArguments',
    })
  })
})

describe('body values', () => {
  test('are cut at a byte limit, between letters and outside of tags', async () => {
    const html = '<p>Grüße aus Köln</p><a href="https://example.com/a/long/address">x</a>'
    const id = textAt(
      await create({ htmlBody: [{ partId: '1', type: 'text/html' }], bodyValues: { 1: { value: html } } }),
      'created/m/id',
    )
    const value = async (max: number): Promise<unknown> =>
      at(await get(id, ['bodyValues'], { fetchHTMLBodyValues: true, maxBodyValueBytes: max }), 'bodyValues/1')
    expect(await value(6)).toMatchObject({ value: '<p>Gr', isTruncated: true })
    expect(await value(40)).toMatchObject({ value: '<p>Grüße aus Köln</p>', isTruncated: true })
    expect(await value(0)).toMatchObject({ value: html, isTruncated: false })
  })
})

test('an import of an unknown blob is refused for its blobId (RFC 8621 §4.8)', async () => {
  const emails = { m: { blobId: `B${'0'.repeat(64)}`, mailboxIds: { [inbox]: true } } }
  const { created, notCreated } = await t.call('Email/import', { emails })
  expect(created).toBeNull()
  expect(at(notCreated, 'm')).toMatchObject({ type: 'invalidProperties', properties: ['blobId'] })
})

describe('a call with many objects', () => {
  const importAll = async (own: TestMail, count: number): Promise<string[]> => {
    for (let at = 0; at < count; at += 1)
      await own.mail.importMessage({ accountId: 'ada', bytes: Buffer.from(`Subject: ${at}\r\n\r\n${at}`) })
    return own.store.query.all<{ id: number }>('SELECT id FROM email ORDER BY id').map(({ id }) => `M${id}`)
  }

  test('changes few in each transaction, and others have their turn between', async () => {
    const own = openTestMail({ background: false })
    const ids = await importAll(own, 65)
    const sizes: number[] = []
    const count = (): number => own.store.query.one<{ n: number }>('SELECT count(*) AS n FROM email')?.n ?? 0
    let before = count()
    const state = { isRunning: true }
    const { state: known } = await own.call('Email/get', { ids: [] })
    const destroying = own.call('Email/set', { destroy: ids }).finally(() => (state.isRunning = false))
    while (state.isRunning) {
      await new Promise((resolve) => setImmediate(resolve))
      const now = count()
      if (now < before) sizes.push(before - now)
      before = now
    }
    const response = await destroying
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(65)
    expect(response).toMatchObject({ oldState: known, destroyed: ids, notDestroyed: null })
    expect(await own.call('Email/get', { ids: [] })).toMatchObject({ state: at(response, 'newState') })
    await own.close()
  })

  test('says that it does not know the state before when another client has changed something meanwhile', async () => {
    const own = openTestMail({ background: false })
    const ids = await importAll(own, 65)
    const { state } = await own.call('Email/get', { ids: [] })
    const destroying = own.call('Email/set', { destroy: ids.slice(5) })
    const other = own.call('Email/set', { update: { [ids[0] ?? '']: { 'keywords/$flagged': true } } })
    const [response] = await Promise.all([destroying, other])
    expect(response).toMatchObject({ oldState: null, destroyed: ids.slice(5) })
    // From the state that it knows a client gets all of it.
    const changes = await own.call('Email/changes', { sinceState: state })
    expect(changes).toMatchObject({ updated: [ids[0]], newState: at(response, 'newState') })
    expect(at(changes, 'destroyed')).toHaveLength(60)
    await own.close()
  })

  test('of another state than it expects changes nothing', async () => {
    const own = openTestMail({ background: false })
    const ids = await importAll(own, 25)
    expect(await own.call('Email/set', { destroy: ids, ifInState: '1' })).toMatchObject({ type: 'stateMismatch' })
    expect(at(await own.call('Email/query', { calculateTotal: true }), 'total')).toBe(25)
    await own.close()
  })
})
