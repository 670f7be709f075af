import type { Email, Identity } from '@atrium/mail-contracts'
import { emailBuilder, partBuilder } from '@atrium/mail/testing'
import { quoteText } from '@atrium/mail-html'
import { translator } from '@atrium/remote'
import { describe, expect, test } from '@jest/globals'
import { contentOf, emptyDraft, htmlOf, signed, wholeText, withIdentity } from './draft/draft.ts'
import {
  bodyAsRead,
  isCut,
  plainBody,
  ownRecipient,
  replyRecipients,
  replyReferences,
  forwardSubject,
  replySubject,
  startDraft,
} from './reply.ts'
import { strings } from './strings.ts'

/** A message from Ada to Grace, of 5 January 2026, that says "See you at noon." */
const anEmail = (given: Partial<Email> = {}): Email =>
  emailBuilder({
    receivedAt: '2026-01-05T10:12:00Z',
    sentAt: '2026-01-05T11:12:00+01:00',
    from: [{ name: 'Ada Byron', email: 'ada@example.org' }],
    to: [{ name: 'Grace', email: 'grace@atrium.test' }],
    subject: 'Lunch',
    messageId: ['m1@example.org'],
    bodyValues: { 1: { value: 'See you at noon.', isEncodingProblem: false, isTruncated: false } },
    ...given,
  })

const person = (email: string) => ({ name: null, email })
const emails = (list: readonly { email: string }[]) => list.map(({ email }) => email)
const own = ['grace@atrium.test', 'Grace.Alias@atrium.test']

describe('recipients of a reply', () => {
  const group = anEmail({
    from: [person('ada@example.org')],
    to: [person('GRACE@atrium.test'), person('bob@example.org')],
    cc: [person('grace.alias@atrium.test'), person('carol@example.org'), person('Bob@example.org')],
  })
  const list = { ...group, replyTo: [person('list@example.org')] }
  const mine = anEmail({
    from: [person('grace@atrium.test')],
    to: [person('bob@example.org')],
    cc: [person('carol@example.org')],
  })
  const note = anEmail({ from: [person('grace@atrium.test')], to: [person('grace@atrium.test')] })

  test.each([
    ['the writer', group, false, ['ada@example.org'], []],
    ['all others, each once', group, true, ['ada@example.org'], ['bob@example.org', 'carol@example.org']],
    ['Reply-To in the place of the writer', list, false, ['list@example.org'], []],
    ['Reply-To and all others', list, true, ['list@example.org'], ['bob@example.org', 'carol@example.org']],
    ['those one wrote to, after an own message', mine, false, ['bob@example.org'], []],
    ['all those one wrote to', mine, true, ['bob@example.org'], ['carol@example.org']],
    ['oneself, after a note to oneself', note, true, ['grace@atrium.test'], []],
    ['no one, when no one is named', anEmail({ from: null, to: null }), true, [], []],
    [
      'the writer, when Reply-To is oneself',
      { ...group, replyTo: [person('grace@atrium.test')] },
      false,
      ['grace@atrium.test'],
      [],
    ],
  ])('%s', (_, email, all, to, cc) => {
    const found = replyRecipients(email, { own, all })
    expect([emails(found.to), emails(found.cc)]).toEqual([to, cc])
  })

  test('a reply comes from the address that was written to', () => {
    expect(ownRecipient(anEmail({ to: [person('Grace.Alias@Atrium.test')] }), own)).toBe('grace.alias@atrium.test')
    expect(ownRecipient(anEmail({ to: [person('list@example.org')], cc: null }), own)).toBeUndefined()
  })
})

describe('the subject', () => {
  test.each([
    ['Lunch', 'Re: Lunch'],
    ['Re: Lunch', 'Re: Lunch'],
    ['RE: re: Re[2]: Lunch', 'Re: Lunch'],
    ['AW: SV: Antw: Lunch', 'Re: Lunch'],
    ['回复：午餐', 'Re: 午餐'],
    ['Fwd: Lunch', 'Re: Fwd: Lunch'],
    ['Research: results', 'Re: Research: results'],
    ['', 'Re:'],
    [null, 'Re:'],
  ])('of a reply to %p is %p', (subject, expected) => expect(replySubject(subject)).toBe(expected))

  test.each([
    ['Lunch', 'Fwd: Lunch'],
    ['Fwd: FW: Wg: Lunch', 'Fwd: Lunch'],
    ['Re: Lunch', 'Fwd: Re: Lunch'],
  ])('of %p forwarded is %p', (subject, expected) => expect(forwardSubject(subject)).toBe(expected))
})

describe('the conversation', () => {
  test.each([
    ['a first message', anEmail(), ['m1@example.org'], ['m1@example.org']],
    ['a reply', anEmail({ references: ['m0@example.org'] }), ['m1@example.org'], ['m0@example.org', 'm1@example.org']],
    [
      'a reply without References',
      anEmail({ inReplyTo: ['m0@example.org'] }),
      ['m1@example.org'],
      ['m0@example.org', 'm1@example.org'],
    ],
    ['a message without an id', anEmail({ messageId: null, references: ['m0@example.org'] }), [], ['m0@example.org']],
  ])('of %s goes on', (_, email, inReplyTo, references) => {
    expect(replyReferences(email)).toEqual({ inReplyTo, references })
  })
})

describe('the quoted text', () => {
  const photos = anEmail({
    textBody: [partBuilder()],
    htmlBody: [partBuilder({ partId: '2', type: 'text/html' })],
    bodyValues: {
      1: { value: 'See the photos.', isEncodingProblem: false, isTruncated: false },
      2: {
        value: '<p>Dear Grace,</p><p>see <a href="https://photos.example/7">the photos</a>.</p>',
        isEncodingProblem: false,
        isTruncated: false,
      },
    },
  })

  test('is what was read: the HTML of a message that has both', () => {
    expect(bodyAsRead(photos)).toBe('Dear Grace,\n\nsee the photos <https://photos.example/7>.')
    expect(bodyAsRead(anEmail())).toBe('See you at noon.')
  })

  test('is the text alternative where the HTML has no words', () => {
    const values = {
      ...photos.bodyValues,
      2: { value: '<img src="cid:a">', isEncodingProblem: false, isTruncated: false },
    }
    expect(bodyAsRead({ ...photos, bodyValues: values })).toBe('See the photos.')
  })

  test('waits for the rest of the HTML as well', () => {
    const values = { ...photos.bodyValues, 2: { value: '<p>Dear', isEncodingProblem: false, isTruncated: true } }
    expect(isCut({ ...photos, bodyValues: values })).toBe(true)
  })

  test('gets a sign before every line, and one more where it was a quote', () => {
    expect(quoteText('Hello\r\n\r\n> before\n>> long before\n\n')).toBe('> Hello\n>\n>> before\n>>> long before')
  })

  test('is the plain text of a message, or the words of its HTML', () => {
    const html = '<style>p{}</style><p>Dear&nbsp;Grace,</p><p>a &lt; b<br>next</p><ul><li>one</li><li>two</li></ul>'
    const email = anEmail({
      textBody: [partBuilder({ type: 'text/html' })],
      bodyValues: { 1: { value: html, isEncodingProblem: false, isTruncated: false } },
    })
    expect(plainBody(email)).toBe('Dear Grace,\n\na < b\nnext\n\n- one\n- two')
  })

  test('says when the rest of it is still at the server', () => {
    const values = { 1: { value: 'See', isEncodingProblem: false, isTruncated: true } }
    expect([isCut(anEmail()), isCut(anEmail({ bodyValues: values }))]).toEqual([false, true])
  })
})

const anIdentity = (identity: Partial<Identity> = {}): Identity => ({
  id: 'i1',
  name: 'Grace',
  email: 'grace@atrium.test',
  replyTo: null,
  bcc: null,
  textSignature: '',
  htmlSignature: '',
  mayDelete: false,
  ...identity,
})

const around = {
  own: ['grace@atrium.test', 'work@atrium.test'],
  identities: [anIdentity(), anIdentity({ id: 'i2', email: 'work@atrium.test', textSignature: 'Grace\nAtrium' })],
  say: translator(strings, 'en-GB'),
  locale: 'en-GB',
  body: { quoted: null, stored: null },
}

describe('a reply', () => {
  test('quotes the text below a line that says who wrote it', () => {
    const draft = startDraft('reply', anEmail({ sentAt: '2026-01-05T12:12:00Z' }), around)
    expect(draft.quote).toMatch(/^On Monday,? 5 January 2026 at \d\d:\d\d, Ada Byron wrote:\n> See you at noon\.$/)
    expect({ ...draft, quote: '' }).toMatchObject({
      to: [{ name: 'Ada Byron', email: 'ada@example.org' }],
      cc: [],
      subject: 'Re: Lunch',
      text: '',
      inReplyTo: ['m1@example.org'],
      references: ['m1@example.org'],
      attachments: [],
    })
  })

  test('puts the line above the quote in the language of the person', () => {
    const draft = startDraft('reply', anEmail(), { ...around, locale: 'de-DE' })
    expect(draft.quote).toContain('5. Januar 2026')
  })

  test('comes from the identity that was written to, with its signature above the quote', () => {
    const draft = startDraft('reply', anEmail({ to: [{ name: null, email: 'Work@atrium.test' }] }), around)
    expect(draft.identityId).toBe('i2')
    expect(draft.text).toBe('\n\n-- \nGrace\nAtrium')
    expect(wholeText({ ...draft, text: 'Yes' })).toMatch(/^Yes\n\nOn .* wrote:\n> See/)
  })

  test('does without a date that cannot be read', () => {
    expect(startDraft('reply', anEmail({ sentAt: 'soon' }), around).quote).toMatch(/^Ada Byron wrote:\n/)
  })
})

describe('a message with HTML', () => {
  const html = '<p>See <b>you</b> <img src="cid:map"></p>'
  const read = { ...around, body: { ...around.body, quoted: { html, text: 'See you' } } }
  const pictures = [
    partBuilder({ partId: '2', blobId: 'b2', name: 'map.png', type: 'image/png', cid: 'map' }),
    partBuilder({ partId: '3', blobId: 'b3', name: 'menu.pdf', type: 'application/pdf' }),
  ]

  test('is quoted with its formatting and its pictures, and in words', () => {
    const draft = startDraft('reply', anEmail({ attachments: pictures }), read)
    expect(draft.quoteHtml).toContain(`${html}</blockquote>`)
    expect(draft.quote.endsWith('\n> See you')).toBe(true)
    expect(draft.attachments).toMatchObject([{ blobId: 'b2', cid: 'map' }])
    const address = { name: null, email: 'grace@atrium.test' }
    const sender = { identity: null, address }
    expect(contentOf({ ...draft, text: 'Yes & <no>' }, sender)).toMatchObject({
      html: `<div>Yes &amp; &lt;no&gt;</div><div><br></div>${draft.quoteHtml}`,
      text: expect.stringMatching(/^Yes & <no>\n\nOn .*\n> See you$/),
      attachments: [{ blobId: 'b2', cid: 'map' }],
    })
    const plain = contentOf({ ...draft, format: 'plain' }, sender)
    expect(plain).not.toHaveProperty('html')
  })

  test('is forwarded as it was read, with all its files', () => {
    const draft = startDraft('forward', anEmail({ attachments: pictures }), read)
    expect(draft.quoteHtml).toContain(`Subject: Lunch`)
    expect(draft.quoteHtml).toContain(html)
    expect(draft.attachments).toMatchObject([
      { blobId: 'b2', cid: 'map' },
      { blobId: 'b3', cid: null },
    ])
  })

  test('forwards a picture that stands between its texts', () => {
    const between = partBuilder({ partId: '4', blobId: 'b4', type: 'image/jpeg', name: 'photo.jpg' })
    const draft = startDraft('forward', anEmail({ htmlBody: [between] }), around)
    expect(draft.attachments).toMatchObject([{ blobId: 'b4', cid: null }])
  })
})

describe('a forwarded message', () => {
  const email = anEmail({
    cc: [{ name: null, email: 'carol@example.org' }],
    attachments: [partBuilder({ partId: '2', blobId: 'b2', name: 'menu.pdf', type: 'application/pdf', size: 4096 })],
  })

  test('keeps its files by reference, its head and its text', () => {
    const draft = startDraft('forward', email, around)
    expect(draft.attachments).toMatchObject([{ name: 'menu.pdf', blobId: 'b2', size: 4096, progress: 1, error: null }])
    expect(draft.quote).toContain('From: Ada Byron <ada@example.org>')
    expect(draft.quote).toContain('Cc: carol@example.org')
    expect(draft.quote.endsWith('\n\nSee you at noon.')).toBe(true)
    expect([draft.to, draft.inReplyTo, draft.references]).toEqual([[], [], ['m1@example.org']])
  })
})

describe('a stored draft', () => {
  test('goes on as it was, with nothing quoted or added', () => {
    const email = anEmail({
      keywords: { $draft: true },
      from: [{ name: 'Grace', email: 'work@atrium.test' }],
      to: [{ name: null, email: 'ada@example.org' }],
      bcc: [{ name: null, email: 'carol@example.org' }],
      inReplyTo: ['m0@example.org'],
      references: ['m0@example.org'],
    })
    expect(startDraft('draft', email, around)).toMatchObject({
      identityId: 'i2',
      to: [{ email: 'ada@example.org' }],
      bcc: [{ email: 'carol@example.org' }],
      subject: 'Lunch',
      text: 'See you at noon.',
      quote: '',
      inReplyTo: ['m0@example.org'],
    })
  })
})

describe('another identity', () => {
  const first = anIdentity({ textSignature: 'Grace' })
  const second = anIdentity({ id: 'i2', email: 'work@atrium.test', textSignature: 'Grace\nAtrium' })

  test('brings its signature in both formats, below what was written', () => {
    const start = { ...emptyDraft, ...signed('Hello', first) }
    const changed = { ...start, ...withIdentity(start, first, second) }
    expect(changed.text).toBe('Hello\n\n-- \nGrace\nAtrium')
    expect(htmlOf(changed)).toMatch(/^<div>Hello<\/div>.*<div>Grace<\/div><div>Atrium<\/div><\/div>$/)
    expect(htmlOf(changed)).not.toContain('<div>Grace</div></div>')
  })

  test('leaves a signature that was edited as it is', () => {
    const draft = { ...emptyDraft, ...signed('Hello', first), text: 'Hello\n\n-- \nG.' }
    expect(withIdentity(draft, first, second)).toEqual({ identityId: 'i2' })
  })
})
