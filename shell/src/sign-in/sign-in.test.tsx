import { expect, jest, test } from '@jest/globals'
import type { Problem } from '@atrium/protocol'
import type { SignIn as SignInRequest } from '@atrium/mail-contracts'
import { WorkspaceProvider } from '@atrium/remote/host'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { SignIn, type SignInProps } from './sign-in.tsx'

const buildProblem = (problem: Partial<Problem>): Problem => ({
  status: 401,
  code: 'CREDENTIALS_WRONG',
  title: 'Wrong address or password',
  detail: '',
  ...problem,
})

type Send = (request: SignInRequest) => Promise<Problem | null>

function renderSignIn(props: Partial<SignInProps> = {}): { readonly sent: jest.Mock<Send> } {
  const sent = jest.fn<Send>().mockResolvedValue(null)
  render(
    <WorkspaceProvider>
      <SignIn mailDomain="atrium.example" demo={null} signUp={null} onSubmit={sent} {...props} />
    </WorkspaceProvider>,
  )
  return { sent }
}

const address = (): HTMLElement => screen.getByRole('textbox', { name: 'Address' })
const password = (): HTMLElement => screen.getByLabelText('Password')
const button = (): HTMLElement => screen.getByRole('button', { name: 'Sign in' })

async function type(user = 'ada', secret = 'correct horse'): Promise<void> {
  await userEvent.type(address(), user)
  await userEvent.type(password(), secret)
  await userEvent.click(button())
}

test('the part before the @ is enough', async () => {
  const { sent } = renderSignIn()
  await type('ada')
  expect(sent).toHaveBeenCalledWith({ address: 'ada@atrium.example', password: 'correct horse' })
})

test('a whole address is sent as it is', async () => {
  const { sent } = renderSignIn()
  await type(' ada@elsewhere.example ')
  expect(sent).toHaveBeenCalledWith({ address: 'ada@elsewhere.example', password: 'correct horse' })
})

test('what is missing is shown at its field, the focus is on the first, and nothing is sent', async () => {
  const { sent } = renderSignIn()
  await userEvent.click(button())
  expect(screen.getByText('Enter your address')).toBeTruthy()
  expect(screen.getByText('Enter your password')).toBeTruthy()
  expect(document.activeElement).toBe(address())
  expect(sent).not.toHaveBeenCalled()
  await userEvent.type(address(), 'a')
  expect(screen.queryByText('Enter your address')).toBeNull()
})

test('a refusal is an alert, and the focus is where it can be put right', async () => {
  renderSignIn({ onSubmit: async () => buildProblem({}) })
  await type()
  expect((await screen.findByRole('alert')).textContent).toContain('Wrong address or password')
  expect(document.activeElement).toBe(password())
})

test('a refusal without a text here keeps the text of the server', async () => {
  renderSignIn({
    onSubmit: async () => buildProblem({ code: 'CSRF_REFUSED', title: 'Refused', detail: 'Load the page again.' }),
  })
  await type()
  expect((await screen.findByRole('alert')).textContent).toBe('RefusedLoad the page again.')
})

test('while one attempt is in progress there is no second', async () => {
  const attempts: ((problem: Problem | null) => void)[] = []
  renderSignIn({ onSubmit: () => new Promise((resolve) => attempts.push(resolve)) })
  await type()
  await userEvent.click(button())
  await userEvent.type(password(), '{Enter}')
  expect(attempts.length).toBe(1)
  expect(button().getAttribute('aria-busy')).toBe('true')
  await act(async () => attempts[0]?.(buildProblem({})))
  expect(button().getAttribute('aria-busy')).toBeNull()
})

test('the demo account is one click away', async () => {
  const demo = { address: 'demo@atrium.example', password: 'welcome' }
  const { sent } = renderSignIn({ demo })
  expect(screen.getByText('demo@atrium.example, password welcome')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Use the demo account' }))
  expect(sent).toHaveBeenCalledWith(demo)
})

test('a user who returns sees why, and a link to sign-up where that is open', async () => {
  const open = jest.fn()
  renderSignIn({ ended: 'expired', signUp: { href: '/sign-up', onOpen: open } })
  expect(screen.getByText(/Your session has expired/)).toBeTruthy()
  await userEvent.click(screen.getByRole('link', { name: 'Create one' }))
  expect(open).toHaveBeenCalledTimes(1)
})

test('password managers recognize the fields', () => {
  renderSignIn()
  expect(address().getAttribute('autocomplete')).toBe('username')
  expect(password().getAttribute('autocomplete')).toBe('current-password')
})

test('a provider is offered by its name, and only where there is one', async () => {
  const onContinue = jest.fn()
  renderSignIn({ provider: { name: 'Example Login', onContinue } })
  await userEvent.click(screen.getByRole('button', { name: 'Continue with Example Login' }))
  expect(onContinue).toHaveBeenCalledTimes(1)
})
