import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Mail } from '@atrium/mail'
import type { Email, Id } from '@atrium/mail-contracts'
import {
  createFakeServer,
  emailBuilder,
  FakeUpload,
  identityBuilder,
  mailFor,
  realTiming,
  type FakeServer,
} from '@atrium/mail/testing'
import { on, workspace } from '@atrium/remote'
import { attachFiles, removeAttachment } from './attachments.tsx'
import { findComposer, useComposers } from './composers.ts'
import { setConnection } from './connection.ts'
import { ownBackups } from './draft/backup.ts'
import { openComposer } from './exposes/composer.ts'
import { changeDraft, closeComposer, discardComposer, removeComposerAndBackup } from './lifecycle.ts'
import { sendComposer } from './send-message.ts'

const grace = identityBuilder({ name: 'Grace', email: 'grace@atrium.test' })
const ada = { name: null, email: 'ada@example.org' }

let server: FakeServer
let mail: Mail
let uploads: FakeUpload[] = []

/** A request of the data layer that the test responds to. */
const createUpload = (): XMLHttpRequest => {
  const upload = new FakeUpload()
  uploads.push(upload)
  return upload as unknown as XMLHttpRequest
}

const connect = (): void =>
  setConnection({
    mail,
    session: { accountId: 'acc', address: 'grace@atrium.test', name: 'Grace' },
    identities: [grace],
  })

const unsaved = () => workspace.getState().unsaved
const toasts = () => workspace.getState().toasts.map(({ text }) => text)
/** Lets time pass, and what the data layer then does come to its end. */
async function settle(milliseconds = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(milliseconds)
  for (let turn = 0; turn < 20; turn += 1) await jest.advanceTimersByTimeAsync(0)
}

/** Waits for work that needs timers of 0. */
async function finish(...work: readonly Promise<unknown>[]): Promise<void> {
  await settle()
  await Promise.all(work)
}

const views = () => useComposers.getState().list.map(({ view }) => view)
const textOf = (email: Email): string => Object.values(email.bodyValues)[0]?.value ?? ''
/** What is stored in a mailbox. */
const stored = (mailbox: 'drafts' | 'sent'): Email[] =>
  [...server.store.emails.values()].filter(({ mailboxIds }) => mailboxIds[mailbox])
const texts = (mailbox: 'drafts' | 'sent'): string[] => stored(mailbox).map(textOf)
const submissions = (): number => server.calls.filter(([name]) => name === 'EmailSubmission/set').length

/** A message in a window, stored at the server. */
async function openSaved(text = 'Noon?'): Promise<string> {
  const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch' })
  changeDraft(key, { text })
  await settle(2000)
  return key
}

/** Another window replaces the stored draft by another version in this mailbox. */
function replaceElsewhere(id: Id, mailbox: 'drafts' | 'sent', text: string): void {
  const [old] = stored('drafts')
  if (!old) throw new Error('There is no stored draft to replace')
  server.store.destroy(old.id)
  const keywords: Email['keywords'] = mailbox === 'drafts' ? { $draft: true } : { $seen: true }
  server.store.put({
    ...old,
    id,
    mailboxIds: { [mailbox]: true },
    keywords,
    bodyValues: { text: { value: text, isEncodingProblem: false, isTruncated: false } },
  })
}

beforeEach(() => {
  jest.useFakeTimers()
  server = createFakeServer({ emails: [emailBuilder({ id: 'e1' })] })
  uploads = []
  mail = mailFor(server, { timing: { ...realTiming, random: () => 0 }, createRequest: createUpload })
  connect()
  ownBackups('acc')
  workspace.setState({ toasts: [], unsaved: [] })
})

afterEach(() => {
  for (const { key } of useComposers.getState().list) removeComposerAndBackup(key)
  setConnection(null)
  mail.close()
  localStorage.clear()
  jest.useRealTimers()
})

describe('writing', () => {
  test('is saved two seconds after the last change, under a key that stays', async () => {
    const received = jest.fn()
    const stop = on('draft:saved', received)
    const key = openComposer({ kind: 'new', to: [ada] })
    changeDraft(key, { text: 'Hello' })
    await settle(2000)
    changeDraft(key, { text: 'Hello Ada' })
    await settle(2000)
    stop()
    expect(received.mock.calls).toEqual([[{ key, emailId: 'new1' }], [{ key, emailId: 'new2' }]])
    expect(stored('drafts')).toMatchObject([{ id: 'new2', to: [ada], from: [{ email: 'grace@atrium.test' }] }])
    expect(texts('drafts')).toEqual(['Hello Ada'])
  })

  test('is marked as unsaved until it is saved', async () => {
    const key = openComposer({ kind: 'new' })
    expect(unsaved()).toEqual([])
    changeDraft(key, { text: 'Hello' })
    expect(unsaved()).toEqual([`compose/${key}`])
    await settle(2000)
    expect(unsaved()).toEqual([])
  })

  test('may begin before the windows are there, and is saved once they are', async () => {
    setConnection(null)
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Early' })
    await settle(2000)
    expect(findComposer(key)?.save.status).toBe('failed')
    connect()
    await settle(3000)
    expect(findComposer(key)?.save.status).toBe('saved')
  })

  test('the same draft is opened once', () => {
    const first = openComposer({ kind: 'draft', emailId: 'e9' })
    expect(openComposer({ kind: 'draft', emailId: 'e9' })).toBe(first)
    expect(openComposer({ kind: 'reply', emailId: 'e9' })).not.toBe(first)
  })
})

describe('a draft that another window has changed', () => {
  test('says so, with the way to the other version, until that is dismissed', async () => {
    const key = await openSaved('Mine')
    replaceElsewhere('other', 'drafts', 'Theirs')
    changeDraft(key, { text: 'Mine, longer' })
    await settle(2000)
    expect(findComposer(key)).toMatchObject({
      emailId: 'new2',
      problem: { kind: 'changed-elsewhere', emailId: 'other' },
    })
    expect(texts('drafts')).toEqual(['Theirs', 'Mine, longer'])
    changeDraft(key, { text: 'Mine, still longer' })
    expect(findComposer(key)?.problem?.kind).toBe('changed-elsewhere')
  })
})

describe('closing', () => {
  test('an untouched window leaves nothing behind', async () => {
    await finish(closeComposer(openComposer({ kind: 'new', to: [ada] })))
    expect([views(), toasts(), server.requests]).toEqual([[], [], []])
  })

  test('saves at once', async () => {
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    await finish(closeComposer(key))
    await settle()
    expect([views(), toasts(), unsaved()]).toEqual([[], ['Saved to Drafts'], []])
    expect(texts('drafts')).toEqual(['Hello'])
  })

  test('does not hide what could not be saved: the window stays folded until it was', async () => {
    server.offline = true
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    const closing = closeComposer(key)
    await settle(30_000)
    await closing
    expect([views(), unsaved()]).toEqual([['minimised'], [`compose/${key}`]])
    server.offline = false
    await settle(60_000)
    expect([views(), unsaved()]).toEqual([[], []])
  })

  test('an emptied window takes the stored draft with it', async () => {
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    await settle(2000)
    changeDraft(key, { text: '' })
    await finish(closeComposer(key))
    await settle()
    expect([views(), stored('drafts')]).toEqual([[], []])
  })
})

describe('discarding', () => {
  test('asks nothing and is final after a while', async () => {
    const received = jest.fn()
    const stop = on('draft:discarded', received)
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    await settle(2000)
    void discardComposer(key)
    expect([views(), toasts(), unsaved()]).toEqual([['closed'], ['Draft discarded'], []])
    await settle(9000)
    stop()
    expect([views(), stored('drafts'), received.mock.calls]).toEqual([[], [], [[{ key }]]])
  })

  test('is final for a page that ends while it could be undone', async () => {
    const key = await openSaved('Hello')
    changeDraft(key, { text: 'Hello again' })
    await settle(500)
    expect(Object.keys(localStorage)).toHaveLength(1)
    void discardComposer(key)
    await settle()
    expect([stored('drafts'), Object.keys(localStorage)]).toEqual([[], []])
  })

  test('can be undone, with every word', async () => {
    const key = await openSaved('Hello')
    void discardComposer(key)
    await settle()
    workspace.getState().toasts[0]?.action?.run()
    expect(Object.keys(localStorage)).toHaveLength(1)
    await settle(20_000)
    expect([views(), findComposer(key)?.draft.text, findComposer(key)?.save.status]).toEqual([
      ['docked'],
      'Hello',
      'saved',
    ])
    expect(texts('drafts')).toEqual(['Hello'])
  })
})

describe('sending', () => {
  test('stores and submits what is in the window, then closes it', async () => {
    const received = jest.fn()
    const stop = on('mail:sent', received)
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    await finish(sendComposer(key))
    stop()
    expect(stored('sent')).toMatchObject([{ subject: 'Lunch', to: [ada], from: [{ email: 'grace@atrium.test' }] }])
    expect([texts('sent'), stored('drafts')]).toEqual([['Noon?'], []])
    expect([views(), toasts(), received.mock.calls]).toEqual([
      [],
      ['Sent'],
      [[{ emailId: 'new1', submissionId: 'sub-new1' }]],
    ])
  })

  test.each([
    ['no recipients', { to: [] }, 'no-recipients'],
    ['an address that is none', { to: [{ name: null, email: 'ada' }] }, 'invalid-recipients'],
    ['no subject', { to: [ada], subject: ' ' }, 'no-subject'],
  ])('with %s says so in the window and sends nothing', async (_, draft, kind) => {
    const key = openComposer({ kind: 'new', text: 'Hello' })
    changeDraft(key, draft)
    await finish(sendComposer(key))
    expect(findComposer(key)).toMatchObject({ problem: { kind }, phase: 'writing' })
    expect(submissions()).toBe(0)
  })

  test('without a subject works once it was confirmed', async () => {
    const key = openComposer({ kind: 'new', to: [ada] })
    await finish(sendComposer(key, { noSubject: true }))
    expect(stored('sent')).toHaveLength(1)
  })

  test('that was refused keeps the window, the text and the reason', async () => {
    server.settings.submissionError = { type: 'tooManyRecipients', description: 'At most 100' }
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    await finish(sendComposer(key))
    expect(findComposer(key)).toMatchObject({
      phase: 'writing',
      problem: { kind: 'refused', error: { code: 'SEND_REFUSED', subject: 'tooManyRecipients' } },
      draft: { text: 'Noon?' },
    })
    await settle(2000)
    expect(findComposer(key)?.save.status).toBe('saved')
  })

  test('whose response was lost closes its window once it is found to have gone out', async () => {
    const key = await openSaved()
    server.failNext('lost')
    await finish(sendComposer(key))
    expect(findComposer(key)?.problem?.kind).toBe('unknown')
    await settle(2000)
    expect([views(), toasts(), unsaved()]).toEqual([[], ['Sent'], []])
    expect([texts('sent'), stored('drafts')]).toEqual([['Noon?'], []])
  })

  test('whose response was lost says so when it has not gone out, and typing on does not hide the question', async () => {
    const key = await openSaved()
    server.failNext('network')
    await finish(sendComposer(key))
    changeDraft(key, { text: 'More' })
    expect(findComposer(key)?.problem?.kind).toBe('unknown')
    await settle(180_000)
    expect(findComposer(key)?.problem?.kind).toBe('lost')
    expect([texts('sent'), texts('drafts')]).toEqual([[], ['More']])
  })

  test('a version of a message that went out from another window says so and stays', async () => {
    const key = await openSaved('Noon?')
    replaceElsewhere('other', 'sent', 'One?')
    changeDraft(key, { text: 'Two?' })
    await finish(sendComposer(key))
    expect(findComposer(key)).toMatchObject({ problem: { kind: 'sent-elsewhere' }, draft: { text: 'Two?' } })
    await finish(sendComposer(key))
    expect([views(), texts('sent')]).toEqual([[], ['One?', 'Two?']])
  })

  test('twice sends once', async () => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch' })
    await finish(sendComposer(key), sendComposer(key))
    expect([stored('sent').length, submissions()]).toEqual([1, 1])
  })

  test('marks the message that was answered', async () => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Re: Lunch' })
    useComposers.setState(({ list }) => ({
      list: list.map((one) => ({ ...one, request: { kind: 'reply', emailId: 'e1' } as const })),
    }))
    await finish(sendComposer(key))
    await settle()
    expect(server.store.emails.get('e1')?.keywords).toEqual({ $answered: true })
  })
})

describe('files', () => {
  const aFile = (name: string, size = 10) => {
    const file = new File(['x'], name, { type: 'text/plain' })
    Object.defineProperty(file, 'size', { value: size })
    return file
  }

  test('go to the server and then into the draft, by reference', async () => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Menu' })
    attachFiles(key, [aFile('menu.txt')])
    expect(unsaved()).toEqual([`compose/${key}`])
    await settle()
    uploads[0]?.respond(201, { accountId: 'acc', blobId: 'blob-1', type: 'text/plain', size: 10 })
    await settle(2000)
    expect(stored('drafts')[0]?.attachments).toMatchObject([{ blobId: 'blob-1', name: 'menu.txt', type: 'text/plain' }])
    expect(unsaved()).toEqual([])
  })

  test('that would make the message larger than 25 MB are named, and the others are taken', async () => {
    const key = openComposer({ kind: 'new' })
    attachFiles(key, [aFile('film.mov', 25_000_001), aFile('menu.txt')])
    expect(findComposer(key)?.refusedFiles).toEqual(['film.mov'])
    expect(findComposer(key)?.draft.attachments.map(({ name }) => name)).toEqual(['menu.txt'])
  })

  test('keep a message from being sent while they are being uploaded, and can be stopped', async () => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Menu' })
    attachFiles(key, [aFile('menu.txt')])
    await settle()
    await finish(sendComposer(key))
    expect(findComposer(key)?.problem).toEqual({ kind: 'uploads-running' })
    removeAttachment(key, findComposer(key)?.draft.attachments[0]?.id ?? '')
    expect([uploads[0]?.aborted, findComposer(key)?.draft.attachments]).toEqual([true, []])
  })
})

describe('taking back what was sent', () => {
  test('stops the submission and opens the message as it was', async () => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    await finish(sendComposer(key))
    expect(server.calls.find(([name]) => name === 'EmailSubmission/set')?.[1]).toMatchObject({
      create: {
        submission: { envelope: { mailFrom: { parameters: { HOLDFOR: '5' } }, rcptTo: [{ email: ada.email }] } },
      },
    })
    workspace.getState().toasts[0]?.action?.run()
    await settle()
    expect([texts('drafts'), stored('sent')]).toEqual([['Noon?'], []])
    expect(useComposers.getState().list).toMatchObject([{ view: 'docked', draft: { text: 'Noon?', subject: 'Lunch' } }])
  })
})

describe('a message that mentions a file', () => {
  test.each([
    ['The report is attached.', 'no-attachment'],
    ['Bericht im Anhang', 'no-attachment'],
    ['I am attached to it? No: detached.', 'no-attachment'],
    ['Detachment is a word of its own', undefined],
    ['> The report is attached.\nThanks', undefined],
  ])('%s', async (text, kind) => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text })
    await finish(sendComposer(key))
    expect(findComposer(key)?.problem?.kind).toBe(kind)
  })
})
