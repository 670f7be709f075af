import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { at, openTestMail, textAt, type TestMail } from '../testing/open-test-mail.ts'

let t: TestMail
let boxes: Readonly<Record<string, string>>

beforeEach(async () => {
  t = openTestMail()
  boxes = await t.mailboxes()
})
afterEach(() => t.close())

const draft = (more: object = {}): object => ({
  mailboxIds: { [boxes['drafts'] ?? '']: true },
  keywords: { $draft: true },
  from: [{ name: 'Ada', email: 'ada@mail.test' }],
  to: [{ name: 'Bob', email: 'bob@mail.test' }],
  subject: 'Tea?',
  textBody: [{ partId: '1' }],
  bodyValues: { 1: { value: 'At four.' } },
  ...more,
})

const move = (): object => ({
  [`mailboxIds/${boxes['drafts']}`]: null,
  [`mailboxIds/${boxes['sent']}`]: true,
  'keywords/$draft': null,
  'keywords/$seen': true,
})

const send = async (email: object = draft(), submission: object = {}) =>
  t.calls([
    ['Email/set', { create: { d: email } }, '0'],
    [
      'EmailSubmission/set',
      { create: { s: { emailId: '#d', identityId: 'I1', ...submission } }, onSuccessUpdateEmail: { '#s': move() } },
      '1',
    ],
  ])

const inboxOf = async (account: string): Promise<unknown> =>
  at(await t.call('Email/query', { filter: { inMailbox: (await t.mailboxes(account))['inbox'] } }, account), 'ids')

describe('sending to an account here', () => {
  test('delivers it, and files the draft under sent in the same step', async () => {
    const responses = await send()
    expect(responses.map(([name, , id]) => [name, id])).toEqual([
      ['Email/set', '0'],
      ['EmailSubmission/set', '1'],
      ['Email/set', '1'],
    ])
    const [id] = Object(await inboxOf('bob'))
    const received = at(
      await t.call(
        'Email/get',
        {
          ids: [id],
          properties: ['from', 'subject', 'keywords', 'header:Return-Path', 'header:Received', 'bodyValues'],
          fetchTextBodyValues: true,
        },
        'bob',
      ),
      'list/0',
    )
    expect(received).toMatchObject({
      from: [{ name: 'Ada', email: 'ada@mail.test' }],
      subject: 'Tea?',
      keywords: {},
      'header:Return-Path': ' <ada@mail.test>',
      bodyValues: { 1: { value: 'At four.' } },
    })
    expect(at(received, 'header:Received')).toMatch(/by mail\.test/)
    const sent = await t.call('Email/query', { filter: { inMailbox: boxes['sent'], notKeyword: '$draft' } })
    expect(sent['ids']).toHaveLength(1)
    const { list } = await t.call('EmailSubmission/get', { ids: null })
    expect(at(list, '0')).toMatchObject({
      undoStatus: 'final',
      deliveryStatus: { 'bob@mail.test': { delivered: 'yes' } },
    })
  })

  test('hides Bcc from all recipients', async () => {
    await send(draft({ to: [{ email: 'bob@mail.test' }], bcc: [{ email: 'ada@mail.test' }] }))
    for (const account of ['ada', 'bob']) {
      const [id] = Object(await inboxOf(account))
      const { list } = await t.call('Email/get', { ids: [id], properties: ['bcc', 'header:Bcc', 'blobId'] }, account)
      expect(at(list, '0')).toMatchObject({ bcc: null, 'header:Bcc': null })
      const raw = await (await t.request(`/jmap/download/${account}/${textAt(list, '0/blobId')}/m`, {}, account)).text()
      expect(raw).not.toMatch(/bcc/i)
    }
    const { ids } = await t.call('Email/query', { filter: { inMailbox: boxes['sent'] } })
    expect(at(await t.call('Email/get', { ids, properties: ['bcc'] }), 'list/0/bcc')).toEqual([
      { name: null, email: 'ada@mail.test' },
    ])
  })

  test('removes Resent-Bcc, which is for the sender only', async () => {
    await send(draft({ 'header:Resent-Bcc:asAddresses': [{ name: null, email: 'secret@elsewhere.example' }] }))
    const [id] = Object(await inboxOf('bob'))
    const { list } = await t.call('Email/get', { ids: [id], properties: ['blobId', 'header:Resent-Bcc'] }, 'bob')
    expect(at(list, '0/header:Resent-Bcc')).toBeNull()
    const raw = await (await t.request(`/jmap/download/bob/${textAt(list, '0/blobId')}/m`, {}, 'bob')).text()
    expect(raw).not.toContain('secret@elsewhere.example')
  })

  test('returns errors to the account when Sender names a foreign address', async () => {
    const responses = await send(draft({ sender: [{ name: null, email: 'bob@mail.test' }] }))
    expect(at(responses, '1/1/notCreated')).toBeNull()
    const { list } = await t.call('EmailSubmission/get', { ids: null })
    expect(at(list, '0/envelope/mailFrom/email')).toBe('ada@mail.test')
    const [id] = Object(await inboxOf('bob'))
    const received = await t.call('Email/get', { ids: [id], properties: ['header:Return-Path'] }, 'bob')
    expect(at(received, 'list/0/header:Return-Path')).toBe(' <ada@mail.test>')
  })

  test('lets the recipient download a small attachment', async () => {
    const blobId = await t.upload('a small picture', 'image/png')
    await send(draft({ attachments: [{ blobId, type: 'image/png', name: 'p.png' }] }))
    const [id] = Object(await inboxOf('bob'))
    const { list } = await t.call('Email/get', { ids: [id], properties: ['attachments'] }, 'bob')
    const attachment = await t.request(`/jmap/download/bob/${textAt(list, '0/attachments/0/blobId')}/p.png`, {}, 'bob')
    expect([attachment.status, await attachment.text()]).toEqual([200, 'a small picture'])
  })

  test('gives one copy to an account with two of the addresses', async () => {
    await send(
      draft({ to: [{ email: 'bob@mail.test' }, { email: 'bob+lists@mail.test' }, { email: 'BOB@mail.test' }] }),
    )
    expect(await inboxOf('bob')).toHaveLength(1)
  })

  test('shares a large attachment with the recipient, who may read it and not the original', async () => {
    const blobId = await t.upload(Buffer.alloc(1_000_000, 7), 'image/png')
    const responses = await send(
      draft({ bcc: [{ email: 'ada@mail.test' }], attachments: [{ blobId, type: 'image/png', name: 'p.png' }] }),
    )
    const [id] = Object(await inboxOf('bob'))
    const { list } = await t.call('Email/get', { ids: [id], properties: ['attachments', 'blobId', 'size'] }, 'bob')
    const attachment = await t.request(`/jmap/download/bob/${textAt(list, '0/attachments/0/blobId')}/p.png`, {}, 'bob')
    expect((await attachment.arrayBuffer()).byteLength).toBe(1_000_000)
    const whole = await t.request(`/jmap/download/bob/${textAt(list, '0/blobId')}/m.eml`, {}, 'bob')
    expect((await whole.arrayBuffer()).byteLength).toBe(at(list, '0/size'))
    const original = textAt(responses, '0/1/created/d/blobId')
    expect((await t.request(`/jmap/download/bob/${original}/m.eml`, {}, 'bob')).status).toBe(404)
    expect(at(t.database.prepare('SELECT sum(length(data)) AS bytes FROM blob').get(), 'bytes')).toBeLessThan(1_020_000)
  })

  test('puts the reply into the thread on both sides', async () => {
    await send()
    const [id] = Object(await inboxOf('bob'))
    const original = at(
      await t.call('Email/get', { ids: [id], properties: ['messageId', 'threadId'] }, 'bob'),
      'list/0',
    )
    const bobs = await t.mailboxes('bob')
    const reply = draft({
      mailboxIds: { [bobs['sent'] ?? '']: true },
      from: [{ email: 'bob@mail.test' }],
      to: [{ email: 'ada@mail.test' }],
      subject: 'Re: Tea?',
      inReplyTo: at(original, 'messageId'),
    })
    const responses = await t.calls(
      [
        ['Email/set', { create: { d: reply } }, '0'],
        ['EmailSubmission/set', { create: { s: { emailId: '#d', identityId: 'I2' } } }, '1'],
      ],
      'bob',
    )
    expect(at(responses, '0/1/created/d/threadId')).toBe(at(original, 'threadId'))
    const { list } = await t.call('Email/get', { ids: Object(await inboxOf('ada')), properties: ['threadId'] })
    const sent = await t.call('Email/query', { filter: { inMailbox: boxes['sent'] } })
    expect(at(await t.call('Email/get', { ids: sent['ids'], properties: ['threadId'] }), 'list/0/threadId')).toBe(
      at(list, '0/threadId'),
    )
  })
})

describe('a submission is refused', () => {
  test.each([
    ['without recipients', { to: [] }, {}, { type: 'noRecipients' }],
    [
      'to what is no address',
      { to: [{ email: 'bob' }] },
      {},
      { type: 'invalidRecipients', invalidRecipients: ['bob'] },
    ],
    [
      'to an account that does not exist',
      { to: [{ email: 'carl@mail.test' }, { email: 'bob@mail.test' }] },
      {},
      { type: 'invalidRecipients', invalidRecipients: ['carl@mail.test'] },
    ],
    [
      'to another server',
      { to: [{ email: 'a@elsewhere.example' }] },
      {},
      { type: 'invalidRecipients', description: expect.stringContaining('a@elsewhere.example') },
    ],
    ['without From', { from: null }, {}, { type: 'invalidEmail', properties: ['from'] }],
    ['from another account', { from: [{ email: 'bob@mail.test' }] }, {}, { type: 'forbiddenFrom' }],
    [
      'from the account and another one',
      { from: [{ email: 'ada@mail.test' }, { email: 'bob@mail.test' }] },
      {},
      { type: 'forbiddenFrom', description: expect.stringContaining('bob@mail.test') },
    ],
    [
      'with the return address of another account',
      {},
      { envelope: { mailFrom: { email: 'bob@mail.test' }, rcptTo: [{ email: 'bob@mail.test' }] } },
      { type: 'forbiddenMailFrom' },
    ],
    [
      'with the identity of another account',
      {},
      { identityId: 'I2' },
      { type: 'invalidProperties', properties: ['identityId'] },
    ],
    ['without a message', {}, { emailId: 'M99' }, { type: 'invalidProperties', properties: ['emailId'] }],
    [
      'with unknown parameters',
      {},
      {
        envelope: {
          mailFrom: { email: 'ada@mail.test', parameters: { X: '1' } },
          rcptTo: [{ email: 'bob@mail.test' }],
        },
      },
      { type: 'invalidProperties', properties: ['envelope'] },
    ],
  ])('%s', async (_, email, submission, error) => {
    const responses = await send(draft(email), submission)
    expect(at(responses, '1/1/notCreated/s')).toMatchObject(error)
    // The draft stays what it was, and nothing is delivered.
    expect(
      at(await t.call('Email/query', { filter: { inMailbox: boxes['drafts'], hasKeyword: '$draft' } }), 'ids'),
    ).toHaveLength(1)
    expect(await inboxOf('bob')).toEqual([])
  })
})

describe('a held message', () => {
  const hold = (seconds: number): object => ({
    envelope: {
      mailFrom: { email: 'ada@mail.test', parameters: { HOLDFOR: String(seconds) } },
      rcptTo: [{ email: 'bob@mail.test', parameters: null }],
    },
  })
  const received = async (): Promise<number> => Object(await inboxOf('bob')).length

  test('can be taken back', async () => {
    const responses = await send(draft(), hold(60))
    const id = textAt(responses, '1/1/created/s/id')
    expect(at(responses, '1/1/created/s/undoStatus')).toBe('pending')
    expect(await received()).toBe(0)
    expect(at(await t.call('EmailSubmission/set', { destroy: [id] }), `notDestroyed/${id}/type`)).toBe('forbidden')
    expect(
      at(await t.call('EmailSubmission/set', { update: { [id]: { undoStatus: 'canceled' } } }), 'updated'),
    ).toEqual({ [id]: null })
    expect(
      at(await t.call('EmailSubmission/set', { update: { [id]: { undoStatus: 'pending' } } }), `notUpdated/${id}/type`),
    ).toBe('invalidProperties')
    expect(at(await t.call('EmailSubmission/set', { destroy: [id] }), 'destroyed')).toEqual([id])
  })

  test('goes out by itself when its time has come, though the draft is gone', async () => {
    const responses = await send(draft(), hold(1))
    const id = textAt(responses, '1/1/created/s/id')
    await t.call('Email/set', { destroy: [textAt(responses, '0/1/created/d/id')] })
    const stream = (await t.request('/jmap/events?types=EmailSubmission&closeafter=state&ping=0')).text()
    expect(await stream).toContain('EmailSubmission')
    expect(await received()).toBe(1)
    expect(
      at(
        await t.call('EmailSubmission/set', { update: { [id]: { undoStatus: 'canceled' } } }),
        `notUpdated/${id}/type`,
      ),
    ).toBe('cannotUnsend')
  })
})

describe('the same message again', () => {
  const messageId = ['tea@mail.test']

  test('is not delivered twice, and the client learns which submission sent it', async () => {
    const first = await send(draft({ messageId }))
    const again = await send(draft({ messageId, subject: 'Tea? (edited)' }))
    expect(at(again, '1/1/notCreated/s')).toMatchObject({
      type: 'alreadyExists',
      existingId: textAt(first, '1/1/created/s/id'),
      existingEmailId: textAt(first, '0/1/created/d/id'),
    })
    expect(await inboxOf('bob')).toHaveLength(1)
  })

  test('sent by two windows at once is delivered once', async () => {
    const responses = await Promise.all([send(draft({ messageId })), send(draft({ messageId }))])
    expect(responses.filter((one) => at(one, '1/1/created/s/id') !== undefined)).toHaveLength(1)
    expect(await inboxOf('bob')).toHaveLength(1)
  })

  test('goes to a recipient who has not got it, under whatever case the others are written', async () => {
    await send(draft({ messageId }))
    const to = (email: string): object => ({
      envelope: { mailFrom: { email: 'ada@mail.test' }, rcptTo: [{ email }] },
    })
    expect(at(await send(draft({ messageId }), to('BOB@mail.test')), '1/1/notCreated/s/type')).toBe('alreadyExists')
    expect(at(await send(draft({ messageId }), to('ada@mail.test')), '1/1/created/s/undoStatus')).toBe('final')
  })

  test('goes out when the first submission was taken back', async () => {
    const hold = {
      mailFrom: { email: 'ada@mail.test', parameters: { HOLDFOR: '60' } },
      rcptTo: [{ email: 'bob@mail.test' }],
    }
    const held = textAt(await send(draft({ messageId }), { envelope: hold }), '1/1/created/s/id')
    await t.call('EmailSubmission/set', { update: { [held]: { undoStatus: 'canceled' } } })
    expect(at(await send(draft({ messageId })), '1/1/created/s/undoStatus')).toBe('final')
    expect(await inboxOf('bob')).toHaveLength(1)
  })
})

test('what fails half-way through delivery leaves no trace', async () => {
  let calls = 0
  await t.close()
  // The third look-up of an address is the one in the middle of the delivery.
  t = openTestMail({
    onFailure: () => undefined,
    resolveAddress: (address) => {
      if (address.startsWith('bob')) calls += 1
      if (calls === 2) throw new Error('the disk is full')
      return address.split('@')[0] ?? null
    },
  })
  const responses = await send()
  expect(responses[1]).toEqual(['error', expect.objectContaining({ type: 'serverFail' }), '1'])
  expect([await inboxOf('bob'), at(await t.call('EmailSubmission/get', { ids: null }), 'list')]).toEqual([[], []])
  expect(at(await t.call('Email/query', { filter: { inMailbox: boxes['drafts'] } }), 'ids')).toHaveLength(1)
})

test('submissions can be queried and followed', async () => {
  const { state } = await t.call('EmailSubmission/get', { ids: [] })
  const responses = await send()
  const id = textAt(responses, '1/1/created/s/id')
  expect(
    await t.call('EmailSubmission/query', {
      filter: { undoStatus: 'final', identityIds: ['I1'] },
      sort: [{ property: 'sentAt' }],
    }),
  ).toMatchObject({ ids: [id] })
  expect(await t.call('EmailSubmission/query', { filter: { emailIds: ['M99'] } })).toMatchObject({ ids: [] })
  expect(await t.call('EmailSubmission/changes', { sinceState: state })).toMatchObject({ created: [id] })
  expect(await t.call('EmailSubmission/queryChanges', { sinceQueryState: state })).toMatchObject({
    removed: [],
    added: [{ id, index: 0 }],
  })
})

test('a message that is held keeps its submission when its thread is merged with another', async () => {
  const inReplyTo = (id: string) => ({ 'header:In-Reply-To': ` <${id}>` })
  const held = draft({ messageId: ['held@mail.test'], subject: 'Re: Tea?', ...inReplyTo('first@mail.test') })
  const responses = await send(held, {
    envelope: {
      mailFrom: { email: 'ada@mail.test', parameters: { HOLDFOR: '60' } },
      rcptTo: [{ email: 'bob@mail.test' }],
    },
  })
  const id = textAt(responses, '1/1/created/s/id')
  const other = async (data: string): Promise<unknown> =>
    t.mail.deliver({ mailFrom: 'bob@mail.test', recipients: ['ada@mail.test'], bytes: Buffer.from(data) })
  await other('Message-ID: <second@mail.test>\r\nSubject: Tea?\r\n\r\nb')
  // It links both threads: one of them is moved.
  await other(
    'Message-ID: <third@mail.test>\r\nReferences: <second@mail.test> <held@mail.test>\r\nSubject: Re: Tea?\r\n\r\nc',
  )
  const { list } = await t.call('EmailSubmission/get', { ids: [id] })
  const emails = await t.call('Email/get', { ids: [at(list, '0/emailId')], properties: ['subject', 'threadId'] })
  expect(emails).toMatchObject({ notFound: [], list: [{ subject: 'Re: Tea?', threadId: at(list, '0/threadId') }] })
  const cancelled = await t.call('EmailSubmission/set', {
    update: { [id]: { undoStatus: 'canceled' } },
    onSuccessUpdateEmail: { [id]: { 'keywords/$draft': true } },
  })
  expect(cancelled).toMatchObject({ updated: { [id]: null } })
})
