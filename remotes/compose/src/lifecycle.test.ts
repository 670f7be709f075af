import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { MailError } from '@atrium/mail-contracts'
import { on, workspace } from '@atrium/remote'
import { attachFiles, removeAttachment } from './attachments.tsx'
import { setConnection } from './connection.ts'
import { openComposer } from './exposes/composer.ts'
import { sendComposer } from './send-message.ts'
import { fakeMail, connectTo } from './testing/fake-mail.tsx'
import { changeDraft } from './lifecycle.ts'
import { closeComposer } from './lifecycle.ts'
import { findComposer, useComposers } from './composers.ts'
import { discardComposer } from './lifecycle.ts'
import { removeComposerAndBackup } from './lifecycle.ts'

let mail = fakeMail()
const ada = { name: null, email: 'ada@example.org' }
const offline = {
  ok: false,
  error: new MailError('MAIL_UNREACHABLE', { subject: 'mail', remedy: 'Try again' }),
} as const
const unsaved = () => workspace.getState().unsaved
const toasts = () => workspace.getState().toasts.map(({ text }) => text)
const settle = (milliseconds = 0) => jest.advanceTimersByTimeAsync(milliseconds)
const views = () => useComposers.getState().list.map(({ view }) => view)

beforeEach(() => {
  jest.useFakeTimers()
  mail = fakeMail()
  connectTo(mail)
  workspace.setState({ toasts: [], unsaved: [] })
})

afterEach(() => {
  for (const { key } of useComposers.getState().list) removeComposerAndBackup(key)
  setConnection(null)
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
    expect(received.mock.calls).toEqual([[{ key, emailId: 'saved-1' }], [{ key, emailId: 'saved-2' }]])
    expect(mail.saveDraft.mock.lastCall?.[0]).toMatchObject({
      key,
      text: 'Hello Ada',
      to: [ada],
      from: { email: 'grace@atrium.test' },
    })
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
    connectTo(mail)
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
    const other = { emailId: 'e10', sent: false }
    mail.saveDraft.mockResolvedValueOnce({
      ok: true,
      value: { key: 'k', emailId: 'e11', threadId: null, messageId: 'm2', other },
    })
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Mine' })
    await settle(2000)
    changeDraft(key, { text: 'Mine, longer' })
    expect(findComposer(key)).toMatchObject({
      emailId: 'e11',
      messageId: 'm2',
      problem: { kind: 'changed-elsewhere', emailId: 'e10' },
    })
  })
})

describe('closing', () => {
  test('an untouched window leaves nothing behind', async () => {
    await closeComposer(openComposer({ kind: 'new', to: [ada] }))
    expect([views(), toasts(), mail.saveDraft.mock.calls]).toEqual([[], [], []])
  })

  test('saves at once', async () => {
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    await closeComposer(key)
    await settle()
    expect([views(), toasts(), unsaved()]).toEqual([[], ['Saved to Drafts'], []])
    expect(mail.saveDraft).toHaveBeenCalledTimes(1)
  })

  test('does not hide what could not be saved: the window stays folded until it was', async () => {
    mail.saveDraft.mockResolvedValueOnce(offline)
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    await closeComposer(key)
    expect([views(), unsaved()]).toEqual([['minimised'], [`compose/${key}`]])
    await settle(3000)
    expect([views(), unsaved()]).toEqual([[], []])
  })

  test('an emptied window takes the stored draft with it', async () => {
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    await settle(2000)
    changeDraft(key, { text: '' })
    await closeComposer(key)
    expect(mail.discardDraft).toHaveBeenCalledWith(key)
    expect(views()).toEqual([])
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
    expect(mail.actions.destroy.mock.calls[0]?.[0]).toEqual(['saved-1'])
    expect([views(), received.mock.calls]).toEqual([[], [[{ key }]]])
  })

  test('can be undone, with every word', async () => {
    const key = openComposer({ kind: 'new' })
    changeDraft(key, { text: 'Hello' })
    mail.actions.destroy.mockReturnValue({ settled: new Promise(() => undefined), undo: jest.fn<() => never>() })
    void discardComposer(key)
    await settle()
    workspace.getState().toasts[0]?.action?.run()
    await settle(2000)
    expect([views(), findComposer(key)?.draft.text, findComposer(key)?.save.status]).toEqual([
      ['docked'],
      'Hello',
      'saved',
    ])
  })
})

describe('sending', () => {
  test('stores and submits what is in the window, then closes it', async () => {
    const received = jest.fn()
    const stop = on('mail:sent', received)
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    await sendComposer(key)
    stop()
    expect(mail.sendDraft).toHaveBeenCalledWith(key, {
      identityId: 'i1',
      content: expect.objectContaining({ subject: 'Lunch', text: 'Noon?' }),
    })
    expect([views(), toasts(), received.mock.calls]).toEqual([
      [],
      ['Sent'],
      [[{ emailId: 'sent-1', submissionId: 's1' }]],
    ])
  })

  test.each([
    ['no recipients', { to: [] }, 'no-recipients'],
    ['an address that is none', { to: [{ name: null, email: 'ada' }] }, 'invalid-recipients'],
    ['no subject', { to: [ada], subject: ' ' }, 'no-subject'],
  ])('with %s says so in the window and sends nothing', async (_, draft, kind) => {
    const key = openComposer({ kind: 'new', text: 'Hello' })
    changeDraft(key, draft)
    await sendComposer(key)
    expect(findComposer(key)).toMatchObject({ problem: { kind }, phase: 'writing' })
    expect(mail.sendDraft).not.toHaveBeenCalled()
  })

  test('without a subject works once it was confirmed', async () => {
    const key = openComposer({ kind: 'new', to: [ada] })
    await sendComposer(key, { noSubject: true })
    expect(mail.sendDraft).toHaveBeenCalledTimes(1)
  })

  test('that was refused keeps the window, the text and the reason', async () => {
    const error = new MailError('SEND_REFUSED', { subject: 'tooManyRecipients', remedy: 'At most 100' })
    mail.sendDraft.mockResolvedValueOnce({ ok: false, error })
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    await sendComposer(key)
    expect(findComposer(key)).toMatchObject({
      phase: 'writing',
      problem: { kind: 'refused', error },
      draft: { text: 'Noon?' },
    })
    await settle(2000)
    expect(findComposer(key)?.save.status).toBe('saved')
  })

  test('whose response was lost closes its window once it is found to have gone out', async () => {
    const error = new MailError('SEND_UNKNOWN', { subject: 'message', remedy: 'Look' })
    mail.sendDraft.mockResolvedValueOnce({ ok: false, error })
    const sent = { emailId: 'sent-1', submissionId: null }
    mail.saveDraft.mockResolvedValueOnce({
      ok: true,
      value: { key: 'k', emailId: 'sent-1', threadId: null, messageId: 'm', sent },
    })
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch' })
    await sendComposer(key)
    expect(findComposer(key)?.problem?.kind).toBe('unknown')
    await settle(2000)
    expect([views(), toasts(), unsaved()]).toEqual([[], ['Sent'], []])
  })

  test('whose response was lost says so when it has not gone out, and typing on does not hide the question', async () => {
    const error = new MailError('SEND_UNKNOWN', { subject: 'message', remedy: 'Look' })
    mail.sendDraft.mockResolvedValueOnce({ ok: false, error })
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch' })
    await sendComposer(key)
    changeDraft(key, { text: 'More' })
    expect(findComposer(key)?.problem?.kind).toBe('unknown')
    await settle(2000)
    expect(findComposer(key)?.problem?.kind).toBe('lost')
  })

  test('a version of a message that went out from another window says so and stays', async () => {
    mail.sendDraft.mockResolvedValueOnce({
      ok: false,
      error: new MailError('DRAFT_SENT', { subject: 'message', remedy: 'Send' }),
    })
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch', text: 'Noon?' })
    await sendComposer(key)
    expect(findComposer(key)).toMatchObject({ problem: { kind: 'sent-elsewhere' }, draft: { text: 'Noon?' } })
    await sendComposer(key)
    expect([views(), mail.sendDraft.mock.calls.length]).toEqual([[], 2])
  })

  test('twice sends once', async () => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Lunch' })
    await Promise.all([sendComposer(key), sendComposer(key)])
    expect(mail.sendDraft).toHaveBeenCalledTimes(1)
  })

  test('marks the message that was answered', async () => {
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Re: Lunch' })
    useComposers.setState(({ list }) => ({
      list: list.map((one) => ({ ...one, request: { kind: 'reply', emailId: 'e1' } as const })),
    }))
    await sendComposer(key)
    expect(mail.actions.setKeyword).toHaveBeenCalledWith(['e1'], '$answered', true)
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
    await settle(2000)
    expect(mail.saveDraft.mock.lastCall?.[0].attachments).toEqual([
      { blobId: 'blob-1', name: 'menu.txt', type: 'text/plain', size: 10 },
    ])
    expect(unsaved()).toEqual([])
  })

  test('that would make the message larger than 25 MB are named, and the others are taken', async () => {
    const key = openComposer({ kind: 'new' })
    attachFiles(key, [aFile('film.mov', 25_000_001), aFile('menu.txt')])
    expect(findComposer(key)?.refusedFiles).toEqual(['film.mov'])
    expect(findComposer(key)?.draft.attachments.map(({ name }) => name)).toEqual(['menu.txt'])
  })

  test('keep a message from being sent while they are under link, and can be stopped', async () => {
    let signal: AbortSignal | undefined
    mail.uploadBlob.mockImplementationOnce((_, options) => {
      signal = options?.signal
      return new Promise(() => undefined)
    })
    const key = openComposer({ kind: 'new', to: [ada], subject: 'Menu' })
    attachFiles(key, [aFile('menu.txt')])
    await sendComposer(key)
    expect(findComposer(key)?.problem).toEqual({ kind: 'uploads-running' })
    removeAttachment(key, findComposer(key)?.draft.attachments[0]?.id ?? '')
    expect([signal?.aborted, findComposer(key)?.draft.attachments]).toEqual([true, []])
  })
})
