import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { defaultPreferences, type ChangePassword } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import { WorkspaceProvider } from '@atrium/remote/host'
import { fakeHost } from '@atrium/remote/testing'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { PasswordForm, SignOutEverywhere } from './account.tsx'

const changePassword = jest.fn<(change: ChangePassword) => Promise<void>>()
const signOutEverywhere = jest.fn<() => Promise<void>>()

beforeEach(() => {
  changePassword.mockReset().mockResolvedValue(undefined)
  signOutEverywhere.mockReset().mockResolvedValue(undefined)
  fakeHost({
    actions: { changePassword, signOutEverywhere },
    session: {
      accountId: 'a1',
      address: 'grace@atrium.test',
      name: 'Grace',
      csrf: 'x',
      preferences: defaultPreferences,
    },
  })
})

const type = async (current: string, wanted: string) => {
  const user = userEvent.setup()
  render(<PasswordForm />, { wrapper: WorkspaceProvider })
  await user.type(screen.getByLabelText('Current password'), current)
  await user.type(screen.getByLabelText('New password'), wanted)
  await user.click(screen.getByRole('button', { name: 'Change password' }))
}

const toasts = (): string[] => workspace.getState().toasts.map(({ text }) => text)

describe('a new password', () => {
  test('is sent with the current one, confirmed by a toast, and cleared from the form', async () => {
    await type('correct horse', 'another horse')
    expect(changePassword).toHaveBeenCalledWith({ current: 'correct horse', wanted: 'another horse' })
    expect(toasts()).toEqual(['Password changed. All other sessions are signed out.'])
    expect(screen.getByLabelText<HTMLInputElement>('New password').value).toBe('')
  })

  test('that is too short is not sent', async () => {
    await type('correct horse', 'short')
    expect(changePassword).not.toHaveBeenCalled()
    expect(screen.getByText('Use at least 8 characters.')).toBeTruthy()
  })

  test.each([
    ['CREDENTIALS_WRONG', 'Wrong password.'],
    ['PASSWORD_NOT_HERE', "This account's password can't be changed here."],
    ['RATE_LIMITED', 'Too many attempts. Wait a moment and try again.'],
    ['UPSTREAM_UNREACHABLE', "Couldn't change the password. Check your connection and try again."],
  ] as const)('refused with %s shows the reason and keeps the input', async (code, text) => {
    // As the host throws it: an instance of another bundle's class.
    changePassword.mockRejectedValue(
      Object.assign(new Error('x'), { name: 'AtriumError', code, subject: 'x', remedy: 'y' }),
    )
    await type('correct horse', 'another horse')
    expect(await screen.findByText(text)).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Current password').value).toBe('correct horse')
  })
})

test('a failed sign-out everywhere is reported', async () => {
  signOutEverywhere.mockRejectedValue(new Error('offline'))
  render(<SignOutEverywhere />, { wrapper: WorkspaceProvider })
  await userEvent.setup().click(screen.getByRole('button', { name: 'Sign out everywhere' }))
  expect(toasts()).toEqual(["Couldn't sign out. Check your connection and try again."])
})
