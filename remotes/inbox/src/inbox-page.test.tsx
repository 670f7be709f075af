import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { workspace } from '@atrium/remote'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import type { Email } from '@atrium/mail-contracts'
import { emailBuilder, instantTiming, mailboxBuilder, settle, standardMailboxes } from '@atrium/mail/testing'
import { createTestPage, type TestPage } from '@atrium/mail-ui/testing'
import { FolderList } from './folders/folder-list.tsx'
import { InboxPage } from './inbox-page.tsx'

const day = (index: number): string => `2026-11-${String(20 - index).padStart(2, '0')}T09:00:00Z`

const read = (given: Partial<Email>): Email => emailBuilder({ keywords: { $seen: true }, ...given })

const some = (count: number, given: Partial<Email> = {}) =>
  Array.from({ length: count }, (_, index) =>
    read({ id: `e${index}`, threadId: `t${index}`, subject: `Subject ${index}`, receivedAt: day(index), ...given }),
  )

const titles: string[] = []

function Page({ start }: { readonly start: string }): ReactNode {
  const [path, setPath] = useState(start)
  address = path
  return (
    <InboxPage
      route={{ path, query: {} }}
      navigate={(to) => {
        const go = (): void => setPath(to.replace(/^\/inbox/, ''))
        if (later) later.push(go)
        else go()
      }}
      onTitle={(title) => void titles.push(title)}
    />
  )
}

let address = ''
/** Navigations that the address of the page has not followed yet; null where it follows at once. */
let later: (() => void)[] | null = null
// Renders a whole page, which takes a while on a busy machine.
jest.setTimeout(30_000)

let page: TestPage

const open = async (given: TestPage, path = '/'): Promise<void> => {
  page = given
  await page.show(<Page start={path} />)
}

const rows = (): string[] =>
  screen.queryAllByRole('row').map((row) => /Subject \d+/.exec(row.textContent ?? '')?.[0] ?? '')
const row = (name: string): HTMLElement => screen.getByRole('row', { name: new RegExp(name) })
const press = async (keys: string): Promise<void> => {
  await userEvent.keyboard(keys)
  await settle()
}
const click = async (element: HTMLElement): Promise<void> => {
  await userEvent.click(element)
  await settle()
}

beforeEach(() => void titles.splice(0))
afterEach(async () => {
  cleanup()
  page.mail.close()
  later = null
  workspace.setState({ online: true })
})

describe('the inbox', () => {
  test('lists the newest first and names itself', async () => {
    await open(createTestPage({ emails: some(3) }))
    expect(rows()).toEqual(['Subject 0', 'Subject 1', 'Subject 2'])
    expect(screen.getByRole('heading', { name: 'Inbox' })).toBeTruthy()
    expect(titles).toEqual(['Inbox'])
  })

  test('says in one sentence that nothing is left', async () => {
    await open(createTestPage())
    expect(screen.getByText('All done. Your inbox is empty.')).toBeTruthy()
  })

  test('says what is safe when it cannot be read, and reads again', async () => {
    const given = createTestPage({ emails: some(1), mail: { timing: instantTiming } })
    given.server.offline = true
    await open(given)
    expect(screen.getByRole('alert').textContent).toContain(
      'Your mail is safe on the server. Check your connection and try again.',
    )
    given.server.offline = false
    await click(screen.getByRole('button', { name: 'Try again' }))
    expect(rows()).toEqual(['Subject 0'])
  })

  test('stands in its final layout while it is being read', async () => {
    page = createTestPage({ emails: some(1) })
    const shown = page.show(<Page start="/" />)
    expect(screen.getByRole('status', { name: 'Loading messages' })).toBeTruthy()
    await shown
    expect(rows()).toEqual(['Subject 0'])
  })

  test('shows a message that comes in without being asked', async () => {
    await open(createTestPage({ emails: some(2) }))
    page.server.store.put(
      read({ id: 'new', threadId: 'new', subject: 'Subject 9', receivedAt: '2026-11-21T09:00:00Z' }),
    )
    await page.push()
    expect(rows()).toEqual(['Subject 9', 'Subject 0', 'Subject 1'])
  })

  test('offers the way to the inbox from a folder that is gone', async () => {
    await open(createTestPage({ emails: some(1) }), '/no-such-folder')
    await click(screen.getByRole('button', { name: 'Go to the inbox' }))
    expect(address).toBe('/inbox')
    expect(rows()).toEqual(['Subject 0'])
  })
})

describe('choosing', () => {
  test('counts on the buttons what they will be done to', async () => {
    await open(createTestPage({ emails: some(4) }))
    await click(within(row('Subject 0')).getByRole('checkbox'))
    await click(within(row('Subject 2')).getByRole('checkbox'))
    expect(screen.getByRole('button', { name: 'Archive 2' })).toBeTruthy()
    expect(workspace.getState().selection).toEqual({ scope: 'inbox', ids: ['e0', 'e2'] })
  })

  test('archives all of it, and a toast brings it back', async () => {
    await open(createTestPage({ emails: some(4) }))
    await click(within(row('Subject 0')).getByRole('checkbox'))
    await click(within(row('Subject 2')).getByRole('checkbox'))
    await click(screen.getByRole('button', { name: 'Archive 2' }))
    expect(rows()).toEqual(['Subject 1', 'Subject 3'])
    expect(page.toastTexts()).toEqual(['2 conversations archived'])
    await page.pressToast()
    expect(rows()).toEqual(['Subject 0', 'Subject 1', 'Subject 2', 'Subject 3'])
    expect(page.server.store.emails.get('e0')?.mailboxIds).toEqual({ inbox: true })
  })

  test('reaches everything in a folder of which only a part was read', async () => {
    await open(createTestPage({ emails: some(120, { receivedAt: '2026-11-01T00:00:00Z' }) }))
    await click(screen.getByRole('checkbox', { name: 'Select all' }))
    await click(screen.getByRole('button', { name: /Select all 120 in .*Inbox/ }))
    await click(screen.getByRole('button', { name: 'Delete 120' }))
    expect([...page.server.store.emails.values()].every(({ mailboxIds }) => mailboxIds['trash'])).toBe(true)
  })

  test('keeps "Undo" while many are worked on, and after', async () => {
    await open(createTestPage({ emails: some(120, { receivedAt: '2026-11-01T00:00:00Z' }) }))
    await click(screen.getByRole('checkbox', { name: 'Select all' }))
    await click(screen.getByRole('button', { name: /Select all 120 in .*Inbox/ }))
    const shown: (readonly [string, number | undefined])[] = []
    const stop = workspace.subscribe(({ toasts }) => {
      for (const { text, duration } of toasts) shown.push([text, duration])
    })
    await click(screen.getByRole('button', { name: 'Archive 120' }))
    stop()
    expect(shown[0]).toEqual(['Working on 120 conversations…', 0])
    expect(page.toastTexts()).toEqual(['120 conversations archived'])
    await page.pressToast()
    expect([...page.server.store.emails.values()].every(({ mailboxIds }) => mailboxIds['inbox'])).toBe(true)
  })

  test('says what stayed when the server refuses', async () => {
    await open(createTestPage({ emails: some(2) }))
    page.server.settings.refused.add('e0')
    await click(within(row('Subject 0')).getByRole('checkbox'))
    await click(screen.getByRole('button', { name: 'Archive 1' }))
    expect(rows()).toEqual(['Subject 0', 'Subject 1'])
    expect(page.toastTexts()).toEqual([
      'Nothing was changed. The server returned an unexpected response. Try again in a moment.',
    ])
  })
})

describe('the keyboard', () => {
  test('moves, chooses and archives without the pointer', async () => {
    await open(createTestPage({ emails: some(3) }))
    await press('jjx')
    expect(workspace.getState().selection.ids).toEqual(['e1'])
    await press('e')
    expect(rows()).toEqual(['Subject 0', 'Subject 2'])
    expect(document.activeElement?.textContent).toContain('Subject 2')
  })

  test('acts on the row under the cursor when nothing is selected', async () => {
    await open(createTestPage({ emails: some(2) }))
    await press('j{Delete}')
    expect(rows()).toEqual(['Subject 1'])
    expect(page.server.store.emails.get('e0')?.mailboxIds).toEqual({ trash: true })
    await press('s')
    expect(page.server.store.emails.get('e1')?.keywords['$flagged']).toBe(true)
  })

  test('ignores keys that are typed into a field', async () => {
    await open(createTestPage({ emails: some(2) }))
    await press('j')
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    await press('e#')
    field.remove()
    expect(rows()).toEqual(['Subject 0', 'Subject 1'])
  })

  test('loses no key while conversations are opened faster than they are shown', async () => {
    await open(createTestPage({ emails: some(8) }))
    await press('jo')
    expect(address).toBe('/inbox/t0')
    later = []
    await press('eee')
    expect(rows().slice(0, 1)).toEqual(['Subject 3'])
    await press('jj')
    const waiting: readonly (() => void)[] = later
    later = null
    act(() => waiting.forEach((go) => go()))
    expect(address).toBe('/inbox/t5')
    expect(['e0', 'e1', 'e2', 'e3'].map((id) => page.server.store.emails.get(id)?.mailboxIds)).toEqual([
      { archive: true },
      { archive: true },
      { archive: true },
      { inbox: true },
    ])
  })

  test('takes back the last act with z, and then the one before', async () => {
    await open(createTestPage({ emails: some(3) }))
    render(<FolderList location="/" navigate={() => undefined} collapsed={false} />, { wrapper: page.wrapper })
    await press('jee')
    expect(rows()).toEqual(['Subject 2'])
    await press('z')
    expect(rows()).toEqual(['Subject 1', 'Subject 2'])
    await press('z')
    expect(rows()).toEqual(['Subject 0', 'Subject 1', 'Subject 2'])
    expect(page.server.store.emails.get('e0')?.mailboxIds).toEqual({ inbox: true })
  })

  test('selects by a sequence that begins with a star', async () => {
    const emails = [
      ...some(2),
      read({ id: 'n', threadId: 'n', subject: 'Subject 7', keywords: {}, receivedAt: day(9) }),
    ]
    await open(createTestPage({ emails }))
    await press('*u')
    expect(workspace.getState().selection.ids).toEqual(['n'])
    await press('*n')
    expect(workspace.getState().selection.ids).toEqual([])
  })

  test('moves to a folder that is found by its name', async () => {
    const mailboxes = [...standardMailboxes(), mailboxBuilder({ id: 'trips', name: 'Trips' })]
    await open(createTestPage({ emails: some(2), mailboxes }))
    await press('jv')
    await screen.findByRole('dialog', { name: 'Move to' })
    await press('tri{Enter}')
    expect(page.server.store.emails.get('e0')?.mailboxIds).toEqual({ trips: true })
    expect(rows()).toEqual(['Subject 1'])
  })

  test('labels with a folder beside the one it is in', async () => {
    const mailboxes = [...standardMailboxes(), mailboxBuilder({ id: 'trips', name: 'Trips' })]
    await open(createTestPage({ emails: some(1), mailboxes }))
    await press('jl')
    await screen.findByRole('dialog', { name: 'Label as' })
    await press('tri{Enter}')
    expect(page.server.store.emails.get('e0')?.mailboxIds).toEqual({ inbox: true, trips: true })
    expect(rows()).toEqual(['Subject 0'])
  })

  test('changes nothing while there is no connection, and says so at once', async () => {
    await open(createTestPage({ emails: some(2) }))
    workspace.setState({ online: false })
    await press('je')
    expect(rows()).toEqual(['Subject 0', 'Subject 1'])
    expect(page.toastTexts()).toEqual(["You're offline. Nothing was changed."])
  })

  test('shows its own keys', async () => {
    await open(createTestPage({ emails: some(1) }))
    await press('?')
    expect(screen.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy()
  })
})

describe('a folder with a purpose', () => {
  test('deletes permanently from the trash, and restores it within the time of the toast', async () => {
    const emails = some(1, { mailboxIds: { trash: true } })
    await open(createTestPage({ emails }), '/trash')
    await press('j#')
    expect(rows()).toEqual([])
    expect(page.toastTexts()).toEqual(['Conversation deleted permanently'])
    await page.pressToast()
    expect(rows()).toEqual(['Subject 0'])
    expect(page.server.store.emails.has('e0')).toBe(true)
  })

  test('is emptied of spam at once, and filled again within the time of the toast', async () => {
    await open(createTestPage({ emails: some(60, { mailboxIds: { junk: true }, receivedAt: day(1) }) }), '/junk')
    await click(screen.getByRole('button', { name: 'Empty' }))
    expect(rows()).toEqual([])
    await page.pressToast()
    expect(rows().length).toBeGreaterThan(0)
    expect(page.server.store.emails.size).toBe(60)
  })

  test('leaves an answer in Sent when the conversation is thrown away', async () => {
    const [first] = some(1)
    const answer = read({ id: 'mine', threadId: 't0', mailboxIds: { sent: true }, receivedAt: day(3) })
    await open(createTestPage({ emails: first ? [first, answer] : [] }))
    await press('j#')
    expect(page.server.store.emails.get('mine')?.mailboxIds).toEqual({ sent: true })
  })

  test('opens drafts in the editor, and says so when there is none', async () => {
    const emails = some(1, { mailboxIds: { drafts: true }, keywords: { $draft: true, $seen: true } })
    await open(createTestPage({ emails }), '/drafts')
    await click(row('Subject 0'))
    expect(page.loaded).toEqual(['compose/composer'])
    expect(address).toBe('/drafts')
    await act(settle)
    expect(page.toastTexts()).toEqual(["Couldn't open the editor. Your mail is safe."])
  })
})
