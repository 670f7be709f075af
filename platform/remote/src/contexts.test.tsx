import { expect, jest, test } from '@jest/globals'
import { act, render, screen } from '@testing-library/react'
import type { Session } from '@atrium/protocol/register'
import { useLocale, useTheme, WorkspaceProvider } from './contexts.tsx'
import { beginSession } from './session.ts'
import { defineStrings, replaceStrings, useStrings } from './strings.ts'
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
  const before = defineStrings({ en: { title: 'As it was', gone: 'Gone' } })
  function Title() {
    return <h1>{useStrings(before)('title')}</h1>
  }
  render(<Title />, { wrapper: WorkspaceProvider })
  expect(screen.getByRole('heading').textContent).toBe('As it was')
  act(() => replaceStrings(before, defineStrings({ en: { title: 'As it is' } })))
  expect(screen.getByRole('heading').textContent).toBe('As it is')
  expect(before.en).toEqual({ title: 'As it is' })
})

test.each([
  ['de-AT', 'de-AT'],
  ['no language tag', navigator.language],
])('a stored locale %s is provided as %s', (stored, provided) => {
  const Locale = () => <p>{useLocale().locale}</p>
  const preferences = { theme: 'system', density: 'comfortable', locale: stored, railCollapsed: false } as const
  beginSession({ name: 'Ada', csrf: 'x', preferences } as unknown as Session)
  render(<Locale />, { wrapper: WorkspaceProvider })
  expect(screen.getByText(provided)).toBeDefined()
})
