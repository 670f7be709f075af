import { beforeEach, expect, jest, test } from '@jest/globals'
import { act, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import userEvent from '@testing-library/user-event'
import { defaultPreferences } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import { beginSession, endSession, provideHost, WorkspaceProvider } from '@atrium/remote/host'
import { Reading } from '../reading/reading.tsx'
import { Appearance } from './appearance.tsx'

const savePreferences = jest.fn<(changed: object) => Promise<void>>()

beforeEach(() => {
  savePreferences.mockReset().mockResolvedValue(undefined)
  provideHost({ load: () => Promise.reject(new Error('not in this test')), savePreferences })
  endSession('signed-out')
  workspace.setState({ toasts: [] })
  const preferences = { ...defaultPreferences, imageSenders: ['shop@example.org', 'ada@example.org'] }
  beginSession({ accountId: 'a1', address: 'grace@atrium.test', name: 'Grace', csrf: 'x', preferences })
})

const open = (page: ReactNode) => {
  render(page, { wrapper: WorkspaceProvider })
  return userEvent.setup()
}
const card = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name })

test('a theme that is chosen is in the shared store at once, before the server has answered', async () => {
  savePreferences.mockReturnValue(new Promise(() => undefined))
  const user = open(<Appearance />)
  await user.click(card('Dark'))
  expect(workspace.getState().theme).toBe('dark')
  expect(card('Dark').checked).toBe(true)
  expect(savePreferences).toHaveBeenCalledWith({ theme: 'dark' })
})

test('the density too', async () => {
  const user = open(<Appearance />)
  await user.click(card('Compact'))
  expect(workspace.getState().density).toBe('compact')
})

test('a theme that was changed elsewhere shows here', async () => {
  open(<Appearance />)
  await screen.findByText('Light now')
  act(() => workspace.setState({ theme: 'light' }))
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Light', checked: true })).value).toBe('light')
})

test('a choice that the server refuses goes back, and it is said', async () => {
  savePreferences.mockRejectedValue(new Error('no'))
  const user = open(<Appearance />)
  await user.click(card('Dark'))
  expect(card('System').checked).toBe(true)
  expect(workspace.getState().toasts.map(({ text }) => text)).toEqual(['The change was not kept. Check the connection and try again.'])
})

test('a sender can be taken out, and put back by the toast', async () => {
  const user = open(<Reading />)
  await user.click(screen.getByRole('button', { name: 'Hide images of shop@example.org again' }))
  expect(workspace.getState().session?.preferences.imageSenders).toEqual(['ada@example.org'])
  await act(async () => workspace.getState().toasts[0]?.action?.run())
  expect(await screen.findByText('shop@example.org')).toBeDefined()
})
