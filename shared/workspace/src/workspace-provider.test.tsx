import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { useTheme } from './contexts.ts'
import { WorkspaceProvider } from './workspace-provider.tsx'
import { workspace } from './store.ts'

const Theme = () => <p>{useTheme().resolved}</p>

test('a component below reads the theme, with "system" resolved', () => {
  workspace.setState({ theme: 'system' })
  render(<Theme />, { wrapper: WorkspaceProvider })
  expect(screen.getByText('light')).toBeDefined()
})

test('a component outside of the provider fails with a text that says what is missing', () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(() => render(<Theme />)).toThrow(/useTheme: no provider above/)
})
