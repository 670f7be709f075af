import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { openPeer, zone, type TestPeer } from '../testing/smtp-peer.ts'
import { createMailServer } from '../mail-server.ts'
import { dropQueued, listQueue, retryQueued } from './queue-command.ts'
import { maxQueueTime, retryDelay } from './outbound-queue.ts'
import type { OutboundSettings } from './internet-mail.ts'

let t: TestMail
let peer: TestPeer
let clock = 0

const hour = 3_600_000

/** Servers by name: `mx` is the peer, `gone` is an address where nothing listens. */
const records = {
  'peer.example MX': [{ priority: 10, exchange: 'mx.peer.example' }],
  'other.example MX': [{ priority: 10, exchange: 'mx.peer.example' }],
  'backup.example MX': [
    { priority: 10, exchange: 'gone.example' },
    { priority: 20, exchange: 'mx.peer.example' },
  ],
  'bare.example A': ['127.0.0.1'],
  'mx.peer.example A': ['127.0.0.1'],
  'gone.example A': ['127.0.0.9'],
  'null.example MX': [{ priority: 0, exchange: '' }],
}

function transportOptions(settings: Partial<OutboundSettings> = {}) {
  return {
    domain: 'mail.test',
    resolveAddress: (address: string) => (address === 'ada@mail.test' ? 'ada' : null),
    outbound: {
      name: 'mx.mail.test',
      relay: null,
      lookup: zone(records),
      port: peer.port,
      isAllowed: () => true,
      now: () => Date.now() + clock,
      random: () => 0.5,
      ...settings,
    },
  }
}

const open = (settings: Partial<OutboundSettings> = {}): TestMail => openTestMail(transportOptions(settings))

beforeEach(async () => {
  clock = 0
  peer = await openPeer()
  t = open()
})
afterEach(async () => {
  await t.close()
  await peer.close()
})

async function send(to: readonly string[], more: object = {}): Promise<string> {
  const { drafts } = await t.mailboxes()
  const responses = await t.calls([
    [
      'Email/set',
      {
        create: {
          d: {
            mailboxIds: { [drafts ?? '']: true },
            from: [{ name: 'Ada', email: 'ada@mail.test' }],
            to: to.map((email) => ({ email })),
            bcc: [],
            subject: 'Tea?',
            messageId: ['tea@mail.test'],
            textBody: [{ partId: '1' }],
            bodyValues: { 1: { value: 'At four.\n.\n.. dots' } },
            ...more,
          },
        },
      },
      '0',
    ],
    ['EmailSubmission/set', { create: { s: { emailId: '#d', identityId: 'I1' } } }, '1'],
  ])
  const id = textAt(responses, '1/1/created/s/id')
  await t.mail.sendQueued()
  return id
}

const submission = async (id: string): Promise<unknown> =>
  at(await t.call('EmailSubmission/get', { ids: [id] }), 'list/0')

const status = async (id: string): Promise<unknown> => at(await submission(id), 'deliveryStatus')

async function later(time: number): Promise<void> {
  clock += time
  await t.mail.sendQueued()
}

const inbox = async (): Promise<readonly unknown[]> => {
  const { ids } = await t.call('Email/query', { filter: { inMailbox: (await t.mailboxes())['inbox'] } })
  return Object(
    (await t.call('Email/get', { ids, properties: ['subject', 'from', 'preview', 'blobId', 'attachments'] }))['list'],
  )
}

const raw = async (email: unknown): Promise<string> =>
  (await t.request(`/jmap/download/ada/${textAt(email, 'blobId')}/m.eml`)).text()

describe('mail to another server', () => {
  test('goes to its MX, signed, over TLS, without Return-Path, with its dots', async () => {
    const id = await send(['eve@peer.example'])
    expect(peer.messages).toHaveLength(1)
    const [message] = peer.messages
    expect(message).toMatchObject({
      from: 'ada@mail.test',
      to: ['eve@peer.example'],
      secure: true,
      helo: 'mx.mail.test',
    })
    expect(message?.data).toMatch(/^DKIM-Signature: v=1;/)
    expect(message?.data).not.toMatch(/return-path/i)
    expect(message?.data).toContain('\r\nAt four.\r\n.\r\n.. dots')
    expect(await submission(id)).toMatchObject({
      undoStatus: 'final',
      deliveryStatus: { 'eve@peer.example': { delivered: 'unknown', smtpReply: expect.stringMatching(/^250 /) } },
    })
    expect(t.database.prepare('SELECT * FROM outbound').all()).toEqual([])
  })

  test('carries a signature that its receiver can check', async () => {
    await send(['eve@peer.example'])
    const { dkimVerify } = await import('mailauth')
    const { dkimKey, dkimRecord } = await import('./dkim.ts')
    const record = dkimRecord(dkimKey(t.store.query, 'mail.test'))
    const result = await dkimVerify(Buffer.from(peer.messages[0]?.data ?? '', 'latin1'), {
      resolver: async (name: string) => (name === record.name ? [[record.value]] : []),
    })
    expect(result.results.map(({ status: { result: verdict } }) => verdict)).toEqual(['pass'])
  })

  test('tries the next server of a domain, and the domain itself where it has no MX', async () => {
    await send(['eve@backup.example'])
    await send(['eve@bare.example'], { messageId: ['b@mail.test'] })
    expect(peer.messages.map(({ to }) => to[0])).toEqual(['eve@backup.example', 'eve@bare.example'])
  })

  test('takes one connection for several messages to a domain', async () => {
    peer.refuse({ rcpt: '451 4.7.1 Greylisted' })
    await send(['eve@peer.example'])
    await send(['eve@peer.example'], { messageId: ['2@mail.test'] })
    await send(['eve@peer.example'], { messageId: ['3@mail.test'] })
    peer.refuse({})
    const before = peer.connections()
    await later(hour)
    expect(peer.messages).toHaveLength(3)
    expect(peer.connections() - before).toBeLessThanOrEqual(2)
  })

  test('goes to a relay, all recipients at once, with a password only under TLS', async () => {
    await t.close()
    peer.requireLogin({ user: 'me', password: 'secret' })
    t = open({
      relay: {
        name: 'relay.example',
        address: '127.0.0.1',
        port: peer.port,
        secure: false,
        tls: 'opportunistic',
        login: { user: 'me', password: 'secret' },
      },
    })
    await send(['eve@peer.example', 'sam@other.example'])
    expect(peer.messages).toMatchObject([{ to: ['eve@peer.example', 'sam@other.example'], user: 'me', secure: true }])
  })
})

describe('mail that cannot be delivered', () => {
  test('comes back at once when it is refused permanently, and is listed as a dead letter', async () => {
    peer.refuse({ rcpt: '550 5.1.1 No such user' })
    const id = await send(['eve@peer.example'])
    expect(await status(id)).toMatchObject({
      'eve@peer.example': { delivered: 'no', smtpReply: '550 5.1.1 No such user' },
    })
    const [bounce] = await inbox()
    expect(bounce).toMatchObject({ subject: 'Not delivered: Tea?', from: [{ email: 'mailer-daemon@mail.test' }] })
    const text = await raw(bounce)
    expect(text).toMatch(/^Return-Path: <>\r\n/m)
    expect(text).toMatch(/Content-Type: multipart\/report; report-type=delivery-status;/)
    expect(text).toMatch(/Final-Recipient: rfc822; eve@peer\.example\r\nAction: failed\r\nStatus: 5\.1\.1\r\n/)
    expect(text).toMatch(/Content-Type: text\/rfc822-headers\r\n\r\nReceived: [\s\S]*Message-ID: <tea@mail\.test>/)
    expect(at(await submission(id), 'dsnBlobIds')).toEqual([textAt(bounce, 'blobId')])
    expect(t.database.prepare('SELECT state FROM outbound').all()).toMatchObject([{ state: 'dead' }])
    await later(24 * hour)
    expect(await inbox()).toHaveLength(1)
  })

  test('is reported for each recipient: one gets it, one does not, one has to wait', async () => {
    peer.refuse({ recipients: { 'bad@peer.example': '550 5.1.1 Unknown', 'full@peer.example': '452 4.2.2 Full' } })
    const id = await send(['eve@peer.example', 'bad@peer.example', 'full@peer.example'])
    expect(await status(id)).toMatchObject({
      'eve@peer.example': { delivered: 'unknown' },
      'bad@peer.example': { delivered: 'no' },
      'full@peer.example': { delivered: 'queued', smtpReply: '452 4.2.2 Full' },
    })
    peer.refuse({})
    await later(2 * 60_000)
    expect(peer.messages.map(({ to }) => to)).toEqual([['eve@peer.example'], ['full@peer.example']])
  })

  test('is tried with growing pauses, its sender warned after 4 hours, and returned after 4 days', async () => {
    expect([1, 2, 3, 20].map((attempt) => retryDelay(attempt, () => 0.5))).toEqual([60_000, 120_000, 240_000, 4 * hour])
    expect(retryDelay(1, () => 0)).toBe(48_000)
    peer.refuse({ data: '451 4.3.2 Busy' })
    const id = await send(['eve@peer.example'])
    expect(await inbox()).toHaveLength(0)
    await later(3.9 * hour)
    expect(await inbox()).toHaveLength(0)
    await later(hour * 4.5)
    await later(hour * 4.5)
    expect((await inbox()).map((email) => at(email, 'subject'))).toEqual(['Not delivered yet: Tea?'])
    await later(maxQueueTime)
    expect((await inbox()).map((email) => at(email, 'subject')).toSorted()).toEqual([
      'Not delivered yet: Tea?',
      'Not delivered: Tea?',
    ])
    expect(await status(id)).toMatchObject({
      'eve@peer.example': {
        delivered: 'no',
        smtpReply: expect.stringMatching(/^554 5\.4\.7 Given up after \d+ days: 451/),
      },
    })
  })

  test.each([
    ['eve@null.example', /^556 5\.1\.10/],
    ['eve@nowhere.example', /^550 5\.1\.2/],
  ])('is returned where there is no server: %s', async (recipient, reply) => {
    const id = await send([recipient])
    expect(await status(id)).toMatchObject({
      [recipient]: { delivered: 'no', smtpReply: expect.stringMatching(reply) },
    })
  })

  test('is not sent to servers that say they are this machine', async () => {
    await t.close()
    t = openTestMail({ outbound: { name: 'mx.mail.test', relay: null, lookup: zone(records), port: peer.port } })
    const id = await send(['eve@peer.example'])
    expect(peer.connections()).toBe(0)
    expect(await status(id)).toMatchObject({ 'eve@peer.example': { smtpReply: expect.stringMatching(/^451 4\.4\.4/) } })
  })

  test('is unknown when the connection ends after the last byte, and is not sent again', async () => {
    peer.refuse({ data: 'close' })
    const id = await send(['eve@peer.example'])
    expect(await status(id)).toMatchObject({ 'eve@peer.example': { delivered: 'unknown' } })
    expect((await inbox()).map((email) => at(email, 'subject'))).toEqual(['Perhaps not delivered: Tea?'])
    peer.refuse({})
    await later(24 * hour)
    expect(peer.messages).toHaveLength(0)
  })

  test('with letters beyond ASCII is refused where the server cannot take them', async () => {
    peer.hide('SMTPUTF8')
    const id = await send(['jörg@peer.example'])
    expect(await status(id)).toMatchObject({
      'jörg@peer.example': { delivered: 'no', smtpReply: expect.stringMatching(/^553 5\.6\.7/) },
    })
    await send(['eve@bücher.example'], { messageId: ['c@mail.test'] })
    expect(
      t.database.prepare(`SELECT smtp_reply FROM delivery WHERE recipient = 'eve@bücher.example'`).get(),
    ).toMatchObject({
      smtp_reply: expect.stringMatching(/^550 5\.1\.2/),
    })
  })
})

describe('the queue, by command', () => {
  test('lists what has failed, tries it again, and drops it', async () => {
    peer.refuse({ rcpt: '550 5.1.1 No such user' })
    const id = await send(['eve@peer.example', 'sam@peer.example'])
    expect(listQueue(t.database)).toMatchObject([
      { submission: id, recipient: 'eve@peer.example', state: 'dead', response: '550 5.1.1 No such user' },
      { submission: id, recipient: 'sam@peer.example', state: 'dead' },
    ])
    peer.refuse({})
    expect(retryQueued(t.database, { submission: id, recipient: 'Eve@peer.example' })).toBe(1)
    expect(await status(id)).toMatchObject({ 'eve@peer.example': { delivered: 'queued' } })
    await t.mail.sendQueued()
    expect(peer.messages).toMatchObject([{ to: ['eve@peer.example'] }])
    expect(dropQueued(t.database, { submission: id })).toBe(1)
    expect(listQueue(t.database)).toEqual([])
    expect(dropQueued(t.database, { submission: id })).toBe(0)
  })
})

test('what was on its way when the server was killed is unknown, and is not sent again', async () => {
  peer.refuse({ data: '451 4.3.2 Busy' })
  const id = await send(['eve@peer.example'])
  // As a kill between the last byte and the response leaves it.
  t.database.exec(`UPDATE outbound SET state = 'sending'`)
  peer.refuse({})
  const second = createMailServer({ ...transportOptions(), database: t.database })
  await second.sendQueued()
  await second.close()
  expect(peer.messages).toEqual([])
  expect(await status(id)).toMatchObject({
    'eve@peer.example': {
      delivered: 'unknown',
      smtpReply: expect.stringMatching(/^451 4\.4\.2 This server was stopped/),
    },
  })
  expect((await inbox()).map((email) => at(email, 'subject'))).toEqual(['Perhaps not delivered: Tea?'])
})
