import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail
let boxes: Readonly<Record<string, string>>

beforeEach(async () => {
  t = openTestMail()
  boxes = await t.mailboxes()
})
afterEach(() => t.close())

const box = (role: string): string => boxes[role] ?? ''

describe('mailboxes', () => {
  test('a new account has the usual ones', async () => {
    const { list } = await t.call('Mailbox/get', { ids: null, properties: ['name', 'role'] })
    expect(list).toHaveLength(6)
    expect(at(list, '0')).toEqual({ id: box('inbox'), name: 'Inbox', role: 'inbox' })
  })

  test('can be made with their parent in one call, in any order', async () => {
    const { created, notCreated } = await t.call('Mailbox/set', {
      create: { child: { name: 'Child', parentId: '#parent' }, parent: { name: 'Parent' } },
    })
    expect(notCreated).toBeNull()
    const { list } = await t.call('Mailbox/get', { ids: [textAt(created, 'child/id')] })
    expect(at(list, '0/parentId')).toBe(textAt(created, 'parent/id'))
  })

  test.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(300) }, 'name'],
    [{ name: 'a\u0007b' }, 'name'],
    [{ name: 'New', parentId: 'F999' }, 'parentId'],
    [{ name: 'New', role: 'inbox' }, 'role'],
    [{ name: 'New', role: 'nonsense' }, 'role'],
    [{ name: 'New', sortOrder: -1 }, 'sortOrder'],
    [{ name: 'New', totalEmails: 3 }, 'totalEmails'],
    [{ name: 'New', colour: 'red' }, 'colour'],
  ])('%j is refused for its %s', async (mailbox, property) => {
    const { notCreated } = await t.call('Mailbox/set', { create: { a: mailbox } })
    expect(at(notCreated, 'a')).toMatchObject({ type: 'invalidProperties', properties: [property] })
  })

  test('have names of their own among their siblings', async () => {
    const { notCreated } = await t.call('Mailbox/set', { create: { a: { name: 'Inbox' } } })
    expect(at(notCreated, 'a')).toMatchObject({ type: 'alreadyExists', existingId: box('inbox') })
    expect(
      at(await t.call('Mailbox/set', { create: { a: { name: 'Inbox', parentId: box('archive') } } }), 'notCreated'),
    ).toBeNull()
  })

  test('cannot be put below themselves', async () => {
    const { created } = await t.call('Mailbox/set', { create: { a: { name: 'A' }, b: { name: 'B', parentId: '#a' } } })
    const a = textAt(created, 'a/id')
    const { notUpdated } = await t.call('Mailbox/set', { update: { [a]: { parentId: textAt(created, 'b/id') } } })
    expect(at(notUpdated, `${a}/properties`)).toEqual(['parentId'])
  })

  test('can be updated with the whole object, server-set properties unchanged', async () => {
    const { list } = await t.call('Mailbox/get', { ids: [box('archive')] })
    const whole = at(list, '0')
    const set = (patch: object): Promise<unknown> =>
      t.call('Mailbox/set', { update: { [box('archive')]: { ...Object(whole), ...patch } } })
    expect(at(await set({ name: 'Old' }), 'updated')).toEqual({ [box('archive')]: null })
    expect(at(await set({ name: 'Older', totalEmails: 7 }), `notUpdated/${box('archive')}/properties`)).toEqual([
      'totalEmails',
    ])
  })

  test('with children or mail are only destroyed when that is meant', async () => {
    const { created } = await t.call('Mailbox/set', { create: { a: { name: 'A' }, b: { name: 'B', parentId: '#a' } } })
    const [a, b] = [textAt(created, 'a/id'), textAt(created, 'b/id')]
    await t.call('Email/set', { create: { m: { mailboxIds: { [b]: true }, subject: 'kept?' } } })
    expect(at(await t.call('Mailbox/set', { destroy: [a] }), `notDestroyed/${a}/type`)).toBe('mailboxHasChild')
    expect(at(await t.call('Mailbox/set', { destroy: [b] }), `notDestroyed/${b}/type`)).toBe('mailboxHasEmail')
    const { destroyed } = await t.call('Mailbox/set', { destroy: [a, b], onDestroyRemoveEmails: true })
    expect(destroyed).toEqual([b, a])
    expect(at(await t.call('Email/query', { calculateTotal: true }), 'total')).toBe(0)
  })

  test('destroyed with their mail leave messages that are also elsewhere', async () => {
    const folder = textAt(await t.call('Mailbox/set', { create: { a: { name: 'A' } } }), 'created/a/id')
    const create = {
      both: { mailboxIds: { [folder]: true, [box('inbox')]: true }, subject: 'stays' },
      only: { mailboxIds: { [folder]: true }, subject: 'goes' },
    }
    const { created } = await t.call('Email/set', { create })
    expect(at(await t.call('Mailbox/set', { destroy: [folder], onDestroyRemoveEmails: true }), 'destroyed')).toEqual([
      folder,
    ])
    const { list, notFound } = await t.call('Email/get', {
      ids: [textAt(created, 'both/id'), textAt(created, 'only/id')],
      properties: ['mailboxIds'],
    })
    expect(list).toEqual([{ id: textAt(created, 'both/id'), mailboxIds: { [box('inbox')]: true } }])
    expect(notFound).toEqual([textAt(created, 'only/id')])
  })

  test('the inbox stays', async () => {
    expect(at(await t.call('Mailbox/set', { destroy: [box('inbox')] }), `notDestroyed/${box('inbox')}/type`)).toBe(
      'forbidden',
    )
  })

  test('are sorted as a tree, and filtered', async () => {
    const { created } = await t.call('Mailbox/set', { create: { a: { name: 'AAA', parentId: box('trash') } } })
    const { ids } = await t.call('Mailbox/query', { sort: [{ property: 'name' }], sortAsTree: true })
    expect(Array.isArray(ids) && ids.indexOf(textAt(created, 'a/id'))).toBe(6)
    expect(at(await t.call('Mailbox/query', { filter: { hasAnyRole: false } }), 'ids')).toEqual([
      textAt(created, 'a/id'),
    ])
    expect(at(await t.call('Mailbox/query', { filter: { parentId: null, role: 'sent' } }), 'ids')).toEqual([
      box('sent'),
    ])
  })
})

describe('the counters', () => {
  const counts = async (role: string): Promise<unknown> => {
    const { list } = await t.call('Mailbox/get', {
      ids: [box(role)],
      properties: ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads'],
    })
    return Object.values(Object(at(list, '0'))).slice(1)
  }
  const add = async (mailbox: string, keywords: Record<string, true> = {}): Promise<string> =>
    textAt(
      await t.call('Email/set', {
        create: {
          m: { mailboxIds: { [box(mailbox)]: true }, keywords, subject: 'one thread', inReplyTo: ['root@mail.test'] },
        },
      }),
      'created/m/id',
    )

  test('follow mail through mailboxes and keywords', async () => {
    const first = await add('inbox')
    await add('inbox', { $seen: true })
    expect(await counts('inbox')).toEqual([2, 1, 1, 1])
    await t.call('Email/set', { update: { [first]: { 'keywords/$seen': true } } })
    expect(await counts('inbox')).toEqual([2, 0, 1, 0])
    await t.call('Email/set', { update: { [first]: { mailboxIds: { [box('archive')]: true }, keywords: {} } } })
    // Unread in the archive makes the thread unread in the inbox, too.
    expect([await counts('inbox'), await counts('archive')]).toEqual([
      [1, 0, 1, 1],
      [1, 1, 1, 1],
    ])
    await t.call('Email/set', { destroy: [first] })
    expect([await counts('inbox'), await counts('archive')]).toEqual([
      [1, 0, 1, 0],
      [0, 0, 0, 0],
    ])
  })

  test('treat the trash as a thread of its own (RFC 8621 §2)', async () => {
    await add('inbox', { $seen: true })
    await add('trash')
    expect([await counts('inbox'), await counts('trash')]).toEqual([
      [1, 0, 1, 0],
      [1, 1, 1, 1],
    ])
  })

  test('are counted again when another mailbox becomes the trash', async () => {
    await add('inbox', { $seen: true })
    await add('trash')
    await t.call('Mailbox/set', { update: { [box('trash')]: { role: null } } })
    expect(await counts('inbox')).toEqual([1, 0, 1, 1])
  })

  test('show a client that only counts have changed', async () => {
    const { state } = await t.call('Mailbox/get', { ids: [] })
    await add('inbox')
    expect(await t.call('Mailbox/changes', { sinceState: state })).toMatchObject({
      updated: [box('inbox')],
      updatedProperties: ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads'],
    })
  })
})

test('a mailbox with many messages is emptied a few at a time, and one that is refused keeps them', async () => {
  const own = openTestMail({ background: false })
  const { created } = await own.call('Mailbox/set', { create: { a: { name: 'A' }, b: { name: 'B' } } })
  const [a, b] = [textAt(created, 'a/id'), textAt(created, 'b/id')]
  await own.call('Mailbox/set', { create: { c: { name: 'C', parentId: b } } })
  for (const name of ['A', 'B'])
    for (let at = 0; at < 50; at += 1)
      await own.mail.importMessage({
        accountId: 'ada',
        bytes: Buffer.from(`Subject: ${name} ${at}\r\n\r\n${at}`),
        mailboxes: [[name]],
      })
  const count = (): number => own.store.query.one<{ n: number }>('SELECT count(*) AS n FROM email')?.n ?? 0
  const steps: number[] = []
  const state = { isRunning: true }
  const destroying = own
    .call('Mailbox/set', { destroy: [a, b], onDestroyRemoveEmails: true })
    .finally(() => (state.isRunning = false))
  for (let before = count(); state.isRunning; before = count()) {
    await new Promise((resolve) => setImmediate(resolve))
    steps.push(before - count())
  }
  expect(await destroying).toMatchObject({ destroyed: [a], notDestroyed: { [b]: { type: 'mailboxHasChild' } } })
  expect(Math.max(...steps)).toBe(20)
  expect(count()).toBe(50)
  await own.close()
})
