import { describe, expect, test } from '@jest/globals'
import type { Email } from '@atrium/mail-contracts'
import { createFakeServer, type FakeServer } from '../testing/fake-server.ts'
import { mailFor, settle } from '../testing/render-mail.tsx'
import type { DraftContent } from './draft-content.ts'

const aDraft = (given: Partial<DraftContent> = {}): DraftContent => ({
  from: { name: 'Ada', email: 'ada@atrium.example' },
  to: [{ name: null, email: 'bo@example.org' }],
  subject: 'Tea',
  text: 'At four?',
  ...given,
})

const stored = (server: FakeServer, mailbox: string): Email[] =>
  [...server.store.emails.values()].filter((email) => email.mailboxIds[mailbox])

const value = <T,>(outcome: { ok: true; value: T } | { ok: false; error: Error }): T => {
  if (!outcome.ok) throw outcome.error
  return outcome.value
}

describe('drafts', () => {
  test('a draft keeps its key and its Message-ID over all saves, and one copy is stored', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    const first = value(await mail.saveDraft({ key: 'k', ...aDraft() }))
    const second = value(await mail.saveDraft({ key: 'k', ...aDraft({ subject: 'Coffee' }) }))
    expect(second.messageId).toBe(first.messageId)
    expect(second.emailId).not.toBe(first.emailId)
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Coffee'])
  })

  test('saves during a save are one more save, of the last text', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    const saves = ['a', 'b', 'c', 'd'].map((text) => mail.saveDraft({ key: 'k', ...aDraft({ subject: text }) }))
    const release = server.hold()
    await settle()
    const late = mail.saveDraft({ key: 'k', ...aDraft({ subject: 'e' }) })
    release()
    await Promise.all([...saves, late])
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['e'])
    expect(server.calls.filter(([name]) => name === 'Email/set').length).toBeLessThanOrEqual(2)
  })

  test('two drafts do not wait for each other or mix', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await Promise.all([
      mail.saveDraft({ key: 'one', ...aDraft({ subject: 'One' }) }),
      mail.saveDraft({ key: 'two', ...aDraft({ subject: 'Two' }) }),
    ])
    await mail.discardDraft('one')
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Two'])
  })

  test('when the answer to a save is lost no second copy stays', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...aDraft() })
    server.failNext('lost')
    const lost = await mail.saveDraft({ key: 'k', ...aDraft({ subject: 'Lost' }) })
    expect(lost.ok).toBe(false)
    value(await mail.saveDraft({ key: 'k', ...aDraft({ subject: 'Found' }) }))
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Found'])
  })

  test('a save the server refuses is an error, and the next one stores again', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    server.settings.full = true
    const refused = await mail.saveDraft({ key: 'k', ...aDraft() })
    expect(refused).toMatchObject({ ok: false, error: { code: 'DRAFT_NOT_SAVED' } })
    server.settings.full = false
    value(await mail.saveDraft({ key: 'k', ...aDraft() }))
    expect(stored(server, 'drafts')).toHaveLength(1)
  })

  test('a stored draft is continued under a new key', async () => {
    const server = createFakeServer()
    const { emailId, messageId } = value(await mailFor(server).saveDraft({ key: 'old', ...aDraft() }))
    const mail = mailFor(server)
    mail.adoptDraft('new', { emailId, messageId })
    value(await mail.saveDraft({ key: 'new', ...aDraft({ subject: 'Again' }) }))
    expect(stored(server, 'drafts').map((email) => email.subject)).toEqual(['Again'])
  })
})

describe('sending', () => {
  const message = { identityId: 'i1', content: aDraft({ subject: 'Final' }) }

  test('the last text goes out of the drafts into the sent mail, in one request', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...aDraft() })
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
    await mail.saveDraft({ key: 'k', ...aDraft() })
    server.failNext('lost')
    expect(await mail.sendDraft('k', message)).toMatchObject({ ok: false, error: { code: 'SEND_UNKNOWN' } })
    value(await mail.sendDraft('k', message))
    expect(server.calls.filter(([name]) => name === 'EmailSubmission/set')).toHaveLength(1)
    expect(stored(server, 'sent')).toHaveLength(1)
  })

  test('when nothing went out the same message can be sent again', async () => {
    const server = createFakeServer()
    const mail = mailFor(server)
    await mail.saveDraft({ key: 'k', ...aDraft() })
    server.failNext('network')
    expect((await mail.sendDraft('k', message)).ok).toBe(false)
    value(await mail.sendDraft('k', message))
    expect(stored(server, 'sent')).toHaveLength(1)
    expect(stored(server, 'drafts')).toEqual([])
  })
})
