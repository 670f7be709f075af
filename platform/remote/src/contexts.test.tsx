import { expect, jest, test } from '@jest/globals'
import { act, render, screen } from '@testing-library/react'
import { useTheme } from './contexts.tsx'
import { defineMessages, replaceMessages, useMessages } from './strings.ts'
import { WorkspaceProvider } from './contexts.tsx'
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

test('components that use a catalogue re-render when its texts are replaced', () => {
  const before = defineMessages({ en: { title: 'As it was', gone: 'Gone' } })
  function Title() {
    return <h1>{useMessages(before)('title')}</h1>
  }
  render(<Title />, { wrapper: WorkspaceProvider })
  expect(screen.getByRole('heading').textContent).toBe('As it was')
  act(() => replaceMessages(before, defineMessages({ en: { title: 'As it is' } })))
  expect(screen.getByRole('heading').textContent).toBe('As it is')
  expect(before.en).toEqual({ title: 'As it is' })
})
