import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openTestMail, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail

beforeEach(() => {
  t = openTestMail()
})
afterEach(() => t.close())

const listen = (
  query: string,
  headers: Record<string, string> = {},
  account = 'ada',
  signal?: AbortSignal,
): Promise<Response> => t.request(`/jmap/events?${query}`, { headers, ...(signal ? { signal } : {}) }, account)

const deliver = (to = 'ada'): Promise<readonly string[]> =>
  t.mail.deliver({
    mailFrom: 'x@y.example',
    recipients: [`${to}@mail.test`],
    bytes: Buffer.from('From: x@y.example\r\nSubject: s\r\n\r\nb'),
  })

/** Events as they come. */
async function* eventsOf(response: Response): AsyncGenerator<Readonly<Record<string, string>>> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text
        .slice(0, end)
        .split('\n')
        .map((line) => line.split(/: (.*)/s))
      text = text.slice(end + 2)
      yield Object.fromEntries(lines.map(([name = '', value = '']) => [name, value]))
    }
  }
}

test('arriving mail is pushed to its account, for the requested types', async () => {
  const events = eventsOf(await listen('types=Email,EmailDelivery&closeafter=no&ping=0'))
  expect(await events.next()).toMatchObject({ value: { retry: '3000' } })
  await deliver('bob')
  await deliver('ada')
  const { value } = await events.next()
  expect(value).toMatchObject({ event: 'state', id: expect.stringMatching(/^\d+$/) })
  const { changed } = JSON.parse(value?.['data'] ?? '{}')
  expect(changed).toEqual({ ada: { Email: expect.any(String), EmailDelivery: expect.any(String) } })
  await events.return(undefined)
})

test('marking as read is no delivery', async () => {
  await deliver()
  const events = eventsOf(await listen('types=*&closeafter=state&ping=0'))
  await events.next()
  await t.call('Email/set', { update: { M1: { 'keywords/$seen': true } } })
  const { value } = await events.next()
  expect(Object.keys(JSON.parse(value?.['data'] ?? '{}').changed.ada).sort()).toEqual(['Email', 'Mailbox'])
  // closeafter=state
  expect(await events.next()).toEqual({ done: true, value: undefined })
})

test('a client that was away receives at once what it missed', async () => {
  const first = eventsOf(await listen('types=Email&closeafter=state&ping=0'))
  await first.next()
  await deliver()
  const { value } = await first.next()
  await deliver()
  const again = eventsOf(await listen('types=Email&closeafter=state&ping=0', { 'last-event-id': value?.['id'] ?? '' }))
  await again.next()
  expect((await again.next()).value).toMatchObject({ event: 'state' })
})

test('a quiet connection is kept alive', async () => {
  const events = eventsOf(await listen('types=Email&closeafter=no&ping=1'))
  await events.next()
  expect((await events.next()).value).toEqual({ event: 'ping', data: '{"interval":1}' })
  await events.return(undefined)
})

test('a client that goes away leaves nothing behind', async () => {
  const controller = new AbortController()
  const aborted = await listen('types=*&closeafter=no&ping=1', {}, 'ada', controller.signal)
  const canceled = await listen('types=*&closeafter=no&ping=1')
  controller.abort()
  await canceled.body?.cancel()
  await expect(aborted.text()).resolves.toContain('retry')
  await deliver()
})

test.each(['types=&closeafter=no&ping=0', 'types=*&closeafter=never&ping=0', 'types=*&closeafter=no&ping=soon'])(
  '%s is refused',
  async (query) => {
    expect((await listen(query)).status).toBe(400)
  },
)
