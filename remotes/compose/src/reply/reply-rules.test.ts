import { quoteText } from '@atrium/mail-html'
import { describe, expect, test } from '@jest/globals'
import { anEmail, aPart } from '../testing/an-email.ts'
import { isCut, plainBody } from './plain-body.ts'
import { ownRecipient, replyRecipients } from './recipients.ts'
import { lineageOf } from './references.ts'
import { forwardSubject, replySubject } from './subject.ts'

const person = (email: string) => ({ name: null, email })
const emails = (list: readonly { email: string }[]) => list.map(({ email }) => email)
const own = ['grace@atrium.test', 'Grace.Alias@atrium.test']

describe('recipients of an answer', () => {
  const group = anEmail({
    from: [person('ada@example.org')],
    to: [person('GRACE@atrium.test'), person('bob@example.org')],
    cc: [person('grace.alias@atrium.test'), person('carol@example.org'), person('Bob@example.org')],
  })
  const list = { ...group, replyTo: [person('list@example.org')] }
  const mine = anEmail({ from: [person('grace@atrium.test')], to: [person('bob@example.org')], cc: [person('carol@example.org')] })
  const note = anEmail({ from: [person('grace@atrium.test')], to: [person('grace@atrium.test')] })

  test.each([
    ['the writer', group, false, ['ada@example.org'], []],
    ['everybody but oneself, each once', group, true, ['ada@example.org'], ['bob@example.org', 'carol@example.org']],
    ['Reply-To in the place of the writer', list, false, ['list@example.org'], []],
    ['Reply-To and everybody else', list, true, ['list@example.org'], ['bob@example.org', 'carol@example.org']],
    ['those one wrote to, after an own message', mine, false, ['bob@example.org'], []],
    ['all those one wrote to', mine, true, ['bob@example.org'], ['carol@example.org']],
    ['oneself, after a note to oneself', note, true, ['grace@atrium.test'], []],
    ['nobody, when nobody is named', anEmail({ from: null, to: null }), true, [], []],
    ['the writer, when Reply-To is oneself', { ...group, replyTo: [person('grace@atrium.test')] }, false, ['grace@atrium.test'], []],
  ])('%s', (_, email, all, to, cc) => {
    const found = replyRecipients(email, { own, all })
    expect([emails(found.to), emails(found.cc)]).toEqual([to, cc])
  })

  test('an answer comes from the address that was written to', () => {
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
  ])('of an answer to %p is %p', (subject, expected) => expect(replySubject(subject)).toBe(expected))

  test.each([
    ['Lunch', 'Fwd: Lunch'],
    ['Fwd: FW: Wg: Lunch', 'Fwd: Lunch'],
    ['Re: Lunch', 'Fwd: Re: Lunch'],
  ])('of %p forwarded is %p', (subject, expected) => expect(forwardSubject(subject)).toBe(expected))
})

describe('the conversation', () => {
  test.each([
    ['a first message', anEmail(), ['m1@example.org'], ['m1@example.org']],
    ['an answer', anEmail({ references: ['m0@example.org'] }), ['m1@example.org'], ['m0@example.org', 'm1@example.org']],
    ['an answer without References', anEmail({ inReplyTo: ['m0@example.org'] }), ['m1@example.org'], ['m0@example.org', 'm1@example.org']],
    ['a message without an id', anEmail({ messageId: null, references: ['m0@example.org'] }), [], ['m0@example.org']],
  ])('of %s goes on', (_, email, inReplyTo, references) => {
    expect(lineageOf(email)).toEqual({ inReplyTo, references })
  })
})

describe('the quoted text', () => {
  test('gets a sign before every line, and one more where it was a quote', () => {
    expect(quoteText('Hello\r\n\r\n> before\n>> long before\n\n')).toBe('> Hello\n>\n>> before\n>>> long before')
  })

  test('is the plain text of a message, or the words of its HTML', () => {
    const html = '<style>p{}</style><p>Dear&nbsp;Grace,</p><p>a &lt; b<br>next</p><ul><li>one</li><li>two</li></ul>'
    const email = anEmail({
      textBody: [aPart({ type: 'text/html' })],
      bodyValues: { 1: { value: html, isEncodingProblem: false, isTruncated: false } },
    })
    expect(plainBody(email)).toBe('Dear Grace,\n\na < b\nnext\n\n- one\n- two')
  })

  test('says when the rest of it is still at the server', () => {
    const values = { 1: { value: 'See', isEncodingProblem: false, isTruncated: true } }
    expect([isCut(anEmail()), isCut(anEmail({ bodyValues: values }))]).toEqual([false, true])
  })
})
