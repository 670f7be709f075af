import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { fillMailbox, randomNumbers } from '../testing/large-mailbox.ts'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { searchSql, sortedSql } from './growing-list.ts'

let t: TestMail
let inbox = ''

beforeAll(async () => {
  t = openTestMail()
  inbox = (await t.mailboxes())['inbox'] ?? ''
  // Bob's come between Ada's, and the index is of both.
  fillMailbox(t.store, { accountId: 'ada', messages: 700 })
  fillMailbox(t.store, { accountId: 'bob', messages: 300, seed: 2 })
  fillMailbox(t.store, { accountId: 'ada', messages: 700, seed: 3 })
}, 60_000)

afterAll(() => t.close())

const idsOf = (response: unknown): readonly string[] => {
  const ids = at(response, 'ids')
  return Array.isArray(ids) ? ids.map(String) : []
}

const filters = [
  { text: 'the' },
  { text: 'con' },
  { subject: 'the' },
  { text: 'the', hasAttachment: true },
  {
    operator: 'AND',
    conditions: [{ text: 'con' }, { notKeyword: '$seen' }, { operator: 'NOT', conditions: [{ body: 'of' }] }],
  },
] as const

const searches = filters.flatMap((filter) =>
  [true, false].flatMap((collapseThreads) =>
    [true, false].map((isAscending) => ({ filter, collapseThreads, isAscending })),
  ),
)

test.each(searches)(
  '$filter, collapsed $collapseThreads, ascending $isAscending, has the same pages as its whole list',
  async (search) => {
    const { filter, collapseThreads, isAscending } = search
    const byDate = { property: 'receivedAt', isAscending }
    // Sorted by a second property it is computed as a whole, by SQL.
    const sort = [byDate, { property: 'size', isAscending: true }]
    const whole = idsOf(await t.call('Email/query', { filter, collapseThreads, sort }))
    expect(whole.length).toBeGreaterThan(5)
    const next = randomNumbers(whole.length)
    for (let round = 0; round < 10; round += 1) {
      // A change, after which nothing that was read before may be used.
      await t.call('Email/set', { update: { M1: { 'keywords/$flagged': round % 2 === 0 ? true : null } } })
      const place = Math.floor(next() * whole.length)
      const args = { filter, collapseThreads, sort: [byDate], limit: 20 }
      const page = await t.call('Email/query', { ...args, position: place })
      expect(idsOf(page)).toEqual(whole.slice(place, place + 20))
      const anchored = await t.call('Email/query', {
        ...args,
        anchor: whole[place],
        anchorOffset: 1,
        calculateTotal: true,
      })
      expect(anchored).toMatchObject({
        position: place + 1,
        ids: whole.slice(place + 1, place + 21),
        total: whole.length,
      })
      const last = await t.call('Email/query', { ...args, position: -7 })
      expect(idsOf(last)).toEqual(whole.slice(-7))
    }
  },
)

const planOf = (sql: string): string =>
  t.store.query
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .map(({ detail }) => detail)
    .join('\n')

test('the newest matches are read from the index without the others', () => {
  const plan = planOf(searchSql('1'))
  expect(plan).toMatch(/SEARCH e USING (COVERING )?INDEX email_searched \(search=\?/)
  expect(plan).not.toMatch(/TEMP B-TREE/)
})

const orders = [
  { property: 'from', isAscending: true },
  { property: 'subject', isAscending: true },
  { property: 'size', isAscending: false },
] as const

const sorted = orders.flatMap((order) =>
  [{}, { notKeyword: '$seen' }, { hasAttachment: true }].flatMap((filter) =>
    [true, false].map((collapseThreads) => ({ order, filter, collapseThreads })),
  ),
)

test.each(sorted)(
  'a folder by $order.property with $filter, collapsed $collapseThreads, has the same pages as its whole list',
  async ({ order, filter, collapseThreads }) => {
    const args = { filter: { ...filter, inMailbox: inbox }, collapseThreads }
    // With a second property it is computed as a whole, by SQL.
    const whole = idsOf(
      await t.call('Email/query', { ...args, sort: [order, { property: 'receivedAt', isAscending: false }] }),
    )
    expect(whole.length).toBeGreaterThan(20)
    const pages: string[] = []
    for (let anchor: string | undefined = undefined; pages.length < whole.length;) {
      const place = anchor === undefined ? {} : { anchor, anchorOffset: 1 }
      const response = await t.call('Email/query', {
        ...args,
        sort: [order],
        ...place,
        limit: 97,
        calculateTotal: true,
      })
      expect(response).toMatchObject({ total: whole.length, position: pages.length })
      const page = idsOf(response)
      if (page.length === 0) break
      pages.push(...page)
      anchor = page.at(-1)
    }
    expect(pages).toEqual(whole)
  },
)

test.each([
  ['from_sort', true],
  ['subject_sort', true],
  ['size', false],
] as const)('a folder by %s is a walk along an index, which sorts and scans nothing', (column, isAscending) => {
  const where = 'EXISTS (SELECT 1 FROM email_mailbox m WHERE m.email = e.id AND m.mailbox = 1)'
  for (const from of ['start', 'same', 'after'] as const) {
    const plan = planOf(sortedSql({ column, isAscending }, where, from))
    expect(plan).toMatch(/SEARCH e USING (COVERING )?INDEX email_by_/)
    expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
  }
})

test('messages of one second, more than there are rows for, are found in the order of their dates', async () => {
  const own = openTestMail({ background: false })
  const second = Date.UTC(2024, 0, 1)
  const times = [...Array.from({ length: 60 }, () => 0), 5, 1, 3, -1, 2, 0]
  for (const [at, seconds] of times.entries())
    await own.mail.importMessage({
      accountId: 'ada',
      bytes: Buffer.from(`Subject: ${at}\r\nMessage-ID: <${at}@x>\r\n\r\nburst`),
      receivedAt: second + seconds * 1000,
    })
  const inOrder = own.store.query
    .all<{ id: number }>('SELECT id FROM email ORDER BY received_at DESC, id DESC')
    .map(({ id }) => `M${id}`)
  const search = (isAscending: boolean, place: object) =>
    own.call('Email/query', { filter: { text: 'burst' }, sort: [{ property: 'receivedAt', isAscending }], ...place })
  expect(idsOf(await search(false, {}))).toEqual(inOrder)
  expect(idsOf(await search(false, { limit: 7 }))).toEqual(inOrder.slice(0, 7))
  expect(idsOf(await search(true, { position: 3, limit: 7 }))).toEqual(inOrder.toReversed().slice(3, 10))
  const rows = own.store.query.one<{ rows: number }>('SELECT count(DISTINCT search) AS rows FROM email')
  expect(rows?.rows).toBe(times.length)
  await own.close()
})

test('three letters are found as the beginning of a word, in all of a message and in each of its fields', async () => {
  const own = openTestMail({ background: false })
  await own.mail.importMessage({
    accountId: 'ada',
    bytes: Buffer.from(
      'From: Ingrid <gudrun@example.org>\r\nTo: Tomas <x@example.org>\r\nSubject: Umbrella Żółw\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nΠαράδειγμα conifer\r\n',
    ),
  })
  const isFound = async (filter: object): Promise<boolean> =>
    idsOf(await own.call('Email/query', { filter })).length > 0
  for (const filter of [
    ...['ing', 'gud', 'tom', 'umb', 'żół', 'ZOL', 'παρ', 'con', 'con ing'].map((text) => ({ text })),
    { from: 'ing' },
    { from: 'gud' },
    { to: 'tom' },
    { subject: 'umb' },
    { subject: 'zol' },
    { body: 'con' },
  ])
    expect([filter, await isFound(filter)]).toEqual([filter, true])
  for (const filter of [
    ...['nif', 'onx', '"con"', '\uf8ffpacon', 'pacon'].map((text) => ({ text })),
    { from: 'tom' },
    { subject: 'con' },
    { body: 'umb' },
  ])
    expect([filter, await isFound(filter)]).toEqual([filter, false])
  await own.close()
})

test('what is only in the mail of others is not found, nor by the words that mark it', async () => {
  const [email] = t.store.query.all<{ subject: string }>(
    'SELECT subject_sort AS subject FROM email WHERE account = 2 ORDER BY id LIMIT 1',
  )
  const found = await t.call('Email/query', { filter: { text: `"${email?.subject}"` } })
  expect(idsOf(found)).toEqual([])
  for (const text of ['a2', '\uf8ffa2', '\uf8ffa1', 'x" OR "\uf8ffa2'])
    expect(idsOf(await t.call('Email/query', { filter: { text } }))).toEqual([])
})

test('a changed mailbox is searched as it is now', async () => {
  const args = { filter: { inMailbox: inbox, text: 'the' }, limit: 1 }
  const [newest = ''] = idsOf(await t.call('Email/query', args))
  await t.call('Email/set', { destroy: [newest] })
  expect(idsOf(await t.call('Email/query', args))).not.toContain(newest)
})
