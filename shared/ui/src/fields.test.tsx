import { expect, jest, test } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { PasswordField } from './password-field.tsx'
import { SearchField } from './search-field.tsx'
import { Select } from './select.tsx'
import { TextField } from './text-field.tsx'

const described = (element: Element): string | null | undefined =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent

test('an error describes the field in the place of its hint', () => {
  const { rerender } = render(<TextField label="Address" hint="What others write to" />)
  const field = screen.getByRole('textbox', { name: 'Address' })
  expect(described(field)).toBe('What others write to')
  expect(field.getAttribute('aria-invalid')).toBeNull()
  rerender(<TextField label="Address" hint="What others write to" error="That address is taken" />)
  expect(described(field)).toBe('That address is taken')
  expect(field.getAttribute('aria-invalid')).toBe('true')
})

test('a select is named by its label', async () => {
  render(
    <Select label="Language" defaultValue="en">
      <option value="en">English</option>
      <option value="de">Deutsch</option>
    </Select>,
  )
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Language' })
  await userEvent.selectOptions(select, 'Deutsch')
  expect(select.value).toBe('de')
})

const password = <PasswordField label="Password" revealLabel="Show" concealLabel="Hide" capsLockHint="Caps Lock is on" />

test('a password can be shown and hidden again', async () => {
  render(password)
  const field = screen.getByLabelText('Password')
  await userEvent.type(field, 'correct horse')
  expect(field.getAttribute('type')).toBe('password')
  await userEvent.click(screen.getByRole('button', { name: 'Show' }))
  expect(field.getAttribute('type')).toBe('text')
  await userEvent.click(screen.getByRole('button', { name: 'Hide' }))
  expect(field.getAttribute('type')).toBe('password')
})

test('Caps Lock is told while it is on', () => {
  render(password)
  const field = screen.getByLabelText('Password')
  fireEvent.keyDown(field, { key: 'A', modifierCapsLock: true })
  expect(screen.getByRole('status').textContent).toBe('Caps Lock is on')
  fireEvent.keyUp(field, { key: 'CapsLock' })
  expect(screen.queryByRole('status')).toBeNull()
})

const submitted = jest.fn()

function Searching(): ReactNode {
  const [value, setValue] = useState('')
  return <SearchField label="Search mail" clearLabel="Clear" value={value} onChange={setValue} onSubmit={submitted} />
}

test('Enter searches, Escape empties and then leaves', async () => {
  render(<Searching />)
  const field = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search mail' })
  await userEvent.type(field, 'tea{Enter}')
  expect(submitted).toHaveBeenLastCalledWith('tea')
  await userEvent.keyboard('{Escape}')
  expect(field.value).toBe('')
  expect(document.activeElement).toBe(field)
  await userEvent.keyboard('{Escape}')
  expect(document.activeElement).toBe(document.body)
})

test('the button empties the search and leaves the focus in it', async () => {
  render(<Searching />)
  const field = screen.getByRole<HTMLInputElement>('searchbox')
  await userEvent.type(field, 'tea')
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }))
  expect(field.value).toBe('')
  expect(document.activeElement).toBe(field)
})
