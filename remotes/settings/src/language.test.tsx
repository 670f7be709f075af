import { expect, jest, test } from '@jest/globals'
import { defaultPreferences } from '@atrium/mail-contracts'
import { WorkspaceProvider } from '@atrium/remote/host'
import { fakeHost } from '@atrium/remote/testing'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Language } from './language.tsx'

const savePreferences = jest.fn<(changed: object) => Promise<void>>()

function renderWith(locale: string): HTMLSelectElement {
  savePreferences.mockReset().mockResolvedValue(undefined)
  const preferences = { ...defaultPreferences, locale }
  const session = { accountId: 'a1', address: 'grace@atrium.test', name: 'Grace', csrf: 'x', preferences }
  fakeHost({ savePreferences, session })
  render(<Language />, { wrapper: WorkspaceProvider })
  return screen.getByRole<HTMLSelectElement>('combobox', { name: 'Region format' })
}

const example = (name: string): string | null | undefined =>
  within(screen.getByLabelText('Examples')).getByText(name).nextElementSibling?.textContent

test('a selected region is saved, and the examples follow it', async () => {
  const select = renderWith('en-US')
  expect(example('Number')).toBe('1,234,567.89')
  await userEvent.selectOptions(select, 'Österreichisches Deutsch')
  expect(savePreferences).toHaveBeenCalledWith({ locale: 'de-AT' })
  expect(example('Date and time')).toBe('Samstag, 28. März 2026 um 17:45')
})

test('a region of a right-to-left script shows its text direction', () => {
  renderWith('ar')
  expect(example('Text direction')).toBe('Right to left')
})

test.each([
  ['eo', 'Esperanto'],
  ['no language tag', 'no language tag'],
])('a stored locale that is not offered (%s) stays selected', (locale, name) => {
  const select = renderWith(locale)
  expect(select.selectedOptions[0]?.textContent).toBe(name)
  expect(example('Number')).toMatch(/^1.234.567[.,]89$/)
})
