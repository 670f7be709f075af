import { beforeEach, expect, jest, test } from '@jest/globals'
import { act, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import userEvent from '@testing-library/user-event'
import { defaultPreferences } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import { WorkspaceProvider } from '@atrium/remote/host'
import { fakeHost } from '@atrium/remote/testing'
import { Appearance } from './appearance.tsx'
import { Reading } from './mail.tsx'

const savePreferences = jest.fn<(changed: object) => Promise<void>>()

beforeEach(() => {
  savePreferences.mockReset().mockResolvedValue(undefined)
  const preferences = { ...defaultPreferences, imageSenders: ['shop@example.org', 'ada@example.org'] }
  const session = { accountId: 'a1', address: 'grace@atrium.test', name: 'Grace', csrf: 'x', preferences }
  fakeHost({ savePreferences, session })
})

const open = (page: ReactNode) => {
  render(page, { wrapper: WorkspaceProvider })
  return userEvent.setup()
}
const card = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name })

test('a selected theme is in the shared store before the server has responded', async () => {
  savePreferences.mockReturnValue(new Promise(() => undefined))
  const user = open(<Appearance />)
  await user.click(card('Dark'))
  expect(workspace.getState().theme).toBe('dark')
  expect(card('Dark').checked).toBe(true)
  expect(savePreferences).toHaveBeenCalledWith({ theme: 'dark' })
})

test('so is a selected density', async () => {
  const user = open(<Appearance />)
  await user.click(card('Compact'))
  expect(workspace.getState().density).toBe('compact')
})

test('a theme that was changed elsewhere is shown here', async () => {
  open(<Appearance />)
  await screen.findByText('Currently light')
  act(() => workspace.setState({ theme: 'light' }))
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Light', checked: true })).value).toBe('light')
})

test('a change that the server refuses is rolled back and reported', async () => {
  savePreferences.mockRejectedValue(new Error('no'))
  const user = open(<Appearance />)
  await user.click(card('Dark'))
  expect(card('System default').checked).toBe(true)
  expect(workspace.getState().toasts.map(({ text }) => text)).toEqual([
    "Couldn't save the change. Check your connection and try again.",
  ])
})

test('a sender can be removed, and restored from the toast', async () => {
  const user = open(<Reading />)
  await user.click(screen.getByRole('button', { name: 'Remove shop@example.org' }))
  expect(workspace.getState().session?.preferences.imageSenders).toEqual(['ada@example.org'])
  await act(async () => workspace.getState().toasts[0]?.action?.run())
  expect(await screen.findByText('shop@example.org')).toBeDefined()
})
