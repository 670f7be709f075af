import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail
let boxes: Readonly<Record<string, string>>

beforeEach(async () => {
  t = openTestMail()
  boxes = await t.mailboxes()
})
afterEach(() => t.close())

type Json = Readonly<Record<string, unknown>>

const create = (...filters: readonly Json[]): Promise<Json> =>
  t.call('MailFilter/set', {
    create: Object.fromEntries(filters.map((filter, index) => [`f${index}`, { name: 'filter', ...filter }])),
  })

/** Delivers a message and gives its mailboxes, by role, and keywords. */
async function arrive(headers: string): Promise<readonly [mailboxes: readonly string[], keywords: readonly string[]]> {
  const bytes = Buffer.from(`${headers}\r\n\r\nbody\r\n`)
  const refused = await t.mail.deliver({ mailFrom: 'x@y.test', recipients: ['ada@mail.test'], bytes })
  expect(refused).toEqual([])
  const { ids } = await t.call('Email/query', {})
  const { list } = await t.call('Email/get', { ids, properties: ['mailboxIds', 'keywords'] })
  const newest = Array.isArray(list) ? list.length : 0
  const email = (Array.isArray(list) ? list : []).toSorted((a, b) => textAt(b, 'id').localeCompare(textAt(a, 'id')))[0]
  expect(newest).toBeGreaterThan(0)
  const roles = new Map(Object.entries(boxes).map(([role, id]) => [id, role]))
  return [
    Object.keys(Object(at(email, 'mailboxIds'))).map((id) => roles.get(id) ?? id),
    Object.keys(Object(at(email, 'keywords'))).sort(),
  ]
}

test('a blocked sender goes to Junk, whatever the case of the address', async () => {
  await create({ conditions: [{ header: 'From', address: 'Eve@Spam.test' }], mailboxId: boxes['junk'] })
  expect(await arrive('From: "Bob" <EVE@spam.TEST>\r\nSubject: a')).toEqual([['junk'], []])
  expect(await arrive('From: "eve@spam.test" <bob@mail.test>\r\nSubject: b')).toEqual([['inbox'], []])
})

test('the first folder wins, labels add up, and a final filter is the last', async () => {
  await create(
    {
      sortOrder: 2,
      conditions: [{ header: 'subject', contains: 'plan' }],
      mailboxId: boxes['archive'],
      keywords: { Work: true },
    },
    {
      sortOrder: 1,
      conditions: [{ header: 'List-Id', contains: 'café' }],
      mailboxId: boxes['trash'],
      keywords: { $seen: true },
    },
    { sortOrder: 3, conditions: [{ largerThan: 1 }], keywords: { $flagged: true }, isFinal: true },
    { sortOrder: 4, conditions: [{ largerThan: 1 }], keywords: { never: true } },
  )
  expect(await arrive('List-Id: CAFE <c.test>\r\nSubject: the Plan')).toEqual([
    ['trash'],
    ['$flagged', '$seen', 'work'],
  ])
})

test('all conditions, or any, must be met', async () => {
  const conditions = [
    { header: 'From', address: '@shop.test' },
    { header: 'Subject', contains: 'sale' },
  ]
  await create({ conditions, mailboxId: boxes['archive'] })
  expect(await arrive('From: a@shop.test\r\nSubject: hello')).toEqual([['inbox'], []])
  await create({ conditions, match: 'any', keywords: { shop: true } })
  expect(await arrive('From: a@shop.test\r\nSubject: hello')).toEqual([['inbox'], ['shop']])
  expect(await arrive('From: a@workshop.test\r\nSubject: hello')).toEqual([['inbox'], []])
})

test('a filter that is off, or whose folder is gone, moves nothing', async () => {
  const made = await t.call('Mailbox/set', { create: { m: { name: 'Lists' } } })
  const folder = textAt(made, 'created/m/id')
  const conditions = [{ largerThan: 1 }]
  const response = await create(
    { conditions, mailboxId: folder },
    { conditions, isEnabled: false, keywords: { no: true } },
  )
  expect(await t.call('Mailbox/set', { destroy: [folder] })).toMatchObject({ destroyed: [folder] })
  expect(await t.call('MailFilter/get', { ids: [textAt(response, 'created/f0/id')] })).toMatchObject({
    list: [{ mailboxId: null }],
  })
  expect(await arrive('Subject: x')).toEqual([['inbox'], []])
})

test('a filter is changed and deleted, and its changes say so', async () => {
  const { state } = await t.call('MailFilter/get', {})
  const response = await create({ conditions: [{ smallerThan: 5 }] })
  const id = textAt(response, 'created/f0/id')
  expect(at(response, 'created/f0')).toMatchObject({ isEnabled: true, match: 'all', mailboxId: null, keywords: {} })
  expect(await t.call('MailFilter/changes', { sinceState: state })).toMatchObject({ created: [id] })
  await t.call('MailFilter/set', { update: { [id]: { name: 'other', 'keywords/$seen': true } } })
  expect(await t.call('MailFilter/get', { ids: [id], properties: ['name', 'keywords'] })).toMatchObject({
    list: [{ id, name: 'other', keywords: { $seen: true } }],
  })
  expect(await t.call('MailFilter/set', { destroy: [id] })).toMatchObject({ destroyed: [id] })
  expect(await t.call('MailFilter/get', {})).toMatchObject({ list: [] })
})

test('the filters of another account are not found', async () => {
  const id = textAt(await create({ conditions: [{ largerThan: 1 }] }), 'created/f0/id')
  expect(await t.call('MailFilter/set', { destroy: [id] }, 'bob')).toMatchObject({
    notDestroyed: { [id]: { type: 'notFound' } },
  })
})

test.each([
  ['no condition', { conditions: [] }, 'conditions'],
  ['21 conditions', { conditions: Array.from({ length: 21 }, () => ({ largerThan: 1 })) }, 'conditions'],
  ['a long value', { conditions: [{ header: 'a', contains: 'x'.repeat(201) }] }, 'conditions'],
  ['a value of spaces', { conditions: [{ header: 'a', contains: '  ' }] }, 'conditions'],
  ['a name that is none', { conditions: [{ header: 'a b', contains: 'x' }] }, 'conditions'],
  ['an unknown folder', { conditions: [{ largerThan: 1 }], mailboxId: 'F999' }, 'mailboxId'],
  ['a keyword that is none', { conditions: [{ largerThan: 1 }], keywords: { 'a b': true } }, 'keywords'],
  ['an unknown property', { conditions: [{ largerThan: 1 }], forward: 'x' }, 'forward'],
])('%s is refused by name', async (_, filter, property) => {
  expect(await create(filter)).toMatchObject({
    notCreated: { f0: { type: 'invalidProperties', properties: [property] } },
  })
})

test('an account has so many filters and no more', async () => {
  const filters = Array.from({ length: 101 }, () => ({ conditions: [{ largerThan: 1 }] }))
  expect(await create(...filters)).toMatchObject({ notCreated: { f100: { type: 'overQuota' } } })
})
