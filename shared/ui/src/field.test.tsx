import { expect, jest, test } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { Checkbox, PasswordField, SearchField, Select, TextField } from './field.tsx'

const described = (element: Element): string | null | undefined =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent

test('an error replaces the hint as the description of the field', () => {
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

const password = (
  <PasswordField label="Password" revealLabel="Show" concealLabel="Hide" capsLockHint="Caps Lock is on" />
)

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

test('a hint appears while Caps Lock is on', () => {
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

test('Enter submits the search, Escape clears the field and then leaves it', async () => {
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

test('the clear button empties the search field and keeps it focused', async () => {
  render(<Searching />)
  const field = screen.getByRole<HTMLInputElement>('searchbox')
  await userEvent.type(field, 'tea')
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }))
  expect(field.value).toBe('')
  expect(document.activeElement).toBe(field)
})

test('a check box is indeterminate until all or none are selected', () => {
  const { rerender } = render(<Checkbox label="Select all" indeterminate checked={false} onChange={() => {}} />)
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all' })
  expect(box.indeterminate).toBe(true)
  rerender(<Checkbox label="Select all" checked onChange={() => {}} />)
  expect(box.indeterminate).toBe(false)
  expect(box.checked).toBe(true)
})

test('the hint of a check box is its description, not part of its name', async () => {
  const change = jest.fn()
  render(<Checkbox label="Show images" hint="From senders you trust" onChange={change} />)
  const box = screen.getByRole('checkbox', { name: 'Show images' })
  expect(described(box)).toBe('From senders you trust')
  await userEvent.click(screen.getByText('Show images'))
  expect(change).toHaveBeenCalledTimes(1)
})
