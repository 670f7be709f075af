import { expect, jest, test } from '@jest/globals'
import type { Problem } from '@atrium/protocol'
import type { SignUp as SignUpRequest } from '@atrium/mail-contracts'
import { WorkspaceProvider } from '@atrium/remote/host'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { SignUp } from './signed-out.tsx'

type Send = (request: SignUpRequest) => Promise<Problem | null>

function renderSignUp(response: Problem | null = null): jest.Mock<Send> {
  const sent = jest.fn<Send>().mockResolvedValue(response)
  render(
    <WorkspaceProvider>
      <SignUp mailDomain="atrium.example" signIn={{ href: '/', onOpen: () => {} }} onSubmit={sent} />
    </WorkspaceProvider>,
  )
  return sent
}

const field = (name: string): HTMLElement => screen.getByLabelText(name)

async function type(secret: string): Promise<void> {
  await userEvent.type(field('Name'), ' Ada ')
  await userEvent.type(field('Address'), 'ada')
  await userEvent.type(field('Password'), secret)
  await userEvent.click(screen.getByRole('button', { name: 'Create account' }))
}

test('an account is requested with what was typed', async () => {
  const sent = renderSignUp()
  await type('correct horse')
  expect(sent).toHaveBeenCalledWith({ name: 'Ada', address: 'ada', password: 'correct horse' })
})

test('the length of a password is shown while it is typed, in characters as users count them', async () => {
  renderSignUp()
  await userEvent.type(field('Password'), '🐎🐎🐎🐎🐎🐎')
  expect(screen.getByText('2 more characters needed')).toBeTruthy()
  await userEvent.type(field('Password'), 'a')
  expect(screen.getByText('1 more character needed')).toBeTruthy()
  await userEvent.type(field('Password'), 'b')
  expect(screen.getByRole('status').textContent).toBe('Long enough')
})

test('a short password is not sent', async () => {
  const sent = renderSignUp()
  await type('short')
  expect(sent).not.toHaveBeenCalled()
  expect(screen.getByText('Use at least 8 characters')).toBeTruthy()
  expect(document.activeElement).toBe(field('Password'))
})

test('an address that is taken is shown at the address, and nothing that was typed is lost', async () => {
  renderSignUp({ status: 409, code: 'ADDRESS_TAKEN', title: 'That address already has an account', detail: '' })
  await type('correct horse')
  expect(await screen.findByText('That address is already taken')).toBeTruthy()
  expect(document.activeElement).toBe(field('Address'))
  expect((field('Password') as HTMLInputElement).value).toBe('correct horse')
})

test('password managers are invited to generate one', () => {
  renderSignUp()
  expect(field('Password').getAttribute('autocomplete')).toBe('new-password')
})
