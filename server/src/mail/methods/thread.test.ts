import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { baseSubject } from '../store/emails.ts'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail()
})
afterEach(() => t.close())

const add = async (headers: Readonly<Record<string, string>>): Promise<string> => {
  const blobId = await t.upload(
    `${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n')}\n\nbody`,
  )
  const inbox = (await t.mailboxes())['inbox'] ?? ''
  return textAt(
    await t.call('Email/import', { emails: { m: { blobId, mailboxIds: { [inbox]: true } } } }),
    'created/m/threadId',
  )
}

const emailsOf = async (thread: string): Promise<unknown> =>
  at(await t.call('Thread/get', { ids: [thread] }), 'list/0/emailIds')

test('a reply joins its thread, also through a reference alone', async () => {
  const thread = await add({ 'Message-ID': '<1@m>', Subject: 'Plans' })
  expect(await add({ 'Message-ID': '<2@m>', 'In-Reply-To': '<1@m>', Subject: 'Re: plans' })).toBe(thread)
  expect(await add({ 'Message-ID': '<3@m>', References: '<1@m> <unknown@m>', Subject: 'AW: Plans' })).toBe(thread)
  // Two siblings that answer the same missing message.
  expect(await add({ 'Message-ID': '<4@m>', 'In-Reply-To': '<unknown@m>', Subject: 'Fwd: Plans' })).toBe(thread)
  expect(await emailsOf(thread)).toHaveLength(4)
})

test('another subject begins another thread', async () => {
  const thread = await add({ 'Message-ID': '<1@m>', Subject: 'Plans' })
  expect(await add({ 'Message-ID': '<2@m>', 'In-Reply-To': '<1@m>', Subject: 'Something else' })).not.toBe(thread)
})

test('a parent that comes late makes one thread of two, with new ids for what has moved', async () => {
  const first = await add({ 'Message-ID': '<2@m>', 'In-Reply-To': '<1@m>', Subject: 'Re: Plans' })
  const second = await add({ 'Message-ID': '<3@m>', 'In-Reply-To': '<0@m>', Subject: 'Re: Plans' })
  expect(second).not.toBe(first)
  const moved = at(await t.call('Thread/get', { ids: [second] }), 'list/0/emailIds/0')
  const { state } = await t.call('Email/get', { ids: [] })
  const { state: threadState } = await t.call('Thread/get', { ids: [] })
  expect(await add({ 'Message-ID': '<1@m>', 'In-Reply-To': '<0@m>', Subject: 'Plans' })).toBe(first)
  expect(await emailsOf(first)).toHaveLength(3)
  expect(await t.call('Thread/get', { ids: [second] })).toMatchObject({ notFound: [second] })
  const changes = await t.call('Email/changes', { sinceState: state })
  expect(changes).toMatchObject({ destroyed: [moved], created: [expect.any(String), expect.any(String)] })
  expect(await t.call('Thread/changes', { sinceState: threadState })).toMatchObject({
    updated: [first],
    destroyed: [second],
  })
  // What has moved is still found, and counted once.
  expect(at(await t.call('Email/query', { filter: { text: 'body' }, calculateTotal: true }), 'total')).toBe(3)
  expect(at(await t.call('Mailbox/get', { ids: ['F1'] }), 'list/0')).toMatchObject({
    totalEmails: 3,
    totalThreads: 1,
    unreadThreads: 1,
  })
})

test('is sorted by when its messages were received', async () => {
  const thread = await add({ 'Message-ID': '<1@m>', Subject: 'a', Received: 'by x; Tue, 2 Jan 2024 00:00:00 +0000' })
  await add({
    'Message-ID': '<2@m>',
    'In-Reply-To': '<1@m>',
    Subject: 'a',
    Received: 'by x; Mon, 1 Jan 2024 00:00:00 +0000',
  })
  expect(await emailsOf(thread)).toEqual(['M2', 'M1'])
})

test.each([
  ['Re: Re[2]: FWD: [list] Plans  for\ttea', 'plans for tea'],
  ['[fwd: Plans]', 'plans'],
  ['Plans (fwd)', 'plans'],
  ['AW: WG: Pläne', 'pläne'],
  ['回复：计划', '计划'],
  ['[only a tag]', '[only a tag]'],
  ['Re: ', ''],
  ['Regarding: tea', 'regarding: tea'],
])('the base of %j is %j', (subject, base) => expect(baseSubject(subject)).toBe(base))
