import { expect, jest, test } from '@jest/globals'
import { WorkspaceProvider } from '@atrium/remote/host'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AccountMenu } from './header.tsx'

const [theme, settings, signOut] = [jest.fn(), jest.fn(), jest.fn()]

async function opened(): Promise<void> {
  render(
    <WorkspaceProvider>
      <AccountMenu
        name="Ada Lovelace"
        address="ada@atrium.example"
        theme="dark"
        onThemeChange={theme}
        onSettings={settings}
        onSignOut={signOut}
      />
    </WorkspaceProvider>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Account: ada@atrium.example' }))
}

test('the theme in force is marked, and another can be tried without leaving the menu', async () => {
  await opened()
  const checked = screen.getAllByRole('menuitemradio').filter((item) => item.getAttribute('aria-checked') === 'true')
  expect(checked.map((item) => item.textContent)).toEqual(['Dark'])
  await userEvent.click(screen.getByRole('menuitemradio', { name: 'Light' }))
  expect(theme).toHaveBeenCalledWith('light')
  expect(screen.getByRole('menu')).toBeTruthy()
})

test('it leads to the settings and out', async () => {
  await opened()
  await userEvent.click(screen.getByRole('menuitem', { name: 'Settings' }))
  expect(settings).toHaveBeenCalledTimes(1)
  await userEvent.click(screen.getByRole('button', { name: /^Account/ }))
  await userEvent.click(screen.getByRole('menuitem', { name: 'Sign out' }))
  expect(signOut).toHaveBeenCalledTimes(1)
})
