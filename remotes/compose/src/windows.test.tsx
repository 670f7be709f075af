import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { act, cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { Email } from '@atrium/mail-contracts'
import { settle } from '@atrium/mail/testing'
import { createTestPage, sessionBuilder, type TestPage } from '@atrium/mail-ui/testing'
import { emit, useWorkspace, workspace } from '@atrium/remote'
import { beginSession, endSession } from '@atrium/remote/host'
import { useComposers } from './composers.ts'
import { openComposer, useOpenComposers } from './exposes/composer.ts'
import ComposeWindows from './exposes/windows.tsx'
import { preferFormat } from './draft/draft.ts'
import { removeComposerAndBackup } from './lifecycle.ts'

const bea = { name: 'Bea', email: 'bea@example.org' }
let page: TestPage

const stored = (mailbox: 'drafts' | 'sent'): Email[] =>
  [...page.server.store.emails.values()].filter(({ mailboxIds }) => mailboxIds[mailbox])
const textOf = (email: Email | undefined): string | undefined => email && Object.values(email.bodyValues)[0]?.value

/** Two callers of the hook, as host and another remote would be. */
const Count = ({ name }: { readonly name: string }) => <output aria-label={name}>{useOpenComposers()}</output>

/** As the host mounts them: for as long as there is a session. */
const Windows = () => useWorkspace(({ session }) => session) && <ComposeWindows />

async function setUp() {
  await page.show(
    <>
      <button type="button">before</button>
      <Count name="host" />
      <Count name="search" />
      <Windows />
    </>,
  )
  return userEvent.setup()
}
const open = (...request: Parameters<typeof openComposer>) => act(() => void openComposer(...request))
/** What of the messages is in the browser: keys and values. */
const backups = () => Object.entries(localStorage).filter(([key]) => key.startsWith('atrium:compose:'))
const windows = () => screen.queryAllByRole('dialog')
const first = () => within(windows()[0] ?? document.body)

beforeEach(() => {
  page = createTestPage()
  preferFormat('plain')
  workspace.setState({ unsaved: [] })
})

afterEach(() => {
  act(() => {
    for (const { key } of useComposers.getState().list) removeComposerAndBackup(key)
    endSession('expired')
  })
  page.mail.close()
  localStorage.clear()
  jest.restoreAllMocks()
})

describe('windows', () => {
  test('are counted the same for every caller', async () => {
    await setUp()
    open({ kind: 'new' })
    open({ kind: 'new' })
    expect([screen.getByLabelText('host').textContent, screen.getByLabelText('search').textContent]).toEqual(['2', '2'])
  })

  test('one that was opened before they were rendered is there', async () => {
    openComposer({ kind: 'new', subject: 'Early' })
    await setUp()
    expect(screen.getByRole('dialog', { name: 'Compose: Early' })).toBeDefined()
  })

  test('begin in the first field that is empty', async () => {
    await setUp()
    open({ kind: 'new' })
    expect(document.activeElement).toBe(first().getByRole('combobox', { name: 'To' }))
  })

  test.each([
    ['the subject, when there is a recipient', { kind: 'new', to: [bea] }, 'Subject'],
    ['the text, when all else is there', { kind: 'new', to: [bea], subject: 'Lunch' }, 'Message'],
  ] as const)('begin in %s', async (_, request, field) => {
    await setUp()
    open(request)
    expect(document.activeElement).toBe(first().getByRole('textbox', { name: field }))
  })

  test('Escape saves and closes, and the focus goes back', async () => {
    const user = await setUp()
    screen.getByRole('button', { name: 'before' }).focus()
    open({ kind: 'new', to: [bea], subject: 'Lunch' })
    await user.type(first().getByRole('textbox', { name: 'Message' }), 'Noon?')
    await user.keyboard('{Escape}')
    expect(windows()).toEqual([])
    await settle()
    expect(stored('drafts')).toMatchObject([{ subject: 'Lunch' }])
    expect(textOf(stored('drafts')[0])).toBe('Noon?')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'before' }))
  })

  test('keys typed in them are not for the page', async () => {
    const user = await setUp()
    const received = jest.fn()
    window.addEventListener('keydown', received)
    open({ kind: 'new', to: [bea], subject: 'Lunch' })
    await user.type(first().getByRole('textbox', { name: 'Message' }), 'erase #')
    window.removeEventListener('keydown', received)
    expect(received).not.toHaveBeenCalled()
  })

  test('fold to their title and back with what was written', async () => {
    const user = await setUp()
    open({ kind: 'new', subject: 'Lunch', text: 'Noon?' })
    await user.click(first().getByRole('button', { name: 'Minimise' }))
    expect(first().queryByRole('textbox')).toBeNull()
    await user.click(first().getByRole('button', { name: 'Restore' }))
    expect(first().getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value).toBe('Noon?')
  })
})

describe('sending', () => {
  test('by Ctrl+Enter takes what is still being typed as a recipient', async () => {
    const user = await setUp()
    open({ kind: 'new', subject: 'Lunch' })
    await user.type(first().getByRole('combobox', { name: 'To' }), 'bob@example.org{Control>}{Enter}{/Control}')
    await settle()
    expect(stored('sent')).toMatchObject([{ to: [{ name: null, email: 'bob@example.org' }] }])
    expect(windows()).toEqual([])
  })

  test('without a subject is asked about in the window', async () => {
    const user = await setUp()
    open({ kind: 'new', to: [bea] })
    await user.click(first().getByRole('button', { name: 'Send' }))
    await settle()
    expect(stored('sent')).toEqual([])
    await user.click(first().getByRole('button', { name: 'Add a subject' }))
    expect(document.activeElement).toBe(first().getByRole('textbox', { name: 'Subject' }))
    await user.click(first().getByRole('button', { name: 'Send' }))
    await user.click(first().getByRole('button', { name: 'Send anyway' }))
    await settle()
    expect(stored('sent')).toHaveLength(1)
  })
})

describe('leaving', () => {
  test('a page that is hidden saves at once', async () => {
    const user = await setUp()
    open({ kind: 'new', to: [bea], subject: 'Lunch' })
    await user.type(first().getByRole('textbox', { name: 'Message' }), 'x')
    jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await act(async () => document.dispatchEvent(new Event('visibilitychange')))
    await settle()
    expect(stored('drafts')).toHaveLength(1)
  })

  test('signing out saves first, and leaves nothing of a person in the page', async () => {
    const user = await setUp()
    open({ kind: 'new', to: [bea], subject: 'Secret' })
    await user.type(first().getByRole('textbox', { name: 'Message' }), 'x')
    await act(async () => emit('session:ending', {}))
    await settle()
    expect(stored('drafts')).toHaveLength(1)
    act(() => endSession('signed-out'))
    expect([useComposers.getState().list, backups()]).toEqual([[], []])
  })

  test('signing out while the server takes nothing leaves the text for its writer alone', async () => {
    const user = await setUp()
    open({ kind: 'new', to: [bea], subject: 'Secret' })
    await user.type(first().getByRole('textbox', { name: 'Message' }), 'x')
    act(() => endSession('signed-out'))
    expect(useComposers.getState().list).toEqual([])
    expect(backups().map(([key]) => key.startsWith('atrium:compose:acc:'))).toEqual([true])
  })

  test('text typed in the last moment of a session is in its window when its writer is back', async () => {
    const user = await setUp()
    open({ kind: 'new', to: [bea], subject: 'Lunch' })
    await user.type(first().getByRole('textbox', { name: 'Message' }), 'Noon')
    act(() => endSession('expired'))
    expect(backups().map(([, stored]) => String(stored).includes('Noon'))).toEqual([true])
    cleanup()
    act(() => beginSession(sessionBuilder({ csrf: 'y' })))
    const release = page.server.hold()
    await setUp()
    expect(first().getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value).toBe('Noon')
    expect(workspace.getState().unsaved).toHaveLength(1)
    release()
    await settle()
    expect([stored('drafts').map(textOf), workspace.getState().unsaved]).toEqual([['Noon'], []])
  })

  test('another person at the same browser sees nothing of it', async () => {
    const user = await setUp()
    open({ kind: 'new', to: [bea], subject: 'Secret' })
    await user.type(first().getByRole('textbox', { name: 'Message' }), 'x')
    act(() => endSession('expired'))
    cleanup()
    act(() => beginSession(sessionBuilder({ accountId: 'b1', address: 'bo@atrium.example', csrf: 'y' })))
    await setUp()
    await act(async () => undefined)
    expect(windows()).toEqual([])
    expect(backups().map(([key]) => key.startsWith('atrium:compose:acc:'))).toEqual([true])
  })
})
