import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createTestPage, type TestPage } from '@atrium/mail-ui/testing'
import { emailBuilder, instantTiming, mailboxBuilder, settle, standardMailboxes } from '@atrium/mail/testing'
import { FolderList } from './folder-list.tsx'
import { folderTree } from './folder-tree.ts'

// Renders a whole page, which takes a while on a busy machine.
jest.setTimeout(30_000)

let page: TestPage

afterEach(() => {
  cleanup()
  page.mail.close()
  localStorage.clear()
})

const nested = [
  mailboxBuilder({ id: 'work', name: 'Work' }),
  mailboxBuilder({ id: 'trips', name: 'Trips', parentId: 'work' }),
  mailboxBuilder({ id: 'lost', name: 'Lost', parentId: 'no-such-parent' }),
]

const show = async (given: Partial<Parameters<typeof FolderList>[0]> = {}, next: TestPage = createTestPage()) => {
  page = next
  const navigate = jest.fn()
  await page.show(<FolderList location="/" navigate={navigate} collapsed={false} {...given} />)
  return navigate
}

/** What speech says of a link: its text without what is only seen. */
function nameOf(link: Element | null): string {
  const copy = document.createElement('div')
  copy.append(...(link?.cloneNode(true).childNodes ?? []))
  for (const unspoken of copy.querySelectorAll('[aria-hidden]')) unspoken.remove()
  return copy.textContent ?? ''
}

const names = (): string[] => screen.getAllByRole('link').map(nameOf)

describe('the folders', () => {
  test('stand in the order people know, own ones after them', async () => {
    await show({}, createTestPage({ mailboxes: [...nested, ...standardMailboxes().toReversed()] }))
    expect(names()).toEqual(['Inbox', 'Drafts', 'Sent', 'Archive', 'Spam', 'Trash', 'Lost', 'Work', 'Trips'])
  })

  test('count what is unread, and in Drafts what was begun', async () => {
    const emails = [
      emailBuilder({ id: 'a' }),
      emailBuilder({ id: 'b', keywords: { $draft: true }, mailboxIds: { drafts: true } }),
      emailBuilder({ id: 'c', mailboxIds: { trash: true } }),
    ]
    await show({}, createTestPage({ emails }))
    expect(names()[0]).toMatch(/Inbox.*1 unread/)
    expect(names()[1]).toMatch(/Drafts.*1 draft/)
    expect(names()[5]).toBe('Trash')
  })

  test('mark the one that is open; the root is the inbox', async () => {
    await show()
    expect(nameOf(screen.getByRole('link', { current: 'page' }))).toBe('Inbox')
    cleanup()
    await show({ location: '/inbox/sent/t1' })
    expect(nameOf(screen.getByRole('link', { current: 'page' }))).toBe('Sent')
    cleanup()
    await show({ location: '/settings' })
    expect(screen.queryByRole('link', { current: 'page' })).toBeNull()
  })

  test('open without a reload, and in a new tab when asked', async () => {
    const navigate = await show()
    const sent = screen.getByRole('link', { name: 'Sent' })
    expect(sent.getAttribute('href')).toBe('/inbox/sent')
    await userEvent.click(sent)
    expect(navigate.mock.calls).toEqual([['/inbox/sent']])
  })

  test('hide and show what is in them, and remember it', async () => {
    const mailboxes = [...standardMailboxes(), ...nested]
    await show({}, createTestPage({ mailboxes }))
    await userEvent.click(screen.getByRole('button', { name: /Collapse .*Work/ }))
    expect(screen.queryByRole('link', { name: 'Trips' })).toBeNull()
    expect(Object.entries(localStorage)).toEqual([[expect.stringMatching(/^atrium:closed-folders:./), '["work"]']])
    await userEvent.click(screen.getByRole('button', { name: /Expand .*Work/ }))
    expect(screen.getByRole('link', { name: 'Trips' })).toBeTruthy()
  })

  test('are walked through by arrows', async () => {
    const mailboxes = [...standardMailboxes(), ...nested]
    await show({}, createTestPage({ mailboxes }))
    screen.getByRole('link', { name: 'Inbox' }).focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(nameOf(document.activeElement)).toBe('Drafts')
    await userEvent.keyboard('{End}{ArrowUp}{ArrowLeft}')
    expect(nameOf(document.activeElement)).toBe('Work')
    expect(screen.queryByRole('link', { name: 'Trips' })).toBeNull()
    await userEvent.keyboard('{ArrowRight}')
    expect(screen.getByRole('link', { name: 'Trips' })).toBeTruthy()
  })

  test('are made and renamed in place, and refused a name that is taken', async () => {
    await show({}, createTestPage({ mailboxes: [...standardMailboxes(), ...nested] }))
    await userEvent.click(screen.getByRole('button', { name: 'New folder' }))
    const name = await screen.findByLabelText('Name')
    await userEvent.type(name, 'Work{Enter}')
    expect(screen.getByText(/There is already a folder called/)).toBeTruthy()
    await userEvent.clear(name)
    await userEvent.type(name, 'Garden{Enter}')
    await settle()
    expect(names()).toContain('Garden')
    await userEvent.click(screen.getByRole('button', { name: /Edit .*Garden/ }))
    await userEvent.clear(await screen.findByLabelText('Name'))
    await userEvent.type(screen.getByLabelText('Name'), 'Orchard{Enter}')
    await settle()
    expect(names()).toContain('Orchard')
  })

  test('are deleted after a question that says what becomes of the mail', async () => {
    const emails = [emailBuilder({ id: 'a', mailboxIds: { lost: true } })]
    await show({}, createTestPage({ mailboxes: [...standardMailboxes(), ...nested], emails }))
    await userEvent.click(screen.getByRole('button', { name: /Edit .*Lost/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Delete folder' }))
    expect(screen.getByText(/1 message in .* moves to the trash/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Delete folder' }))
    await settle()
    expect(names()).not.toContain('Lost')
    expect(page.server.store.emails.get('a')?.mailboxIds).toEqual({ trash: true })
  })

  test('are signs with names when the rail is narrow', async () => {
    await show({ collapsed: true })
    expect(names()).toContain('Archive')
    expect(screen.getByRole('link', { name: 'Archive' }).querySelector('bdi')).toBeNull()
  })

  test('say that they could not be read, and are read again', async () => {
    const broken = createTestPage({ mail: { timing: instantTiming } })
    broken.server.offline = true
    await show({}, broken)
    const alert = within(screen.getByRole('alert'))
    expect(alert.getByText("Couldn't load the folders")).toBeTruthy()
    broken.server.offline = false
    await userEvent.click(alert.getByRole('button', { name: 'Try again' }))
    await settle()
    expect(names()).toContain('Inbox')
  })
})

test('a circle of parents ends', () => {
  page = createTestPage()
  const circle = [mailboxBuilder({ id: 'a', parentId: 'b' }), mailboxBuilder({ id: 'b', parentId: 'a' })]
  expect(folderTree(circle).own).toEqual([])
})
