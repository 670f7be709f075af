import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { at, openTestMail, type TestMail } from '../mail/testing/open-test-mail.ts'
import { seedDemo } from './seed-demo.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail()
})
afterEach(() => t.close())

const now = Date.UTC(2026, 5, 17, 9, 30)

const seed = (): Promise<number> =>
  seedDemo({
    mail: t.mail,
    domain: 'mail.test',
    now,
    account: async ({ localPart, name }) => {
      t.mail.createAccount({ accountId: localPart, address: `${localPart}@mail.test`, name })
      return { accountId: localPart }
    },
  })

test('the demo fills three mailboxes, once', async () => {
  expect(await seed()).toBeGreaterThan(60)
  expect(await seed()).toBe(0)
  const { list } = await t.call(
    'Mailbox/get',
    { properties: ['role', 'totalEmails', 'unreadEmails', 'totalThreads'] },
    'demo',
  )
  const box = (role: string): unknown => Object(list).find((row: unknown) => at(row, 'role') === role)
  expect(box('inbox')).toMatchObject({ totalEmails: expect.any(Number), unreadEmails: 10 })
  expect(Number(at(box('inbox'), 'totalEmails'))).toBeGreaterThan(25)
  expect([at(box('drafts'), 'totalEmails'), at(box('junk'), 'totalEmails'), at(box('trash'), 'totalEmails')]).toEqual([
    2, 3, 1,
  ])
  expect(Number(at(box('sent'), 'totalEmails'))).toBeGreaterThanOrEqual(10)
})

test('its conversations hold together, own replies included, and nothing is from the future', async () => {
  await seed()
  const { ids } = await t.call('Email/query', { filter: { subject: 'Reading app' }, collapseThreads: true }, 'demo')
  expect(ids).toHaveLength(1)
  const { list } = await t.call('Email/get', { ids, properties: ['threadId'] }, 'demo')
  expect(at(await t.call('Thread/get', { ids: [at(list, '0/threadId')] }, 'demo'), 'list/0/emailIds')).toHaveLength(7)
  const late = await t.call(
    'Email/query',
    { filter: { after: new Date(now).toISOString().replace('.000', '') } },
    'demo',
  )
  expect(late['ids']).toEqual([])
})

test('every one of its messages reads well: no broken letters, every attachment whole', async () => {
  await seed()
  const { ids } = await t.call('Email/query', {}, 'demo')
  const { list } = await t.call(
    'Email/get',
    { ids, properties: ['subject', 'preview', 'from', 'bodyValues', 'attachments'], fetchAllBodyValues: true },
    'demo',
  )
  expect(JSON.stringify(list)).not.toContain('\ufffd')
  const found = Object(list).flatMap((email: unknown) => Object(at(email, 'attachments')))
  const types = new Set(found.map((part: unknown) => at(part, 'type')))
  expect([...types].sort()).toEqual(['application/pdf', 'image/png', 'text/calendar', 'text/csv'])
  expect(at(await t.call('Email/query', { filter: { text: '伏見稲荷' } }, 'demo'), 'ids')).toHaveLength(2)
})
