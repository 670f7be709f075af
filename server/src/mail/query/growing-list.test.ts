import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { fillMailbox, randomNumbers } from '../testing/large-mailbox.ts'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { searchSql } from './growing-list.ts'

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

test('the newest matches are read from the index without the others', () => {
  const plan = t.store.query
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${searchSql('1', true)}`)
    .map(({ detail }) => detail)
    .join('\n')
  expect(plan).toMatch(/SEARCH e USING (COVERING )?INDEX email_searched \(search=\?/)
  expect(plan).not.toMatch(/TEMP B-TREE/)
})

test('what is only in the mail of others is not found, nor by the words that mark it', async () => {
  const [email] = t.store.query.all<{ subject: string }>(
    `SELECT json_extract(listing, '$.subject') AS subject FROM email WHERE account = 2 LIMIT 1`,
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
