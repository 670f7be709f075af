import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readableBlob } from '../store/messages.ts'
import { mailboxId } from '../store/mail-store.ts'
import { threadMembers } from '../methods/email-get.ts'
import { fillMailbox, randomNumbers } from '../testing/large-mailbox.ts'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { countSql, walkedList, walkSql, type EmailListing } from './list-pages.ts'

let t: TestMail
let inbox = ''

beforeAll(async () => {
  t = openTestMail()
  inbox = (await t.mailboxes())['inbox'] ?? ''
  fillMailbox(t.store, { accountId: 'ada', messages: 600 })
  // Some move, go, and become unread: in threads that are somewhere else as well.
  const archive = (await t.mailboxes())['archive'] ?? ''
  const next = randomNumbers(7)
  const some = (): string[] => Array.from({ length: 100 }, () => `M${1 + Math.floor(next() * 600)}`)
  const patches = (patch: object) => Object.fromEntries(some().map((id) => [id, patch]))
  await t.call('Email/set', { update: patches({ mailboxIds: { [archive]: true } }) })
  await t.call('Email/set', { update: patches({ mailboxIds: { [archive]: true, [inbox]: true } }) })
  await t.call('Email/set', { update: patches({ 'keywords/$seen': null, 'keywords/$flagged': true }) })
  await t.call('Email/set', { destroy: some() })
}, 60_000)

afterAll(() => t.close())

interface Row {
  readonly id: number
  readonly thread: number
  readonly flags: number
  readonly files: number
}

/** The whole list, computed the simple way. */
function wholeList(
  filter: { hasKeyword?: string; notKeyword?: string; hasAttachment?: boolean },
  ascending: boolean,
  collapse: boolean,
) {
  const rows = t.store.query.all<Row>(
    `SELECT e.id, e.thread, e.flags, e.has_attachment AS files FROM email e WHERE EXISTS
       (SELECT 1 FROM email_mailbox m WHERE m.email = e.id AND m.mailbox = ?) ORDER BY e.received_at, e.id`,
    mailboxId.parse(inbox),
  )
  const bits: Readonly<Record<string, number>> = { $seen: 1, $flagged: 4 }
  const matching = rows.filter(
    ({ flags, files }) =>
      (filter.hasAttachment === undefined || filter.hasAttachment === (files === 1)) &&
      (filter.hasKeyword === undefined || (flags & (bits[filter.hasKeyword] ?? 0)) > 0) &&
      (filter.notKeyword === undefined || (flags & (bits[filter.notKeyword] ?? 0)) === 0),
  )
  const ordered = ascending ? matching : matching.toReversed()
  const seen = new Set<number>()
  return ordered.flatMap(({ id, thread }) => {
    if (collapse && seen.has(thread)) return []
    seen.add(thread)
    return [`M${id}`]
  })
}

const filters = [
  {},
  { notKeyword: '$seen' },
  { hasKeyword: '$flagged' },
  { hasKeyword: '$flagged', notKeyword: '$seen' },
  { hasAttachment: true },
  { hasAttachment: false, notKeyword: '$seen' },
]
const lists = filters.flatMap((filter) =>
  [true, false].flatMap((collapse) => [true, false].map((ascending) => ({ filter, collapse, ascending }))),
)

test.each(lists)(
  'a page of $filter, collapsed $collapse, ascending $ascending, is that of the whole list',
  async (list) => {
    const { filter, collapse, ascending } = list
    const whole = wholeList(filter, ascending, collapse)
    const args = {
      filter: { ...filter, inMailbox: inbox },
      sort: [{ property: 'receivedAt', isAscending: ascending }],
      collapseThreads: collapse,
      calculateTotal: true,
    }
    const next = randomNumbers(whole.length)
    for (let round = 0; round < 25; round += 1) {
      const place = Math.floor(next() * whole.length)
      const limit = Math.floor(next() * 60)
      const anchorOffset = Math.floor((next() - 0.5) * 120)
      const anchored = await t.call('Email/query', { ...args, anchor: whole[place], anchorOffset, limit })
      const start = Math.max(0, place + anchorOffset)
      expect(anchored).toMatchObject({ position: start, ids: whole.slice(start, start + limit), total: whole.length })
      const numbered = await t.call('Email/query', { ...args, position: place, limit })
      expect(numbered).toMatchObject({ position: place, ids: whole.slice(place, place + limit), total: whole.length })
      const fromEnd = await t.call('Email/query', { ...args, position: -place - 1, limit })
      const last = whole.length - place - 1
      expect(fromEnd).toMatchObject({ position: last, ids: whole.slice(last, last + limit), total: whole.length })
    }
  },
)

test('an anchor that is not in the list is not found', async () => {
  const elsewhere = t.store.query.one<{ id: number }>(
    'SELECT id FROM email WHERE id NOT IN (SELECT email FROM email_mailbox WHERE mailbox = ?)',
    mailboxId.parse(inbox),
  )
  const call = { filter: { inMailbox: inbox }, anchor: `M${elsewhere?.id}` }
  expect(await t.call('Email/query', call)).toMatchObject({ type: 'anchorNotFound' })
})

test('the lists of conversations and the numbers of each day are those of the messages', () => {
  const newest = t.store.query.all(
    `SELECT mailbox, thread, max(received_at * 1000000 + email) % 1000000 AS email FROM email_mailbox
     GROUP BY mailbox, thread ORDER BY mailbox, thread`,
  )
  const listed = t.store.query.all('SELECT mailbox, thread, email FROM mailbox_thread ORDER BY mailbox, thread')
  expect(listed).toEqual(newest)
  const counted = t.store.query.all(
    `SELECT mailbox, day, sum(emails) AS emails, sum(threads) AS threads FROM (
       SELECT mailbox, received_at / 86400000 AS day, 1 AS emails, 0 AS threads FROM email_mailbox UNION ALL
       SELECT mailbox, received_at / 86400000, 0, 1 FROM mailbox_thread) GROUP BY mailbox, day ORDER BY mailbox, day`,
  )
  const kept = t.store.query.all('SELECT * FROM mailbox_period WHERE (emails, threads) != (0, 0) ORDER BY mailbox, day')
  expect(kept).toEqual(counted)
})

describe('the plan of the statement behind', () => {
  const plan = (sql: string): string =>
    t.store.query
      .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .map(({ detail }) => detail)
      .join('\n')

  test.each(lists)('a page of $filter, collapsed $collapse, ascending $ascending, sorts and scans nothing', (list) => {
    const listing: EmailListing = {
      account: 1,
      filter: { condition: { ...list.filter, inMailbox: inbox } },
      sort: [{ property: 'receivedAt', isAscending: list.ascending }],
      collapseThreads: list.collapse,
    }
    const walked = walkedList(t.store.query, listing)
    if (!walked) throw new Error('it is not walked')
    for (const from of ['start', 'at', 'before'] as const) {
      const text = plan(walkSql(walked, from, from === 'before'))
      expect(text).not.toMatch(/SCAN|TEMP B-TREE/)
      expect(text).toMatch(/SEARCH m USING/)
    }
    // Counted by the narrow index of a flag where there is one, and never by that of threads.
    const isNarrow = list.filter.notKeyword ?? list.filter.hasKeyword ?? list.filter.hasAttachment
    for (const before of [false, true]) {
      const text = plan(countSql(walked, before))
      expect(text).toMatch(isNarrow ? /SEARCH m USING INDEX email_mailbox_(unread|flagged|files)/ : /SEARCH m USING/)
      // How many a whole folder has is kept, and not counted.
      if (isNarrow !== undefined || before) expect(text).not.toMatch(/SCAN|email_mailbox_thread/)
    }
  })

  test.each([
    ['the messages of a thread', threadMembers, /email_thread \(thread=\?\)/],
    ['who may read a blob', readableBlob, /email_blob \(blob=\?/],
  ])('%s goes by the narrow index', (_, sql, index) => {
    const text = plan(sql)
    expect(text).toMatch(index)
    expect(text).not.toMatch(/\(account=\?\)|SCAN (?!CONSTANT)|TEMP B-TREE/)
  })
})

test('Email/changes from far back reads no more of the log than maxChanges', async () => {
  let state = '0'
  const found: unknown[] = []
  for (let more = true; more;) {
    const changes = await t.call('Email/changes', { sinceState: state, maxChanges: 400 })
    const created = at(changes, 'created')
    if (Array.isArray(created)) found.push(...created)
    state = String(at(changes, 'newState'))
    more = at(changes, 'hasMoreChanges') === true
  }
  const { n } = t.store.query.one<{ n: number }>('SELECT count(*) AS n FROM email WHERE account = 1') ?? { n: 0 }
  expect(new Set(found).size).toBeGreaterThanOrEqual(n)
  expect(state).toBe(at(await t.call('Email/get', { ids: [] }), 'state'))
})
