import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, type TestMail } from '../testing/open-test-mail.ts'
import { openPeer, zone, type TestPeer } from '../testing/smtp-peer.ts'
import type { MailEvent } from '../mail-events.ts'
import { SetFailure } from '../protocol/errors.ts'
import { findAccount, write, type MailAccount, type WriteScope } from '../store/mail-store.ts'
import type { SendingPolicy } from './outgoing.ts'
import { countSent, pauseSending, requireSending } from './sending-limits.ts'
import { countAutomatic, pausedUntil } from './sent-counts.ts'

const minute = 60_000
const hour = 60 * minute
const policy: SendingPolicy = { hour: 10, day: 18, client: 12, flood: 1000 }

let t: TestMail
let events: MailEvent[]

beforeEach(() => {
  events = []
  t = openTestMail({
    sending: { hour: 1000, day: 1000, client: 1000, flood: 3 },
    onEvent: (event) => void events.push(event),
  })
})
afterEach(() => t.close())

const account = (id = 'ada'): MailAccount => {
  const found = findAccount(t.store.query, id)
  if (!found) throw new Error(`no account ${id}`)
  return found
}

/** What sending at a time gives: null, or how long to wait in seconds. */
function send(now: number, recipients: number, { id = 'ada', client }: { id?: string; client?: string } = {}): unknown {
  return write(t.store, (scope) => {
    const at: WriteScope = { ...scope, now }
    const sending = { account: account(id), recipients, client, domain: 'mail.test' }
    try {
      requireSending(at, policy, sending)
    } catch (error) {
      if (!(error instanceof SetFailure)) throw error
      return error.error['retryAfter']
    }
    countSent(at, policy, sending)
    return null
  })
}

describe('what is forwarded and replied without a client', () => {
  const start = 1_800_000_000_000
  const automatic = (now: number, recipients: number): boolean =>
    write(t.store, (scope) => countAutomatic({ ...scope, now }, policy, { account: account().key, recipients }))

  test('has the limits of an account, and uses up none of what its person may send', () => {
    expect([automatic(start, 6), automatic(start, 4), automatic(start, 1)]).toEqual([true, true, false])
    expect(send(start, 10)).toBeNull()
    expect(automatic(start + hour + minute, 8)).toBe(true)
    expect(automatic(start + 3 * hour, 1)).toBe(false)
  })

  test('stops while sending is paused', () => {
    write(t.store, (scope) => pauseSending({ ...scope, now: start }, account().key, start + hour))
    expect(automatic(start, 1)).toBe(false)
    expect(automatic(start + 2 * hour, 1)).toBe(true)
  })
})

describe('an account', () => {
  const start = 1_800_000_000_000

  test('sends to so many recipients in any hour, and learns when it may go on', () => {
    expect(send(start, 6)).toBeNull()
    expect(send(start + 30 * minute, 4)).toBeNull()
    // The first six are an hour old in half an hour and one minute.
    expect(send(start + 30 * minute, 1)).toBe(31 * 60)
    expect(send(start + 61 * minute, 6)).toBeNull()
    expect(send(start + 61 * minute, 1)).toBe(30 * 60)
    expect(send(start + 91 * minute, 2)).toBeNull()
  })

  test('and to so many in any day', () => {
    for (const at of [0, 2, 4]) expect(send(start + at * hour, 6)).toBeNull()
    expect(send(start + 6 * hour, 1)).toBe(18 * 3600 + 60)
    expect(send(start + 24 * hour + minute, 1)).toBeNull()
  })

  test('is not held up by what another one sends', () => {
    expect(send(start, 10)).toBeNull()
    expect(send(start, 10, { id: 'bob' })).toBeNull()
  })

  test('shares the limit of a client address with others there, but not that of this machine', () => {
    const client = '198.51.100.7'
    expect(send(start, 10, { client })).toBeNull()
    expect(send(start, 3, { id: 'bob', client })).toBe(3660)
    expect(send(start, 2, { id: 'bob', client })).toBeNull()
    expect(send(start + 2 * hour, 5, { client: '127.0.0.1' })).toBeNull()
    expect(send(start + 2 * hour, 8, { id: 'bob', client: '127.0.0.1' })).toBeNull()
  })

  test('leaves no counts behind that are older than a day', () => {
    send(start, 1)
    send(start + 25 * hour, 1)
    expect(t.store.query.all('SELECT minute FROM sent_count')).toHaveLength(1)
  })
})

describe('a flood', () => {
  const submit = async (to = 'bob@mail.test', number = 0): Promise<Readonly<Record<string, unknown>>> => {
    const { drafts = '' } = await t.mailboxes()
    const email = {
      mailboxIds: { [drafts]: true },
      from: [{ email: 'ada@mail.test' }],
      to: [{ email: to }],
      subject: `${number}`,
    }
    const responses = await t.calls([
      ['Email/set', { create: { d: email } }, '0'],
      ['EmailSubmission/set', { create: { s: { emailId: '#d', identityId: 'I1' } } }, '1'],
    ])
    return Object(at(responses, '1/1'))
  }
  const inbox = async (id: string): Promise<unknown[]> => {
    const { ids } = await t.call('Email/query', { filter: { inMailbox: (await t.mailboxes(id))['inbox'] } }, id)
    return Object((await t.call('Email/get', { ids, properties: ['subject', 'preview'] }, id))['list'])
  }

  test('pauses sending, and says so to the person and to the log', async () => {
    for (let number = 0; number < 4; number += 1)
      expect(at(await submit('bob@mail.test', number), 'created/s/id')).toBeDefined()
    expect(at(await submit(), 'notCreated/s')).toMatchObject({
      type: 'rateLimit',
      retryAfter: expect.any(Number),
      description: expect.stringMatching(/^Sending is paused for this account.* Try again in (60|59) minutes\.$/),
    })
    expect(await inbox('bob')).toHaveLength(4)
    expect(await inbox('ada')).toMatchObject([
      { subject: 'Sending is paused', preview: expect.stringContaining('paused until') },
    ])
    expect(events).toEqual([{ kind: 'paused', account: 'ada' }])
    write(t.store, (scope) => pauseSending(scope, account().key, null))
    expect(pausedUntil({ query: t.store.query, now: Date.now() }, account().key)).toBe(0)
    expect(at(await submit(), 'created/s/id')).toBeDefined()
  })

  test('keeps what waits for other servers until the pause ends', async () => {
    await t.close()
    const peer: TestPeer = await openPeer()
    const lookup = zone({ 'peer.example A': ['127.0.0.1'] })
    t = openTestMail({
      outbound: { name: 'mx.mail.test', relay: null, lookup, port: peer.port, isAllowed: () => true },
      sending: { hour: 1000, day: 1000, client: 1000, flood: 1000 },
    })
    const { sendQueued } = t.mail
    peer.refuse({ mail: '451 4.7.1 Later' })
    await submit('eve@peer.example')
    await sendQueued()
    write(t.store, (scope) => pauseSending(scope, account().key, Date.now() + hour))
    peer.refuse({})
    await sendQueued()
    expect(peer.messages).toEqual([])
    write(t.store, (scope) => pauseSending(scope, account().key, null))
    await sendQueued()
    expect(peer.messages).toHaveLength(1)
    await peer.close()
  })
})
