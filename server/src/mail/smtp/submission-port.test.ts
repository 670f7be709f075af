import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'
import { connectSmtp, sendRaw, type SmtpTestClient } from '../testing/smtp-client.ts'
import { openPeer, zone, type TestPeer } from '../testing/smtp-peer.ts'
import type { InboundServer } from './inbound.ts'
import { SmtpRefusal } from './spool.ts'
import type { SubmissionSettings } from './submission-port.ts'

let peer: TestPeer
let t: TestMail
let port: InboundServer
let client: SmtpTestClient

const lookup = zone({
  'peer.example MX': [{ priority: 1, exchange: 'mx.peer.example' }],
  'mx.peer.example A': ['127.0.0.1'],
})

const plain = (user: string, password: string): string => Buffer.from(`\0${user}\0${password}`).toString('base64')

async function open(settings: Partial<SubmissionSettings> = {}): Promise<void> {
  port = await t.mail.listenForSubmission({
    host: '127.0.0.1',
    port: 0,
    secure: false,
    name: 'mx.mail.test',
    folder: mkdtempSync(path.join(os.tmpdir(), 'atrium-submission-')),
    files: null,
    saveSent: true,
    lookup,
    signIn: ({ user, password }) => {
      if (password !== 'app password') throw new SmtpRefusal(535, '5.7.8 Wrong address or app password')
      return user.slice(0, 3)
    },
    ...settings,
  })
  client = await connectSmtp(port.port)
  await client.command('EHLO laptop')
}

async function signIn(user = 'ada@mail.test'): Promise<string> {
  await client.secure()
  await client.command('EHLO laptop')
  return client.command(`AUTH PLAIN ${plain(user, 'app password')}`)
}

beforeEach(async () => {
  peer = await openPeer()
  t = openTestMail({
    outbound: { name: 'mx.mail.test', relay: null, lookup, port: peer.port, isAllowed: () => true },
  })
})
afterEach(async () => {
  client.close()
  await port.close()
  await t.close()
  await peer.close()
})

const message = (more = ''): string =>
  `From: Ada <ada@mail.test>\r\nTo: eve@peer.example\r\nSubject: Tea?\r\n${more}\r\nAt four.`

const send = (to: readonly string[], data = message(), from = 'ada@mail.test') => sendRaw(client, { from, to, data })

async function mailbox(
  role: string,
  account: string,
  properties: readonly string[] = ['subject'],
): Promise<readonly unknown[]> {
  const { ids } = await t.call('Email/query', { filter: { inMailbox: (await t.mailboxes(account))[role] } }, account)
  return Object((await t.call('Email/get', { ids, properties }, account))['list'])
}

describe('a program', () => {
  test('is offered and allowed to sign in under TLS alone', async () => {
    await open()
    expect(await client.command('EHLO laptop')).not.toContain('AUTH')
    expect(await client.command(`AUTH PLAIN ${plain('ada@mail.test', 'app password')}`)).toMatch(/^500/)
    expect(await client.command('MAIL FROM:<ada@mail.test>')).toMatch(/^530 5\.7\.0 Start TLS/)
    expect(await client.command('MAIL FROM:<>')).toMatch(/^530 5\.7\.0/)
    await client.secure()
    expect(await client.command('EHLO laptop')).toContain('AUTH PLAIN LOGIN')
    expect(await client.command('MAIL FROM:<ada@mail.test>')).toMatch(/^530 5\.7\.0/)
    expect(await client.command(`AUTH PLAIN ${plain('ada@mail.test', 'guess')}`)).toMatch(/^535 5\.7\.8/)
    expect(await client.command(`AUTH PLAIN ${plain('ada@mail.test', 'app password')}`)).toMatch(/^235/)
  })

  test('sends to accounts here and to other servers, by the queue of EmailSubmission', async () => {
    await open()
    await signIn()
    const data = message('Bcc: bob@mail.test\r\n')
    expect((await send(['eve@peer.example', 'bob@mail.test'], data)).at(-1)).toMatch(/^250/)
    await t.mail.sendQueued()
    expect(peer.messages).toMatchObject([{ from: 'ada@mail.test', to: ['eve@peer.example'] }])
    const sent = peer.messages[0]?.data ?? ''
    expect(sent).toMatch(/^DKIM-Signature: [\s\S]*\r\nDate: [\s\S]*\r\nMessage-ID: <[^>]+@mail\.test>\r\n/m)
    expect(sent).not.toContain('bob@mail.test')
    expect(await mailbox('inbox', 'bob')).toEqual([expect.objectContaining({ subject: 'Tea?' })])
    const [submission] = Object((await t.call('EmailSubmission/get', { ids: null }))['list'])
    expect(at(submission, 'deliveryStatus')).toMatchObject({
      'bob@mail.test': { delivered: 'yes' },
      'eve@peer.example': { delivered: 'unknown' },
    })
  })

  test('finds what it sent under Sent, read, and the submission points to it', async () => {
    await open()
    await signIn()
    await send(['bob@mail.test'])
    const [email] = await mailbox('sent', 'ada', ['id', 'subject', 'keywords', 'messageId'])
    expect(email).toMatchObject({
      subject: 'Tea?',
      keywords: { $seen: true },
      messageId: [expect.stringMatching(/@mail\.test$/)],
    })
    const [submission] = Object((await t.call('EmailSubmission/get', { ids: null }))['list'])
    expect(at(submission, 'emailId')).toBe(textAt(email, 'id'))
  })

  test('leaves nothing under Sent where the installation does not want it', async () => {
    await open({ saveSent: false })
    await signIn()
    expect((await send(['bob@mail.test'])).at(-1)).toMatch(/^250/)
    expect(await mailbox('sent', 'ada')).toEqual([])
    expect(await mailbox('inbox', 'bob')).toHaveLength(1)
  })

  test('sends as itself only, in the envelope and in From', async () => {
    await open()
    await signIn()
    expect(await client.command('MAIL FROM:<bob@mail.test>')).toMatch(/^550 5\.7\.1/)
    const responses = await send(['bob@mail.test'], message().replace('ada@mail.test', 'bob@mail.test'))
    expect(responses.at(-1)).toMatch(/^550 5\.7\.1 bob@mail\.test is not an address of this account/)
    expect(await mailbox('inbox', 'bob')).toEqual([])
    expect(await mailbox('sent', 'ada')).toEqual([])
  })

  test('is refused a recipient that is no account here', async () => {
    await open()
    await signIn()
    await client.command('MAIL FROM:<ada@mail.test>')
    expect(await client.command('RCPT TO:<nobody@mail.test>')).toMatch(/^550 5\.1\.1/)
  })

  test('that repeats a message because the acknowledgement was lost sends it once', async () => {
    await open()
    await signIn()
    expect((await send(['bob@mail.test'])).at(-1)).toMatch(/^250/)
    expect((await send(['bob@mail.test'])).at(-1)).toMatch(/^250/)
    expect(await mailbox('inbox', 'bob')).toHaveLength(1)
    expect(await mailbox('sent', 'ada')).toHaveLength(1)
  })

  test('is refused another message with the Message-ID of one it sent before', async () => {
    await open()
    await signIn()
    await send(['bob@mail.test'], message('Message-ID: <1@laptop>\r\n'))
    const again = await send(['bob@mail.test'], `${message('Message-ID: <1@laptop>\r\n')} Or five.`)
    expect(again.at(-1)).toMatch(/^554 5\.6\.0 .*already sent/)
    expect(await mailbox('inbox', 'bob')).toHaveLength(1)
  })

  test('may send a receipt, which has no sender', async () => {
    await open()
    await signIn()
    expect((await send(['bob@mail.test'], message(), '')).at(-1)).toMatch(/^250/)
    expect(await mailbox('inbox', 'bob', ['header:Return-Path'])).toMatchObject([{ 'header:Return-Path': ' <>' }])
  })
})
