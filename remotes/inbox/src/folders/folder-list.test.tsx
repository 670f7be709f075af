import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { buildMailbox, mailboxesByRole } from '../testing/mailbox-builder.ts'
import { buildMessage } from '../testing/message-builder.ts'
import { createMailWorld, instant, settle, type MailWorld } from '../testing/render-mail.tsx'
import { FolderList } from './folder-list.tsx'
import { folderTree } from './folder-tree.ts'

// Renders a whole page, possibly on a busy machine.
jest.setTimeout(30_000)

let world: MailWorld

afterEach(() => {
  cleanup()
  world.mail.close()
  localStorage.clear()
})

const nested = [
  buildMailbox({ id: 'work', name: 'Work' }),
  buildMailbox({ id: 'trips', name: 'Trips', parentId: 'work' }),
  buildMailbox({ id: 'lost', name: 'Lost', parentId: 'no-such-parent' }),
]

const show = async (given: Partial<Parameters<typeof FolderList>[0]> = {}, next: MailWorld = createMailWorld()) => {
  world = next
  const navigate = jest.fn()
  await world.show(<FolderList location="/" navigate={navigate} collapsed={false} {...given} />)
  return navigate
}

const names = (): string[] => screen.getAllByRole('link').map((link) => link.getAttribute('aria-label') ?? '')

describe('the folders', () => {
  test('stand in the order people know, own ones after them', async () => {
    await show({}, createMailWorld({ mailboxes: [...nested, ...mailboxesByRole().toReversed()] }))
    expect(names()).toEqual(['Inbox', 'Drafts', 'Sent', 'Archive', 'Spam', 'Trash', 'Lost', 'Work', 'Trips'])
  })

  test('count what is unread, and in Drafts what was started', async () => {
    const emails = [
      buildMessage({ id: 'a', keywords: {} }),
      buildMessage({ id: 'b', threadId: 't2', keywords: { $draft: true }, mailboxIds: { drafts: true } }),
      buildMessage({ id: 'c', threadId: 't3', keywords: {}, mailboxIds: { trash: true } }),
    ]
    await show({}, createMailWorld({ emails }))
    expect(names()[0]).toMatch(/Inbox.*1 unread/)
    expect(names()[1]).toMatch(/Drafts.*1 draft/)
    expect(names()[5]).toBe('Trash')
  })

  test('mark the one that is open; the root is the inbox', async () => {
    await show()
    expect(screen.getByRole('link', { current: 'page' }).textContent).toBe('Inbox')
    cleanup()
    await show({ location: '/inbox/sent/t1' })
    expect(screen.getByRole('link', { current: 'page' }).textContent).toBe('Sent')
    cleanup()
    await show({ location: '/settings' })
    expect(screen.queryByRole('link', { current: 'page' })).toBeNull()
  })

  test('open without a reload', async () => {
    const navigate = await show()
    const sent = screen.getByRole('link', { name: 'Sent' })
    expect(sent.getAttribute('href')).toBe('/inbox/sent')
    await userEvent.click(sent)
    expect(navigate.mock.calls).toEqual([['/inbox/sent']])
  })

  test('hide and show what is in them, and remember it', async () => {
    const mailboxes = [...mailboxesByRole(), ...nested]
    await show({}, createMailWorld({ mailboxes }))
    await userEvent.click(screen.getByRole('button', { name: /Collapse .*Work/ }))
    expect(screen.queryByRole('link', { name: 'Trips' })).toBeNull()
    expect(localStorage.getItem('atrium.inbox.closed-folders')).toBe('["work"]')
    await userEvent.click(screen.getByRole('button', { name: /Expand .*Work/ }))
    expect(screen.getByRole('link', { name: 'Trips' })).toBeTruthy()
  })

  test('are walked through by arrows', async () => {
    const mailboxes = [...mailboxesByRole(), ...nested]
    await show({}, createMailWorld({ mailboxes }))
    screen.getByRole('link', { name: 'Inbox' }).focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Drafts')
    await userEvent.keyboard('{End}{ArrowUp}{ArrowLeft}')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Work')
    expect(screen.queryByRole('link', { name: 'Trips' })).toBeNull()
    await userEvent.keyboard('{ArrowRight}')
    expect(screen.getByRole('link', { name: 'Trips' })).toBeTruthy()
  })

  test('are signs with names when the rail is narrow', async () => {
    await show({ collapsed: true })
    expect(names()).toContain('Archive')
    expect(screen.getByRole('link', { name: 'Archive' }).textContent).toBe('')
  })

  test('say that they could not be read, and are read again', async () => {
    const broken = createMailWorld({ timing: instant })
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
  world = createMailWorld()
  const circle = [buildMailbox({ id: 'a', parentId: 'b' }), buildMailbox({ id: 'b', parentId: 'a' })]
  expect(folderTree(circle).own).toEqual([])
})
