import { beforeEach, expect, jest, test } from '@jest/globals'
import { render, screen, within } from '@testing-library/react'
import type { EmailRow, ThreadSummary } from '@atrium/mail'
import type { Email } from '@atrium/mail-contracts'
import userEvent from '@testing-library/user-event'
import { workspace } from '@atrium/remote'
import { WorkspaceProvider } from '@atrium/remote/host'
import { capabilitiesOf } from '../actions.ts'
import { emailRowBuilder } from '@atrium/mail/testing'
import { sessionBuilder } from '@atrium/mail-ui/testing'
import { MessageRow, type MessageRowProps, type RowHandlers } from './message-row.tsx'

const handlers = {
  open: jest.fn(),
  toggle: jest.fn(),
  extend: jest.fn(),
  star: jest.fn(),
  archive: jest.fn(),
  trash: jest.fn(),
  restore: jest.fn(),
  markRead: jest.fn(),
  prefetch: jest.fn(),
  drag: jest.fn(),
} satisfies RowHandlers

const alan = { name: 'Alan Turing', email: 'alan@x.test' }

/** A row with a read message from Alan. */
const rowOf = (email: Partial<Email> = {}, thread: Partial<ThreadSummary> = {}): EmailRow =>
  emailRowBuilder(
    {
      from: [alan],
      subject: 'Tea on Friday',
      preview: 'Shall we say four o’clock',
      receivedAt: '2026-11-20T09:00:00Z',
      ...email,
    },
    { participants: [{ ...alan, unread: false }], ...thread },
  )

const show = (given: Partial<MessageRowProps> = {}): HTMLElement => {
  workspace.setState({ session: sessionBuilder() })
  render(
    <WorkspaceProvider>
      <MessageRow
        row={rowOf()}
        address="/inbox/m1/t1"
        index={0}
        active
        open={false}
        selected={false}
        compact={false}
        own={new Set(['ada@atrium.example'])}
        capabilities={capabilitiesOf('inbox')}
        outgoing={false}
        parts={undefined}
        today={new Date('2026-11-21T12:00:00Z')}
        handlers={handlers}
        {...given}
      />
    </WorkspaceProvider>,
  )
  return screen.getByRole('row')
}

beforeEach(() => Object.values(handlers).forEach((handler) => handler.mockClear()))

test('a row shows sender, subject, preview and date', () => {
  const row = within(show())
  expect(row.getByText('Alan Turing')).toBeTruthy()
  expect(row.getByText('Tea on Friday')).toBeTruthy()
  expect(row.getByText('Shall we say four o’clock')).toBeTruthy()
  expect(row.getByText('20 Nov').getAttribute('title')).toMatch(/^Friday,? 20 November 2026/)
})

test('a row says everything in one breath', () => {
  const row = rowOf({ hasAttachment: true }, { unread: true, starred: true, count: 3 })
  expect(show({ row }).getAttribute('aria-label')).toBe(
    'Unread, Starred, Alan Turing, Tea on Friday, 3 messages, Has attachment, 20 Nov, Shall we say four o’clock',
  )
})

test('a conversation counts its messages', () => {
  expect(within(show({ row: rowOf({}, { count: 4 }) })).getByText('4')).toBeTruthy()
})

test('a single message is not counted', () => {
  expect(within(show()).queryByText('1')).toBeNull()
})

test('an unread row looks different from a read one', () => {
  expect(show({ row: rowOf({}, { unread: true }) }).className).toContain('unread')
})

test('a selected row is selected, for the eye and for who listens', () => {
  const row = show({ selected: true })
  expect(row.getAttribute('aria-selected')).toBe('true')
  expect(row.className).toContain('selected')
  expect(within(row).getByRole<HTMLInputElement>('checkbox').checked).toBe(true)
})

test('the open row is the current one', () => {
  expect(show({ open: true }).getAttribute('aria-current')).toBe('true')
})

test('a click opens, with Ctrl it chooses, with Shift it chooses a range', async () => {
  const user = userEvent.setup()
  const row = show()
  await user.click(row)
  await user.keyboard('{Control>}')
  await user.click(row)
  await user.keyboard('{/Control}{Shift>}')
  await user.click(row)
  await user.keyboard('{/Shift}')
  expect([handlers.open, handlers.toggle, handlers.extend].map((handler) => handler.mock.calls.length)).toEqual([
    1, 1, 1,
  ])
})

test('its subject is a link, which Ctrl opens elsewhere without a word to the row', async () => {
  const user = userEvent.setup()
  const row = show()
  const link = within(row).getByRole<HTMLAnchorElement>('link')
  expect(link.getAttribute('href')).toBe('/inbox/m1/t1')
  await user.click(link)
  await user.keyboard('{Control>}')
  await user.click(link)
  await user.keyboard('{/Control}')
  expect([handlers.open, handlers.toggle].map((handler) => handler.mock.calls.length)).toEqual([1, 0])
})

test('its controls do their own thing and open nothing', async () => {
  const user = userEvent.setup()
  const row = within(show())
  await user.click(row.getByRole('checkbox', { name: /Select “.*Tea on Friday.*”/ }))
  await user.click(row.getByRole('button', { name: 'Add star' }))
  await user.click(row.getByRole('button', { name: 'Archive' }))
  await user.click(row.getByRole('button', { name: 'Delete' }))
  await user.click(row.getByRole('button', { name: 'Mark as unread' }))
  const { toggle, star, archive, trash, markRead, open } = handlers
  expect([toggle, star, archive, trash, markRead].map((handler) => handler.mock.calls.length)).toEqual([1, 1, 1, 1, 1])
  expect(open).not.toHaveBeenCalled()
})

test('in the trash deleting is permanent, and there is a way back', () => {
  const row = within(show({ capabilities: capabilitiesOf('trash') }))
  expect(row.getByRole('button', { name: 'Delete permanently' })).toBeTruthy()
  expect(row.getByRole('button', { name: 'Move to inbox' })).toBeTruthy()
  expect(row.queryByRole('button', { name: 'Archive' })).toBeNull()
})

test('in Sent a row says who it went to', () => {
  const row = rowOf({ to: [{ name: 'Grace Hopper', email: 'grace@x.test' }] })
  expect(show({ row, outgoing: true }).textContent).toContain('To: Grace Hopper')
})

test('markup and direction marks of a stranger stay text', () => {
  const row = show({ row: rowOf({ subject: '<img src=x onerror=alert(1)>\u202Etxt.exe', preview: '<b>bold</b>' }) })
  expect(row.querySelector('img, b')).toBeNull()
  expect(row.textContent).toContain('<img src=x onerror=alert(1)>txt.exe')
})
