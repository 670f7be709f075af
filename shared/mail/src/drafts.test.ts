import { describe, expect, test } from '@jest/globals'
import type { Email } from '@atrium/mail-contracts'
import { createFakeServer, type FakeServer } from './testing/fake-server.ts'
import { createFakeTiming } from '@atrium/jmap/testing'
import { mailFor, settle } from './testing/render-with-mail.tsx'
import type { DraftContent } from './stored-draft.ts'

const buildDraft = (given: Partial<DraftContent> = {}): DraftContent => ({
  from: { name: 'Ada', email: 'ada@atrium.example' },
  to: [{ name: null, email: 'bo@example.org' }],
  subject: 'Tea',
  text: 'At four?',
  ...given,
})

const stored = (server: FakeServer, mailbox: string): Email[] =>
  [...server.store.emails.values()].filter((email) => email.mailboxIds[mailbox])

const value = <T>(outcome: { ok: true; value: T } | { ok: false; error: Error }): T => {
  if (!outcome.ok) throw outcome.error
  return outcome.value
}

describe('drafts', () => {
  test('a draft keeps its key and its Message-ID over all saves, and one copy is stored', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    const first = value(await mail.saveDraft({ key: 'k', ...buildDraft() }))
    const second = value(await mail.saveDraft({ key: 'k', ...buildDraft({ subject: 'Coffee' }) }))
    expect(second.messageId).toBe(first.messageId)
    expect(second.emailId).not.toBe(first.emailId)
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Coffee'])
  })

  test('saves during a save are one more save, of the last text', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    const saves = ['a', 'b', 'c', 'd'].map((text) => mail.saveDraft({ key: 'k', ...buildDraft({ subject: text }) }))
    const release = server.hold()
    await settle()
    const late = mail.saveDraft({ key: 'k', ...buildDraft({ subject: 'e' }) })
    release()
    await Promise.all([...saves, late])
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['e'])
    expect(server.calls.filter(([name]) => name === 'Email/set').length).toBeLessThanOrEqual(2)
  })

  test('two drafts do not wait for each other or mix', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await Promise.all([
      mail.saveDraft({ key: 'one', ...buildDraft({ subject: 'One' }) }),
      mail.saveDraft({ key: 'two', ...buildDraft({ subject: 'Two' }) }),
    ])
    await mail.discardDraft('one')
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Two'])
  })

  test('when the answer to a save is lost no second copy stays', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...buildDraft() })
    server.failNext('lost')
    const lost = await mail.saveDraft({ key: 'k', ...buildDraft({ subject: 'Lost' }) })
    expect(lost.ok).toBe(false)
    value(await mail.saveDraft({ key: 'k', ...buildDraft({ subject: 'Found' }) }))
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Found'])
  })

  test('a save the server refuses is an error, and the next one stores again', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    server.settings.full = true
    const refused = await mail.saveDraft({ key: 'k', ...buildDraft() })
    expect(refused).toMatchObject({ ok: false, error: { code: 'DRAFT_NOT_SAVED' } })
    server.settings.full = false
    value(await mail.saveDraft({ key: 'k', ...buildDraft() }))
    expect(stored(server, 'drafts')).toHaveLength(1)
  })

  test('a stored draft is continued under a new key', async () => {
    const server = createFakeServer()
    const { emailId, messageId } = value(await mailFor(server).saveDraft({ key: 'old', ...buildDraft() }))
    const mail = mailFor(server)
    mail.adoptDraft('new', { emailId, messageId })
    value(await mail.saveDraft({ key: 'new', ...buildDraft({ subject: 'Again' }) }))
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Again'])
  })
})

describe('one draft in two windows', () => {
  const bothOn = async () => {
    const server = createFakeServer()
    const [one, other] = [mailFor(server), mailFor(server)]
    other.adoptDraft('k', value(await one.saveDraft({ key: 'k', ...buildDraft() })))
    return { server, one, other }
  }

  test('does not fork silently: both versions are kept, and the second learns of the first', async () => {
    const { server, one, other } = await bothOn()
    const first = value(await one.saveDraft({ key: 'k', ...buildDraft({ text: 'At four, with cake.' }) }))
    const second = value(await other.saveDraft({ key: 'k', ...buildDraft({ text: 'At five.' }) }))
    expect(second.other).toEqual({ emailId: first.emailId, sent: false })
    expect(second.messageId).not.toBe(first.messageId)
    value(await other.saveDraft({ key: 'k', ...buildDraft({ text: 'At six.' }) }))
    expect(stored(server, 'drafts').map(({ bodyValues }) => bodyValues['text']?.value)).toEqual([
      'At four, with cake.',
      'At six.',
    ])
  })

  test('becomes one where both are equal', async () => {
    const { server, one, other } = await bothOn()
    value(await one.saveDraft({ key: 'k', ...buildDraft({ text: 'At five.' }) }))
    expect(value(await other.saveDraft({ key: 'k', ...buildDraft({ text: 'At five.' }) })).other).toBeUndefined()
    expect(stored(server, 'drafts')).toHaveLength(1)
  })

  test('that was sent in one is kept as a draft of its own in the other', async () => {
    const { server, one, other } = await bothOn()
    const sent = value(await one.sendDraft('k', { identityId: 'i1', content: buildDraft() }))
    const saved = value(await other.saveDraft({ key: 'k', ...buildDraft({ text: 'At five.' }) }))
    expect(saved.other).toEqual({ emailId: sent.emailId, sent: true })
    expect([stored(server, 'sent').length, stored(server, 'drafts').length]).toEqual([1, 1])
  })

  test('that was deleted in one window is stored again by the one that continues writing', async () => {
    const { server, one, other } = await bothOn()
    await one.discardDraft('k')
    expect(value(await other.saveDraft({ key: 'k', ...buildDraft() })).other).toBeUndefined()
    expect(stored(server, 'drafts')).toHaveLength(1)
  })

  test('a save is made although other mail changes under it', async () => {
    const { server, one } = await bothOn()
    const release = server.hold()
    const saving = one.saveDraft({ key: 'k', ...buildDraft({ text: 'At five.' }) })
    await settle()
    server.store.put({
      ...[...server.store.emails.values()][0],
      id: 'news',
      mailboxIds: { inbox: true },
      keywords: {},
    } as Email)
    release()
    value(await saving)
    expect(stored(server, 'drafts').map(({ bodyValues }) => bodyValues['text']?.value)).toEqual(['At five.'])
  })
})

describe('a draft of a page that ended', () => {
  test('whose last save came through is continued, not made a second time', async () => {
    const server = createFakeServer()
    const saved = value(await mailFor(server).saveDraft({ key: 'k', ...buildDraft() }))
    const mail = mailFor(server)
    // The page ended before the response came: it knew the Message-ID alone.
    mail.adoptDraft('again', {
      emailId: null,
      messageId: saved.messageId,
      lost: { kind: 'save', content: buildDraft() },
    })
    value(await mail.saveDraft({ key: 'again', ...buildDraft({ text: 'At four? Or five?' }) }))
    expect(stored(server, 'drafts').map(({ bodyValues }) => bodyValues['text']?.value)).toEqual(['At four? Or five?'])
  })
})

describe('sending', () => {
  const message = { identityId: 'i1', content: buildDraft({ subject: 'Final' }) }

  test('the last text goes out of the drafts into the sent mail, in one request', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...buildDraft() })
    const sent = value(await mail.sendDraft('k', message))
    const email = server.store.emails.get(sent.emailId)
    expect(email?.subject).toBe('Final')
    expect(email?.mailboxIds).toEqual({ sent: true })
    expect(email?.keywords).toEqual({ $seen: true })
    expect(stored(server, 'drafts')).toEqual([])
    expect(server.requests).toContainEqual(['Email/set', 'EmailSubmission/set'])
  })

  test('a message whose answer was lost is not sent twice', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...buildDraft() })
    server.failNext('lost')
    expect(await mail.sendDraft('k', message)).toMatchObject({ ok: false, error: { code: 'SEND_UNKNOWN' } })
    value(await mail.sendDraft('k', message))
    expect(server.calls.filter(([name]) => name === 'EmailSubmission/set')).toHaveLength(1)
    expect(stored(server, 'sent')).toHaveLength(1)
  })

  test('a message whose response was lost is not stored as a draft beside the sent one', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...buildDraft() })
    server.failNext('lost')
    await mail.sendDraft('k', message)
    const saved = value(await mail.saveDraft({ key: 'k', ...message.content }))
    expect(saved.sent?.emailId).toBe(stored(server, 'sent')[0]?.id)
    expect(stored(server, 'drafts')).toEqual([])
  })

  test('while the server may still be sending, nothing is stored; later it is', async () => {
    const server = createFakeServer()
    const timing = createFakeTiming()
    const mail = mailFor(server, { timing })
    await mail.saveDraft({ key: 'other', ...buildDraft() })
    await mail.discardDraft('other')
    await mail.idle()
    server.failNext('network')
    await mail.sendDraft('k', message)
    expect(await mail.saveDraft({ key: 'k', ...message.content })).toMatchObject({
      ok: false,
      error: { code: 'DRAFT_NOT_SAVED' },
    })
    expect(stored(server, 'drafts')).toEqual([])
    timing.pass(90_000)
    expect(value(await mail.saveDraft({ key: 'k', ...message.content })).sent).toBeUndefined()
    expect(stored(server, 'drafts')).toHaveLength(1)
  })

  test('words added after a send whose response was lost are not taken for sent', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...buildDraft() })
    server.failNext('lost')
    await mail.sendDraft('k', message)
    const more = buildDraft({ subject: 'Final', text: 'At four? Or five?' })
    const again = await mail.sendDraft('k', { ...message, content: more })
    expect(again).toMatchObject({ ok: false, error: { code: 'DRAFT_SENT' } })
    value(await mail.sendDraft('k', { ...message, content: more }))
    expect(stored(server, 'sent')).toHaveLength(2)
  })

  test('a draft sent from two windows goes out once, and both learn that it did', async () => {
    const server = createFakeServer()
    const [one, other] = [mailFor(server), mailFor(server)]
    const saved = value(await one.saveDraft({ key: 'k', ...buildDraft() }))
    other.adoptDraft('k', saved)
    const first = value(await one.sendDraft('k', message))
    expect(value(await other.sendDraft('k', message)).emailId).toBe(first.emailId)
    expect([stored(server, 'sent').length, stored(server, 'drafts').length]).toEqual([1, 0])
  })

  test('another version of a message that was sent is kept and can be sent as a new message', async () => {
    const server = createFakeServer()
    const [one, other] = [mailFor(server), mailFor(server)]
    other.adoptDraft('k', value(await one.saveDraft({ key: 'k', ...buildDraft() })))
    value(await one.sendDraft('k', message))
    const version = { ...message, content: buildDraft({ subject: 'Later' }) }
    expect(await other.sendDraft('k', version)).toMatchObject({ ok: false, error: { code: 'DRAFT_SENT' } })
    expect(stored(server, 'drafts').map(({ subject }) => subject)).toEqual(['Later'])
    value(await other.sendDraft('k', version))
    expect(stored(server, 'drafts')).toEqual([])
    expect(stored(server, 'sent').map(({ subject }) => subject)).toEqual(['Final', 'Later'])
  })

  test('when nothing went out the same message can be sent again', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...buildDraft() })
    server.failNext('network')
    expect((await mail.sendDraft('k', message)).ok).toBe(false)
    value(await mail.sendDraft('k', message))
    expect(stored(server, 'sent')).toHaveLength(1)
    expect(stored(server, 'drafts')).toEqual([])
  })
})
