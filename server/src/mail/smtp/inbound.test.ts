import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createDiskReserve } from '../../database/disk-reserve.ts'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { connectSmtp, sendRaw, type SmtpTestClient } from '../testing/smtp-client.ts'
import { createAddressBook } from './address-book.ts'
import type { Lookup } from './dns.ts'
import type { InboundServer } from './inbound.ts'

let t: TestMail
let inbound: InboundServer
let client: SmtpTestClient
let folder: string

const lookup: Lookup = async (name, type) => {
  if (name === '1.0.0.127.in-addr.arpa' && type === 'PTR') return ['localhost.peer.example']
  if (name === 'peer.example' && type === 'TXT') return [['v=spf1 ip4:127.0.0.1 -all']]
  if (name === '_dmarc.peer.example' && type === 'TXT') return [['v=DMARC1; p=reject']]
  if (name === '_dmarc.soft.example' && type === 'TXT') return [['v=DMARC1; p=quarantine']]
  throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' })
}

let trusted = true

const accounts = ['ada@mail.test', 'bob@mail.test']

beforeEach(async () => {
  trusted = true
  folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-smtp-'))
  t = openTestMail({
    quota: 1_000_000,
    ...createAddressBook({
      domain: 'mail.test',
      aliases: new Map([
        ['team@mail.test', accounts],
        ['*@mail.test', ['bob@mail.test']],
        ['*@strict.test', []],
      ]),
      accountOf: (address) => (accounts.includes(address) ? address.slice(0, 3) : null),
    }),
  })
  inbound = await t.mail.listen({
    host: '127.0.0.1',
    port: 0,
    name: 'mx.mail.test',
    folder,
    files: null,
    lookup,
    isTrusted: () => trusted,
  })
  client = await connectSmtp(inbound.port)
  await client.command('EHLO peer.example')
})
afterEach(async () => {
  client.close()
  await inbound.close()
  await t.close()
})

const message = (subject = 'Tea?', more = ''): string =>
  `${more}From: Eve <eve@peer.example>\r\nTo: ada@mail.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject.length}@peer.example>\r\n\r\nAt four.`

const inbox = async (account = 'ada', properties: readonly string[] = ['subject']): Promise<readonly unknown[]> => {
  const { ids } = await t.call('Email/query', { filter: { inMailbox: (await t.mailboxes(account))['inbox'] } }, account)
  return Object((await t.call('Email/get', { ids, properties }, account))['list'])
}

const send = (to: readonly string[] = ['ada@mail.test'], data = message()) =>
  sendRaw(client, { from: 'eve@peer.example', to, data })

describe('a message from another server', () => {
  test('arrives in the inbox, and says where it came from', async () => {
    expect(client.greeting).toMatch(/^220 mx\.mail\.test ESMTP/)
    expect((await send()).map((response) => response.slice(0, 3))).toEqual(['250', '250', '354', '250'])
    const [email] = await inbox('ada', [
      'subject',
      'header:Return-Path',
      'header:Delivered-To',
      'header:Received',
      'preview',
    ])
    expect(email).toMatchObject({
      subject: 'Tea?',
      preview: 'At four.',
      'header:Return-Path': ' <eve@peer.example>',
      'header:Delivered-To': ' ada@mail.test',
    })
    expect(at(email, 'header:Received')).toMatch(
      /^ from peer\.example \(localhost\.peer\.example \[127\.0\.0\.1\]\)\r\n\tby mx\.mail\.test \(Atrium\) with ESMTP id \S+\r\n\tfor <ada@mail\.test>;/,
    )
    expect(readdirSync(path.join(folder, 'spool'))).toEqual([])
  })

  test('is stored with its own bytes, the parts where they are', async () => {
    const data = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\nfile\r\n--b--`
    await send(['ada@mail.test'], data)
    const [email] = await inbox('ada', ['attachments', 'blobId'])
    const part = await t.request(`/jmap/download/ada/${textAt(email, 'attachments/0/blobId')}/a.txt`)
    expect(await part.text()).toBe('file')
    const whole = await (await t.request(`/jmap/download/ada/${textAt(email, 'blobId')}/m.eml`)).text()
    expect(whole).toMatch(
      /^Delivered-To: ada@mail\.test\r\nReturn-Path: <eve@peer\.example>\r\nAuthentication-Results: [\s\S]*\r\nReceived: from/,
    )
    expect(whole.endsWith(`${data}\r\n`)).toBe(true)
  })

  test('keeps dots, letters beyond ASCII and empty lines', async () => {
    await client.command('MAIL FROM:<jörg@peer.example> BODY=8BITMIME SMTPUTF8')
    await client.command('RCPT TO:<ada@mail.test>')
    await client.command('DATA')
    const response = await client.raw('Subject: Grüße\r\n\r\n..one\r\n\r\n...\r\nüber\r\n.\r\n')
    expect(response).toMatch(/^250/)
    const [email] = await inbox('ada', ['subject', 'header:Return-Path', 'blobId'])
    expect(email).toMatchObject({ subject: 'Grüße', 'header:Return-Path': ' <jörg@peer.example>' })
    const whole = await (await t.request(`/jmap/download/ada/${textAt(email, 'blobId')}/m.eml`)).text()
    expect(whole.endsWith('\r\n\r\n.one\r\n\r\n..\r\nüber\r\n')).toBe(true)
  })

  test('comes over TLS with a certificate that the server has made itself', async () => {
    expect(await client.secure()).toBe('mx.mail.test')
    expect(await client.command('EHLO peer.example')).not.toContain('AUTH')
    expect(await client.command('AUTH PLAIN AGFkYQBhZGE=')).toMatch(/^500/)
    await send()
    const [email] = await inbox('ada', ['header:Received'])
    expect(at(email, 'header:Received')).toContain('with ESMTPS id')
  })

  test('reaches plus addresses, everyone behind an alias once, and the catch-all', async () => {
    await send(['ada+shop@mail.test', 'TEAM@mail.test'], message('to all'))
    await send(['unheard-of@mail.test'], message('to none'))
    expect(await inbox('ada')).toMatchObject([{ subject: 'to all' }])
    expect(await inbox('bob')).toMatchObject([{ subject: 'to none' }, { subject: 'to all' }])
  })

  test('is acknowledged again and not delivered again when its sender repeats it', async () => {
    await send()
    client.close()
    client = await connectSmtp(inbound.port)
    await client.command('EHLO peer.example')
    expect((await send()).at(-1)).toMatch(/^250/)
    expect(await inbox()).toHaveLength(1)
    await send(['ada@mail.test'], message('Another'))
    expect(await inbox()).toHaveLength(2)
  })

  test('is not delivered when its sender goes away before the end', async () => {
    await client.command('MAIL FROM:<eve@peer.example>')
    await client.command('RCPT TO:<ada@mail.test>')
    await client.command('DATA')
    client.close()
    await inbound.close()
    expect(await inbox()).toEqual([])
  })
})

describe('what is refused in the session', () => {
  const last = async (lines: readonly string[]): Promise<string> => {
    let response = ''
    for (const line of lines) response = await client.command(line)
    return response
  }

  test('recipients that are not here', async () => {
    expect(await last(['MAIL FROM:<eve@peer.example>', 'RCPT TO:<ada@elsewhere.example>'])).toMatch(/^550 5\.1\.1/)
    expect(await client.command('RCPT TO:<no@strict.test>')).toMatch(/^550/)
    expect(await client.command('DATA')).toMatch(/^503/)
  })

  test('a client that guesses addresses', async () => {
    await client.command('MAIL FROM:<eve@peer.example>')
    for (let n = 0; n < 20; n += 1) expect(await client.command(`RCPT TO:<guess${n}@strict.test>`)).toMatch(/^550/)
    expect(await client.command('RCPT TO:<one-more@strict.test>')).toMatch(/^421 4\.7\.0/)
  })

  test('a message that is declared larger than the limit or than the quota', async () => {
    expect(await last(['MAIL FROM:<eve@peer.example> SIZE=99000000'])).toMatch(/^552/)
    expect(await last(['MAIL FROM:<eve@peer.example> SIZE=2000000', 'RCPT TO:<ada@mail.test>'])).toMatch(/^552 5\.2\.2/)
  })

  test.each([
    ['LF . CRLF', 'Subject: a\r\n\r\ntext\n.\r\nMAIL FROM:<admin@mail.test>'],
    ['LF . LF', 'Subject: a\r\n\r\ntext\n.\nMAIL FROM:<admin@mail.test>'],
    ['CR . CR', 'Subject: a\r\n\r\ntext\r.\rMAIL FROM:<admin@mail.test>'],
    ['CRLF . LF', 'Subject: a\r\n\r\ntext\r\n.\nMAIL FROM:<admin@mail.test>'],
    ['CR CRLF', 'Subject: a\r\n\r\ntext\r\r\n.\r\r\nmore'],
    ['a NUL and a bare CR at the end', 'Subject: a\r\n\r\ntext\0\r'],
  ])('a message that hides another behind %s', async (_name, data) => {
    await client.command('MAIL FROM:<eve@peer.example>')
    await client.command('RCPT TO:<ada@mail.test>')
    await client.command('DATA')
    expect(await client.raw(`${data}${data.endsWith('\r') ? 'x' : ''}\r\n.\r\n`)).toMatch(/^554 5\.6\.0/)
    expect(await client.command('NOOP')).toMatch(/^250/)
    expect(await inbox()).toEqual([])
  })

  test('a message that was delivered here before, or has passed too many servers', async () => {
    expect((await send(['ada@mail.test'], message('a', 'Delivered-To: Ada@mail.test\r\n'))).at(-1)).toMatch(
      /^554 5\.4\.6/,
    )
    expect((await send(['ada@mail.test'], message('b', 'Received: by x\r\n'.repeat(51)))).at(-1)).toMatch(
      /^554 5\.4\.6/,
    )
    expect((await send(['ada@mail.test'], message('c', 'Received: by x\r\n'.repeat(50)))).at(-1)).toMatch(/^250/)
  })

  test('signing in, and extensions that are not announced', async () => {
    const features = await client.command('EHLO peer.example')
    expect(features).toMatch(/PIPELINING/)
    expect(features).toMatch(/8BITMIME/)
    expect(features).toMatch(/SMTPUTF8/)
    expect(features).toMatch(/STARTTLS/)
    expect(features).toMatch(/SIZE 75000000/)
    expect(features).not.toMatch(/AUTH|DSN|CHUNKING/)
    expect(await client.command('AUTH PLAIN AGEAYg==')).toMatch(/^5/)
  })
})

describe('who a message is from', () => {
  const from = (address: string, more = ''): string =>
    `${more}From: <${address}>\r\nDate: Mon, 30 Nov 2026 20:00:00 +0000\r\nMessage-ID: <${address}>\r\n\r\ntext`

  beforeEach(() => {
    trusted = false
  })

  test('is checked and written down, and what claims to be from us is removed', async () => {
    const forged =
      'Authentication-Results: MX.mail.test; dmarc=pass\r\nAuthentication-Results: other.example; spf=fail\r\n'
    await send(['ada@mail.test'], from('eve@peer.example', forged))
    const [email] = await inbox('ada', ['header:Authentication-Results:all', 'header:X-Atrium-Spam'])
    const [ours, theirs, ...more] = Object(at(email, 'header:Authentication-Results:all'))
    expect(ours).toMatch(/^ mx\.mail\.test;[\s\S]*spf=pass[\s\S]*dmarc=pass/)
    expect(theirs).toBe(' other.example; spf=fail')
    expect(more).toEqual([])
    expect(at(email, 'header:X-Atrium-Spam')).toMatch(/score=-1;\s+tests=dmarc-pass:-1/)
  })

  test('a forged sender is refused or goes to Junk, as its domain wants', async () => {
    const fake = async (domain: string): Promise<string | undefined> =>
      (await sendRaw(client, { from: 'eve@other.example', to: ['ada@mail.test'], data: from(`eve@${domain}`) })).at(-1)
    expect(await fake('peer.example')).toMatch(/^550 5\.7\.1 Refused as spam \(dmarc-fail-reject/)
    expect(await fake('soft.example')).toMatch(/^250/)
    expect(await inbox()).toEqual([])
    const { ids } = await t.call('Email/query', { filter: { inMailbox: (await t.mailboxes())['junk'] } })
    expect(ids).toHaveLength(1)
  })

  test('the test message of spam filters is refused', async () => {
    const data = 'Subject: x\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'
    expect((await send(['ada@mail.test'], data)).at(-1)).toMatch(/^550 5\.7\.1/)
  })
})

describe('a report about a message that was sent from here', () => {
  const report = (action: string, id: string): string =>
    `From: daemon@peer.example\r\nTo: ada@mail.test\r\nSubject: Report\r\nMIME-Version: 1.0\r\n` +
    `Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n--b\r\n` +
    `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; peer.example\r\n${id}\r\n` +
    `Final-Recipient: rfc822; Eve@peer.example\r\nAction: ${action}\r\nStatus: 5.2.1\r\n` +
    `Diagnostic-Code: smtp; 550 5.2.1 Moved\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <tea@mail.test>\r\n--b--`

  beforeEach(() => {
    // What another server has taken over.
    t.database.exec(`
      INSERT INTO blob (id, size, created_at, data) VALUES ('B1', 1, 0, x'00');
      INSERT INTO submission (id, account, identity, email, thread, blob, envelope, send_at, undo_status, message_id)
        VALUES (7, 1, 1, 1, 1, 'B1', '{"mailFrom":{"email":"ada@mail.test"},"rcptTo":[]}', 0, 'final', 'tea@mail.test');
      INSERT INTO delivery (submission, recipient, delivered, smtp_reply) VALUES (7, 'eve@peer.example', 'unknown', '250 OK');
    `)
  })

  const status = async (): Promise<unknown> => at(await t.call('EmailSubmission/get', { ids: ['S7'] }), 'list/0')

  test.each([
    ['its envelope id', 'Original-Envelope-Id: S7\r\n'],
    ['its Message-ID', ''],
  ])('changes the status of its recipient, found by %s', async (_name, id) => {
    await sendRaw(client, { from: '', to: ['ada@mail.test'], data: report('failed', id) })
    const [email] = await inbox('ada', ['blobId'])
    expect(await status()).toMatchObject({
      deliveryStatus: { 'eve@peer.example': { delivered: 'no', smtpReply: '550 5.2.1 Moved' } },
      dsnBlobIds: [textAt(email, 'blobId')],
    })
  })

  test('changes nothing when it has a sender, or comes to another account', async () => {
    await sendRaw(client, { from: 'eve@peer.example', to: ['ada@mail.test'], data: report('failed', '') })
    await sendRaw(client, { from: '', to: ['bob@mail.test'], data: report('failed', '') })
    expect(await status()).toMatchObject({
      deliveryStatus: { 'eve@peer.example': { delivered: 'unknown' } },
      dsnBlobIds: [],
    })
  })

  test('says that the message was read', async () => {
    const data =
      `From: eve@peer.example\r\nTo: ada@mail.test\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nRead.\r\n--b\r\n` +
      `Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822; eve@peer.example\r\n` +
      `Original-Message-ID: <tea@mail.test>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--b--`
    await sendRaw(client, { from: '', to: ['ada@mail.test'], data })
    const [email] = await inbox('ada', ['blobId'])
    expect(await status()).toMatchObject({
      deliveryStatus: { 'eve@peer.example': { delivered: 'unknown', displayed: 'yes' } },
      mdnBlobIds: [textAt(email, 'blobId')],
    })
  })
})

describe('a disk that takes nothing', () => {
  test.each([
    ['is full', 'PRAGMA max_page_count = 1', 'PRAGMA max_page_count = 1073741823'],
    ['is read-only', 'PRAGMA query_only = ON', 'PRAGMA query_only = OFF'],
  ])(
    'a database that %s refuses mail for a while, has no half of it, and takes it when it can',
    async (_, stop, go) => {
      t.database.exec(stop)
      // Larger than the pages that are free.
      const data = message('Tea?', `X-Long: ${'long '.repeat(100)}\r\n`) + '\r\nlong text'.repeat(3000)
      expect((await send(['ada@mail.test'], data)).at(-1)).toMatch(/^452 4\.3\.1/)
      t.database.exec(go)
      expect(await inbox()).toEqual([])
      expect(readdirSync(path.join(folder, 'spool'))).toEqual([])
      expect((await send(['ada@mail.test'], data)).at(-1)).toMatch(/^250/)
      expect(await inbox()).toMatchObject([{ subject: 'Tea?' }])
      expect(t.database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    },
  )

  test('refuses a change of a client as something that will pass', async () => {
    t.database.exec('PRAGMA query_only = ON')
    const create = { m: { name: 'Tea' } }
    expect(await t.call('Mailbox/set', { create })).toMatchObject({ type: 'serverUnavailable' })
    expect((await t.request('/jmap/upload/ada', { method: 'POST', body: 'x' })).status).toBe(507)
    t.database.exec('PRAGMA query_only = OFF')
    expect(await t.call('Mailbox/set', { create })).toHaveProperty('created.m')
  })

  test('refuses the sender, and takes mail again without a restart', async () => {
    let free = 0
    const disk = createDiskReserve({ folder, reserve: 1e6, space: () => ({ free, total: 100e6 }) })
    const full = openTestMail({ disk })
    const port = { host: '127.0.0.1', port: 0, name: 'mx.mail.test', files: null, lookup }
    const server = await full.mail.listen({ ...port, folder: mkdtempSync(path.join(os.tmpdir(), 'atrium-smtp-')) })
    const other = await connectSmtp(server.port)
    await other.command('EHLO peer.example')
    expect(await other.command('MAIL FROM:<eve@peer.example>')).toMatch(/^452 4\.3\.1/)
    free = 50e6
    const responses = await sendRaw(other, { from: 'eve@peer.example', to: ['ada@mail.test'], data: message() })
    expect(responses.at(-1)).toMatch(/^250/)
    other.close()
    await server.close()
    await full.close()
  })
})
