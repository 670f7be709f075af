import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Mail } from '@atrium/mail'
import { workspace } from '@atrium/remote'
import { createFakeServer, identityBuilder, mailFor, realTiming, type FakeServer } from '@atrium/mail/testing'
import { findComposer, runtimeOf, useComposers } from '../composers.ts'
import { setConnection } from '../connection.ts'
import { openComposer } from '../exposes/composer.ts'
import { changeDraft, recoverDrafts, removeFromPage } from '../lifecycle.ts'
import { sendComposer } from '../send-message.ts'
import { ownBackups } from './backup.ts'

const ada = { name: null, email: 'ada@example.org' }
let server: FakeServer
let mail: Mail
/** Whether the present page never gets the responses to what it stores and sends. */
let link = { isCut: false }

async function settle(milliseconds = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(milliseconds)
  for (let turn = 0; turn < 20; turn += 1) await jest.advanceTimersByTimeAsync(0)
}

/** The data layer of a page that has just been opened. */
function startPage() {
  const own = { isCut: false }
  link = own
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await server.fetch(input, init)
    return own.isCut && String(init?.body).includes('Email/set') ? new Promise(() => undefined) : response
  }
  mail = mailFor(server, { fetch, timing: { ...realTiming, random: () => 0 } })
  setConnection({
    mail,
    session: { accountId: 'a1', address: 'ada@atrium.example', name: 'Ada' },
    identities: [identityBuilder()],
  })
}

/** The texts of the messages in a mailbox. */
const textsIn = (mailbox: 'drafts' | 'sent') =>
  [...server.store.emails.values()]
    .filter(({ mailboxIds }) => mailboxIds[mailbox])
    .map(({ bodyValues }) => Object.values(bodyValues)[0]?.value)
const stored = () => Object.values(localStorage).map((text) => JSON.parse(String(text)))
const texts = () => useComposers.getState().list.map(({ draft }) => draft.text)

/** The page ends, and what it had in the browser is now of a document that is gone. */
function endPage() {
  for (const { key } of useComposers.getState().list) removeFromPage(key)
  const entries = Object.entries(localStorage).map(
    ([key, value]) => [key.replace(/:[^:]+(:message-\d+)$/, ':gone$1'), String(value)] as const,
  )
  localStorage.clear()
  for (const [key, value] of entries) localStorage.setItem(key, value)
  mail.close()
  startPage()
}

beforeEach(() => {
  jest.useFakeTimers()
  server = createFakeServer()
  startPage()
  ownBackups('a1')
})

afterEach(() => {
  for (const { key } of useComposers.getState().list) removeFromPage(key)
  jest.restoreAllMocks()
  setConnection(null)
  mail.close()
  localStorage.clear()
  jest.useRealTimers()
})

describe('a browser that keeps nothing', () => {
  test('says so once, however much is typed', async () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    server.offline = true
    const key = openComposer({ kind: 'new', to: [ada] })
    for (const text of ['a', 'ab', 'abc']) {
      changeDraft(key, { text })
      await settle(600)
    }
    const notes = workspace.getState().toasts.filter(({ text }) => text.includes('copy of your draft'))
    expect(notes).toHaveLength(1)
  })
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
    server.offline = true
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Saved' })
    await settle(30_000)
    expect(stored()).toHaveLength(1)
    server.offline = false
    await settle(60_000)
    expect(textsIn('drafts')).toEqual(['Saved'])
    expect(stored()).toEqual([])
  })

  test('comes back with the next page, and is saved in place of what the server has of it', async () => {
    link.isCut = true
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'On its way' })
    await settle(2000)
    const messageId = findComposer(key)?.messageId
    expect(textsIn('drafts')).toEqual(['On its way'])
    changeDraft(key, { text: 'On its way, and more' })
    await settle(1000)
    endPage()
    await recoverDrafts('a1')
    expect(texts()).toEqual(['On its way, and more'])
    await settle(2000)
    expect(textsIn('drafts')).toEqual(['On its way, and more'])
    expect([...server.store.emails.values()].map((email) => email.messageId)).toEqual([[messageId]])
    expect(stored()).toEqual([])
  })

  test('is looked for at the server when the page ended the moment its first save was sent', async () => {
    link.isCut = true
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Last words' })
    void runtimeOf(key)?.autosave.flush()
    await settle()
    expect(textsIn('drafts')).toEqual(['Last words'])
    endPage()
    await recoverDrafts('a1')
    await settle(2000)
    expect(textsIn('drafts')).toEqual(['Last words'])
  })

  test('comes back once', async () => {
    server.offline = true
    changeDraft(openComposer({ kind: 'new' }), { text: 'Once' })
    await settle(1000)
    endPage()
    server.offline = true
    await recoverDrafts('a1')
    await recoverDrafts('a1')
    expect([texts(), stored().length]).toEqual([['Once'], 1])
  })

  test('and was being sent when the page ended is looked for before it is sent again', async () => {
    link.isCut = true
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    void sendComposer(key)
    await settle()
    endPage()
    await recoverDrafts('a1')
    await settle(2000)
    expect([textsIn('sent'), textsIn('drafts'), texts(), stored()]).toEqual([['Noon?'], [], [], []])
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
  const good = {
    draft: {
      to: [],
      cc: [],
      bcc: [],
      subject: '',
      text: 'Good',
      quote: '',
      attachments: [],
      inReplyTo: [],
      references: [],
    },
  }

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
    localStorage.setItem(
      'atrium:compose:a1:x',
      JSON.stringify({ draft, emailId: 5, request: 'x', attempted: { kind: 'save' } }),
    )
    server.offline = true
    await recoverDrafts('a1')
    expect(useComposers.getState().list).toMatchObject([
      {
        draft: { text: 'Good', to: [ada], cc: [], attachments: [], references: [] },
        emailId: null,
        request: { kind: 'new' },
      },
    ])
  })

  test('is not lost where the storage is full', async () => {
    localStorage.setItem('atrium:compose:a1:y', JSON.stringify([good]))
    jest.spyOn(Storage.prototype, 'setItem').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    server.offline = true
    await recoverDrafts('a1')
    expect([texts(), stored()]).toMatchObject([['Good'], [{ draft: { text: 'Good' } }]])
  })
})
