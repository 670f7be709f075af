import { describe, expect, test } from '@jest/globals'
import type { Identity } from '@atrium/mail-contracts'
import { translator } from '@atrium/remote'
import { messages } from '../messages.ts'
import { anEmail, aPart } from '../testing/an-email.ts'
import { wholeText } from './draft.ts'
import { startDraft } from './start-draft.ts'

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
  say: translator(messages, 'en-GB'),
  locale: 'en-GB',
}

describe('an answer', () => {
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

  test('does without a date nobody can read', () => {
    expect(startDraft('reply', anEmail({ sentAt: 'soon' }), around).quote).toMatch(/^Ada Byron wrote:\n/)
  })
})

describe('a message passed on', () => {
  const email = anEmail({
    cc: [{ name: null, email: 'carol@example.org' }],
    attachments: [aPart({ partId: '2', blobId: 'b2', name: 'menu.pdf', type: 'application/pdf', size: 4096 })],
  })

  test('keeps its files by reference, its head and its text', () => {
    const draft = startDraft('forward', email, around)
    expect(draft.attachments).toMatchObject([{ name: 'menu.pdf', blobId: 'b2', size: 4096, progress: 1, error: null }])
    expect(draft.text).toContain('From: Ada Byron <ada@example.org>')
    expect(draft.text).toContain('Cc: carol@example.org')
    expect(draft.text.endsWith('\n\nSee you at noon.')).toBe(true)
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
