import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { sweep } from './sweep.ts'

const day = 24 * 3_600_000
const now = Date.now()

let t: TestMail
let boxes: Readonly<Record<string, string>>

beforeEach(async () => {
  t = openTestMail()
  boxes = await t.mailboxes()
})
afterEach(() => t.close())

const box = (role: string): string => boxes[role] ?? ''

/** A message that was received years ago, in the mailboxes of these roles. */
async function put(...roles: readonly string[]): Promise<string> {
  const mailboxIds = Object.fromEntries(roles.map((role) => [box(role), true]))
  const email = { mailboxIds, receivedAt: '2020-01-01T00:00:00Z', subject: roles.join(' ') }
  return textAt(await t.call('Email/set', { create: { m: email } }), 'created/m/id')
}
const move = (id: string, from: string, to: string) =>
  t.call('Email/set', { update: { [id]: { [`mailboxIds/${box(from)}`]: null, [`mailboxIds/${box(to)}`]: true } } })
const sweepAt = (
  days: number,
  expiry: { trash: number | null; junk: number | null } = { trash: 30 * day, junk: 7 * day },
) => sweep({ store: t.store, now: now + days * day, expiry })
const ids = async (): Promise<readonly string[]> =>
  t.store.query
    .all<{ id: number }>('SELECT id FROM email')
    .map(({ id }) => `M${id}`)
    .toSorted()

test('what lies in Trash or Junk goes after its days there, however old it is, and changes say so', async () => {
  const trash = await put('trash')
  const junk = await put('junk')
  const inbox = await put('inbox')
  const { state } = await t.call('Email/get', { ids: [] })
  await sweepAt(0)
  await sweepAt(6)
  expect(await ids()).toEqual([trash, junk, inbox].toSorted())
  await sweepAt(7)
  expect(await ids()).toEqual([trash, inbox].toSorted())
  await sweepAt(30)
  expect(await ids()).toEqual([inbox])
  const changes = await t.call('Email/changes', { sinceState: state })
  expect([...Object(changes['destroyed'])].toSorted()).toEqual([trash, junk].toSorted())
})

test('a message that was moved out and in again starts from the beginning', async () => {
  const id = await put('trash')
  await sweepAt(0)
  await move(id, 'trash', 'inbox')
  await move(id, 'inbox', 'trash')
  await sweepAt(30)
  expect(await ids()).toEqual([id])
  await sweepAt(60)
  expect(await ids()).toEqual([])
})

test('a message that is in another mailbox too stays', async () => {
  const id = await put('trash', 'archive')
  await sweepAt(0)
  await sweepAt(400)
  expect(await ids()).toEqual([id])
})

test('nothing goes without a number of days', async () => {
  const id = await put('trash')
  await sweepAt(0, { trash: null, junk: null })
  await sweepAt(4000, { trash: null, junk: null })
  expect(await ids()).toEqual([id])
})

test('other work has its turn while much expires', async () => {
  for (let count = 0; count < 60; count += 1) await put('junk')
  let turns = 0
  let time = 0
  const options = {
    store: t.store,
    expiry: { trash: null, junk: day },
    pause: async () => void (turns += 1),
    clock: () => (time += 6),
  }
  await sweep({ ...options, now })
  turns = 0
  await sweep({ ...options, now: now + day })
  expect(await ids()).toEqual([])
  expect(turns).toBeGreaterThanOrEqual(3)
})
