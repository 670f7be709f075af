import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { MailError } from '@atrium/mail-contracts'
import { setConnection } from '../connection.ts'
import { openComposer } from '../exposes/composer.ts'
import { sendComposer } from '../send-message.ts'
import { fakeMail, connectTo } from '../testing/fake-mail.ts'
import { ownBackups } from './backup.ts'
import { changeDraft } from '../lifecycle.ts'
import { findComposer, useComposers } from '../composers.ts'
import { runtimeOf } from '../composers.ts'
import { removeFromPage } from '../lifecycle.ts'
import { recoverDrafts } from '../lifecycle.ts'

let mail = fakeMail()
const ada = { name: null, email: 'ada@example.org' }
const offline = { ok: false, error: new MailError('MAIL_UNREACHABLE', { subject: 'mail', remedy: 'Try again' }) } as const
const settle = (milliseconds = 0) => jest.advanceTimersByTimeAsync(milliseconds)
const stored = () => Object.values(localStorage).map((text) => JSON.parse(String(text)))
const texts = () => useComposers.getState().list.map(({ draft }) => draft.text)

/** The page ends, and what it had in the browser is now of a document that is gone. */
function endPage() {
  for (const { key } of useComposers.getState().list) removeFromPage(key)
  const entries = Object.entries(localStorage).map(([key, value]) => [key.replace(/:[^:]+(:message-\d+)$/, ':gone$1'), String(value)] as const)
  localStorage.clear()
  for (const [key, value] of entries) localStorage.setItem(key, value)
  mail = fakeMail()
  connectTo(mail)
}

beforeEach(() => {
  jest.useFakeTimers()
  mail = fakeMail()
  connectTo(mail)
  ownBackups('a1')
})

afterEach(() => {
  for (const { key } of useComposers.getState().list) removeFromPage(key)
  jest.restoreAllMocks()
  setConnection(null)
  localStorage.clear()
  jest.useRealTimers()
})

describe('what is typed', () => {
  test('is in the browser within a second, however fast one types, and without a session', async () => {
    setConnection(null)
    const key = openComposer({ kind: 'new', to: [ada] })
    for (let letter = 1; letter <= 20; letter += 1) {
      changeDraft(key, { text: 'x'.repeat(letter) })
      await settle(100)
    }
    const [{ draft }] = stored()
    expect(draft.text.length).toBeGreaterThanOrEqual(10)
    await settle(1000)
    expect(stored()).toMatchObject([{ draft: { text: 'x'.repeat(20), to: [ada] } }])
  })

  test('stays there until the server has confirmed it, and no longer', async () => {
    mail.saveDraft.mockResolvedValueOnce(offline)
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Saved' })
    await settle(2500)
    expect(stored()).toHaveLength(1)
    await settle(3000)
    expect(stored()).toEqual([])
  })

  test('comes back with the next page, and is saved in place of what the server has of it', async () => {
    mail.saveDraft.mockReturnValue(new Promise(() => undefined))
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'On its way' })
    await settle(2000)
    const messageId = findComposer(key)?.messageId
    changeDraft(key, { text: 'On its link, and more' })
    await settle(1000)
    endPage()
    await recoverDrafts('a1')
    expect(texts()).toEqual(['On its link, and more'])
    await settle(2000)
    expect(mail.adoptDraft.mock.calls).toMatchObject([
      [expect.any(String), { emailId: null, messageId, lost: { kind: 'save', content: { text: 'On its way' } } }],
    ])
    expect(stored()).toEqual([])
  })

  test('is looked for at the server when the page ended the moment its first save was sent', async () => {
    mail.saveDraft.mockReturnValue(new Promise(() => undefined))
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Last words' })
    void runtimeOf(key)?.autosave.flush()
    endPage()
    await recoverDrafts('a1')
    await settle(2000)
    expect(mail.adoptDraft.mock.calls).toMatchObject([[expect.any(String), { lost: { kind: 'save', content: { text: 'Last words' } } }]])
  })

  test('comes back once', async () => {
    mail.saveDraft.mockResolvedValue(offline)
    changeDraft(openComposer({ kind: 'new' }), { text: 'Once' })
    await settle(1000)
    endPage()
    mail.saveDraft.mockResolvedValue(offline)
    await recoverDrafts('a1')
    await recoverDrafts('a1')
    expect([texts(), stored().length]).toEqual([['Once'], 1])
  })

  test('and was being sent when the page ended is looked for before it is sent again', async () => {
    mail.sendDraft.mockReturnValue(new Promise(() => undefined))
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    void sendComposer(key)
    await settle()
    endPage()
    await recoverDrafts('a1')
    await settle(2000)
    expect(mail.adoptDraft.mock.calls).toMatchObject([[expect.any(String), { lost: { kind: 'send', content: { subject: 'Lunch' } } }]])
  })

  test('by one person is not given to another', async () => {
    changeDraft(openComposer({ kind: 'new' }), { text: 'Mine' })
    await settle(1000)
    endPage()
    await recoverDrafts('b1')
    expect([texts(), stored().length]).toEqual([[], 1])
  })
})

describe('a backup that is damaged', () => {
  const good = { draft: { to: [], cc: [], bcc: [], subject: '', text: 'Good', quote: '', attachments: [], inReplyTo: [], references: [] } }

  test.each([
    ['no JSON', '[{"draft":{"text":1}},null'],
    ['nothing of a message', '[{"draft":{"text":1}},null]'],
    ['a number', '7'],
  ])('with %s stays where it is and keeps no other from coming back', async (_, damaged) => {
    localStorage.setItem('atrium:compose:a1:x', damaged)
    localStorage.setItem('atrium:compose:a1:y', JSON.stringify([good]))
    await recoverDrafts('a1')
    expect(texts()).toEqual(['Good'])
    expect(localStorage.getItem('atrium:compose:a1:x')).toBe(damaged)
  })

  test('in part gives back its words', async () => {
    const draft = { ...good.draft, to: [null, ada, { email: 7 }], cc: 'x', attachments: [{}], references: [null] }
    localStorage.setItem('atrium:compose:a1:x', JSON.stringify({ draft, emailId: 5, request: 'x', attempted: { kind: 'save' } }))
    mail.saveDraft.mockResolvedValue(offline)
    await recoverDrafts('a1')
    expect(useComposers.getState().list).toMatchObject([
      { draft: { text: 'Good', to: [ada], cc: [], attachments: [], references: [] }, emailId: null, request: { kind: 'new' } },
    ])
  })

  test('is not lost where the storage is full', async () => {
    localStorage.setItem('atrium:compose:a1:y', JSON.stringify([good]))
    jest.spyOn(Storage.prototype, 'setItem').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    mail.saveDraft.mockResolvedValue(offline)
    await recoverDrafts('a1')
    expect([texts(), stored()]).toMatchObject([['Good'], [{ draft: { text: 'Good' } }]])
  })
})
