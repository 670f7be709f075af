import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { defaultPreferences } from '@atrium/mail-contracts'
import { emit, workspace } from '@atrium/remote'
import { beginSession, WorkspaceProvider } from '@atrium/remote/host'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { About } from './about.tsx'

beforeEach(() => {
  workspace.setState({ toasts: [] })
  beginSession({
    accountId: 'a1',
    address: 'grace@atrium.test',
    name: 'Grace',
    csrf: 'x',
    preferences: defaultPreferences,
  })
  // The host marks the elements of each remote.
  document.body.innerHTML = '<div data-remote="search" data-release="222222222222"></div>'
})

afterEach(() => void (document.body.innerHTML = ''))

const mount = (remote: string, release: string, module: string) =>
  act(() => emit('remote:mounted', { remote, release, module }))

test('lists each release on the page once, with its modules', async () => {
  render(<About />, { wrapper: WorkspaceProvider })
  mount('inbox', '111111111111', 'inbox/page')
  mount('inbox', '111111111111', 'inbox/folders')
  mount('inbox', '111111111111', 'inbox/folders')
  expect(screen.getByRole('row', { name: 'inbox 111111111111 page, folders' })).toBeDefined()
  expect(await screen.findByRole('row', { name: 'search 222222222222' })).toBeDefined()
})

test('shows the code and the reference of a failed remote', async () => {
  render(<About />, { wrapper: WorkspaceProvider })
  mount('inbox', '111111111111', 'inbox/page')
  act(() =>
    emit('remote:failed', { remote: 'compose', release: '333333333333', code: 'REMOTE_THREW', reference: 'R-7F3K2Q' }),
  )
  expect(await screen.findByText(/failed: REMOTE_THREW, reference R-7F3K2Q/)).toBeDefined()
})

test('copies the list, and reports when the browser refuses', async () => {
  const user = userEvent.setup()
  const write = jest.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  render(<About />, { wrapper: WorkspaceProvider })
  mount('inbox', '111111111111', 'inbox/page')
  expect(await within(await screen.findByRole('table')).findByText('search')).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Copy details' }))
  expect(write).toHaveBeenCalledWith('inbox 111111111111\nsearch 222222222222')
  write.mockRejectedValue(new Error('denied'))
  await user.click(screen.getByRole('button', { name: 'Copy details' }))
  expect(workspace.getState().toasts.map(({ text }) => text)).toEqual([
    'Details copied',
    "Couldn't copy. Select the text and copy it manually.",
  ])
})
