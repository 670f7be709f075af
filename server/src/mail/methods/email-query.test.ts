import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail
let boxes: Readonly<Record<string, string>>
/** Ids by a short name. */
const ids = new Map<string, string>()

const mails: readonly (readonly [name: string, email: object])[] = [
  [
    'first',
    {
      subject: 'Garden plans',
      from: [{ name: 'Zoe', email: 'zoe@mail.test' }],
      messageId: ['1@m'],
      text: 'Tomatoes along the wall & <b>basil</b>',
      receivedAt: '2024-01-01T00:00:00Z',
      keywords: { $seen: true },
    },
  ],
  [
    'reply',
    {
      subject: 'Re: Garden plans',
      from: [{ name: null, email: 'ada@mail.test' }],
      inReplyTo: ['1@m'],
      text: 'And pumpkins',
      receivedAt: '2024-01-05T00:00:00Z',
      keywords: { $seen: true, $flagged: true },
    },
  ],
  [
    'japan',
    {
      subject: '京都旅行の日程',
      from: [{ name: '佐藤', email: 'sato@mail.test' }],
      text: '紅葉は月末が見頃です',
      receivedAt: '2024-01-02T00:00:00Z',
    },
  ],
  [
    'german',
    {
      subject: 'Übergabe',
      from: [{ name: 'Brandt', email: 'brandt@mail.test' }],
      to: [{ name: 'Änne', email: 'aenne@mail.test' }],
      text: 'Die Zählerstände lesen wir gemeinsam ab.',
      receivedAt: '2024-01-03T00:00:00Z',
      'header:X-Mailer': ' Pigeon 2',
    },
  ],
  [
    'junk',
    {
      subject: 'Garden gnomes',
      from: [{ name: 'Gnome', email: 'g@mail.test' }],
      text: "Don't miss it",
      receivedAt: '2024-01-04T00:00:00Z',
      box: 'junk',
      keywords: { custom: true },
    },
  ],
]

beforeAll(async () => {
  t = openTestMail()
  boxes = await t.mailboxes()
  const blobId = await t.upload('%PDF', 'application/pdf')
  for (const [name, { text, box = 'inbox', ...email }] of mails as readonly (readonly [
    string,
    { text: string; box?: string },
  ])[]) {
    const attachments = name === 'german' ? [{ blobId, type: 'application/pdf', name: 'Protokoll.pdf' }] : []
    const m = {
      ...email,
      mailboxIds: { [boxes[box] ?? '']: true },
      textBody: [{ partId: '1' }],
      bodyValues: { 1: { value: text } },
      attachments,
    }
    ids.set(name, textAt(await t.call('Email/set', { create: { m } }), 'created/m/id'))
  }
})
afterAll(() => t.close())

const names = (list: unknown): string[] =>
  Array.isArray(list) ? list.map((id: unknown) => [...ids].find(([, known]) => known === id)?.[0] ?? String(id)) : []

const find = async (args: object): Promise<string[]> => names(at(await t.call('Email/query', { ...args }), 'ids'))

const newest = [{ property: 'receivedAt', isAscending: false }]

describe('a filter', () => {
  test.each([
    [{ text: 'tomato' }, ['first']],
    [{ text: 'garden' }, ['reply', 'junk', 'first']],
    [{ text: '"along the wall"' }, ['first']],
    [{ text: '"the along wall"' }, []],
    [{ text: 'garden pumpkins' }, ['reply']],
    [{ text: 'GARDEN' }, ['reply', 'junk', 'first']],
    [{ text: 'zahlerstande' }, ['german']],
    [{ text: '紅葉' }, ['japan']],
    [{ text: '京都旅行' }, ['japan']],
    [{ text: '旅' }, ['japan']],
    [{ text: '東京' }, []],
    [{ text: "don't" }, ['junk']],
    [{ text: 'protokoll' }, ['german']],
    [{ text: '***' }, []],
    [{ text: 'scope OR "' }, []],
    [{ subject: 'pumpkins' }, []],
    [{ body: 'pumpkins' }, ['reply']],
    [{ from: 'zoe' }, ['first']],
    [{ from: 'mail.test', hasKeyword: '$flagged' }, ['reply']],
    [{ to: 'anne' }, ['german']],
    [{ hasKeyword: 'custom' }, ['junk']],
    [{ notKeyword: '$seen' }, ['junk', 'german', 'japan']],
    [{ hasAttachment: true }, ['german']],
    [{ after: '2024-01-03T00:00:00Z', before: '2024-01-05T00:00:00Z' }, ['junk', 'german']],
    [{ header: ['X-Mailer'] }, ['german']],
    [{ header: ['x-mailer', 'PIGEON'] }, ['german']],
    [{ header: ['X-Mailer', 'dove'] }, []],
    [{ someInThreadHaveKeyword: '$flagged' }, ['reply', 'first']],
    [{ allInThreadHaveKeyword: '$flagged' }, []],
    [{ noneInThreadHaveKeyword: '$flagged', text: 'garden' }, ['junk']],
    [{ operator: 'NOT', conditions: [{ text: 'garden' }, { text: '京都' }] }, ['german']],
    [{ operator: 'OR', conditions: [{ text: 'pumpkins' }, { hasAttachment: true }] }, ['reply', 'german']],
    [
      { operator: 'AND', conditions: [{ text: 'garden' }, { operator: 'NOT', conditions: [{ from: 'gnome' }] }] },
      ['reply', 'first'],
    ],
    [{ operator: 'AND', conditions: [] }, ['reply', 'junk', 'german', 'japan', 'first']],
    [{ minSize: 1, maxSize: 2 }, []],
    [{}, ['reply', 'junk', 'german', 'japan', 'first']],
  ])('%j', async (filter, expected) => expect(await find({ filter, sort: newest })).toEqual(expected))

  test('of other mailboxes leaves the junk out', async () => {
    expect(await find({ filter: { inMailboxOtherThan: [boxes['junk']] }, sort: newest })).toEqual([
      'reply',
      'german',
      'japan',
      'first',
    ])
  })

  test.each([
    [{ text: 5 }, /filter\.text/],
    [{ colour: 'red' }, /filter\.colour/],
    [{ operator: 'XOR', conditions: [] }, /filter\.operator/],
    [{ operator: 'AND', conditions: [{ before: 'now' }] }, /filter\.conditions\[0\]\.before/],
    [{ hasKeyword: 'two words' }, /filter\.hasKeyword/],
    [{ header: [] }, /filter\.header/],
  ])('%j is refused with the name of what is wrong', async (filter, description) => {
    expect(await t.call('Email/query', { filter })).toEqual({
      type: 'invalidArguments',
      description: expect.stringMatching(description),
    })
  })
})

describe('a sort', () => {
  test.each([
    [[{ property: 'receivedAt' }], ['first', 'japan', 'german', 'junk', 'reply']],
    [
      [{ property: 'subject' }, { property: 'receivedAt', isAscending: false }],
      ['junk', 'reply', 'first', 'german', 'japan'],
    ],
    [
      [
        { property: 'hasKeyword', keyword: '$flagged', isAscending: false },
        { property: 'receivedAt', isAscending: false },
      ],
      ['reply', 'junk', 'german', 'japan', 'first'],
    ],
    [
      [{ property: 'someInThreadHaveKeyword', keyword: '$flagged', isAscending: false }, { property: 'receivedAt' }],
      ['first', 'reply', 'japan', 'german', 'junk'],
    ],
  ])('%j', async (sort, expected) => expect(await find({ sort })).toEqual(expected))

  test('by what is not known is refused', async () => {
    expect(await t.call('Email/query', { sort: [{ property: 'colour' }] })).toMatchObject({ type: 'unsupportedSort' })
    expect(await t.call('Email/query', { sort: [{ property: 'subject', collation: 'i;nonsense' }] })).toMatchObject({
      type: 'unsupportedSort',
    })
    expect(await t.call('Email/query', { sort: [{ property: 'hasKeyword' }] })).toMatchObject({
      type: 'invalidArguments',
    })
  })
})

describe('a window', () => {
  const list = ['reply', 'junk', 'german', 'japan', 'first']
  const filter = { operator: 'AND', conditions: [] }

  test.each([
    [{ position: 1, limit: 2 }, list.slice(1, 3)],
    [{ position: -2 }, list.slice(3)],
    [{ position: -99, limit: 1 }, list.slice(0, 1)],
    [{ position: 99 }, []],
    [{ limit: 0 }, []],
  ])('%j', async (window, expected) => expect(await find({ filter, sort: newest, ...window })).toEqual(expected))

  test('can be anchored to a message', async () => {
    const anchor = ids.get('german')
    expect(await find({ filter, sort: newest, anchor, anchorOffset: -1, limit: 2 })).toEqual(['junk', 'german'])
    expect(await find({ filter, sort: newest, anchor, anchorOffset: -10, limit: 1 })).toEqual(['reply'])
    expect(await t.call('Email/query', { anchor: 'M999' })).toMatchObject({ type: 'anchorNotFound' })
  })

  test.each([{ filter: {} }, { filter: { operator: 'AND', conditions: [{}] } }])(
    'with threads collapsed shows each once, at its first message (%j)',
    async ({ filter: given }) => {
      expect(await find({ filter: given, sort: newest, collapseThreads: true })).toEqual([
        'reply',
        'junk',
        'german',
        'japan',
      ])
    },
  )

  test('of a mailbox is the same by index and by list', async () => {
    const inMailbox = boxes['inbox']
    for (const collapseThreads of [true, false]) {
      const quick = await t.call('Email/query', {
        filter: { inMailbox },
        sort: newest,
        collapseThreads,
        limit: 10,
        calculateTotal: true,
      })
      const slow = await t.call('Email/query', {
        filter: { operator: 'AND', conditions: [{ inMailbox }] },
        sort: newest,
        collapseThreads,
        limit: 10,
        calculateTotal: true,
      })
      expect(quick).toEqual(slow)
    }
  })
})

describe('snippets', () => {
  test('mark what was found and escape the rest', async () => {
    const { list, notFound } = await t.call('SearchSnippet/get', {
      filter: { text: 'garden basil' },
      emailIds: [ids.get('first'), ids.get('german')],
    })
    expect(notFound).toBeNull()
    expect(list).toEqual([
      {
        emailId: ids.get('first'),
        subject: '<mark>Garden</mark> plans',
        preview: 'Tomatoes along the wall &amp; &lt;b&gt;<mark>basil</mark>&lt;/b&gt;',
      },
      { emailId: ids.get('german'), subject: null, preview: null },
    ])
  })

  test('find through accents, and in scripts without spaces', async () => {
    const { list } = await t.call('SearchSnippet/get', {
      filter: { text: 'zahlerstande' },
      emailIds: [ids.get('german')],
    })
    expect(at(list, '0/preview')).toBe('Die <mark>Zählerstände</mark> lesen wir gemeinsam ab.')
    const japan = await t.call('SearchSnippet/get', { filter: { text: '月末' }, emailIds: [ids.get('japan'), 'M999'] })
    expect(japan).toMatchObject({ list: [{ preview: '紅葉は<mark>月末</mark>が見頃です' }], notFound: ['M999'] })
  })
})

test('changes to a query put every touched message back in its place', async () => {
  const args = { filter: { hasKeyword: '$seen' }, sort: newest, collapseThreads: true }
  const before = await t.call('Email/query', args)
  await t.call('Email/set', {
    update: {
      [ids.get('japan') ?? '']: { 'keywords/$seen': true },
      [ids.get('reply') ?? '']: { 'keywords/$seen': null },
    },
  })
  const changes = await t.call('Email/queryChanges', {
    ...args,
    sinceQueryState: before['queryState'],
    calculateTotal: true,
  })
  const removed = new Set(names(changes['removed']))
  const cached = names(before['ids']).filter((name) => !removed.has(name))
  for (const item of Object(changes['added'])) cached.splice(Number(at(item, 'index')), 0, ...names([at(item, 'id')]))
  expect(cached).toEqual(await find(args))
  expect(changes['total']).toBe(cached.length)
  expect(
    await t.call('Email/queryChanges', { ...args, sinceQueryState: before['queryState'], maxChanges: 1 }),
  ).toMatchObject({ type: 'tooManyChanges' })
})

test('a list is computed again after a message has arrived', async () => {
  const filter = { subject: 'arrivals' }
  const before = await t.call('Email/query', { filter })
  expect(before['ids']).toEqual([])
  const m = { mailboxIds: { [boxes['archive'] ?? '']: true }, subject: 'New arrivals' }
  const id = textAt(await t.call('Email/set', { create: { m } }), 'created/m/id')
  expect((await t.call('Email/query', { filter }))['ids']).toEqual([id])
  await t.call('Email/set', { destroy: [id] })
  expect((await t.call('Email/query', { filter }))['ids']).toEqual([])
})

test('snippets of unknown messages are listed as not found', async () => {
  const wanted = { filter: { text: 'garden' }, emailIds: ['M999'] }
  expect(await t.call('SearchSnippet/get', wanted)).toMatchObject({ list: [], notFound: ['M999'] })
})
