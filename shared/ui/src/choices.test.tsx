import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Checkbox } from './checkbox.tsx'
import { RadioGroup } from './radio-group.tsx'
import { SegmentedControl } from './segmented-control.tsx'
import { Switch } from './switch.tsx'

test('a check box shows that some are chosen until all or none are', () => {
  const { rerender } = render(<Checkbox label="Select all" indeterminate checked={false} onChange={() => {}} />)
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all' })
  expect(box.indeterminate).toBe(true)
  rerender(<Checkbox label="Select all" checked onChange={() => {}} />)
  expect(box.indeterminate).toBe(false)
  expect(box.checked).toBe(true)
})

test('a switch is named by its label alone and described by its hint', async () => {
  const change = jest.fn()
  render(<Switch label="Show images" hint="From senders you trust" onChange={change} />)
  const toggle = screen.getByRole('switch', { name: 'Show images' })
  expect(document.getElementById(toggle.getAttribute('aria-describedby') ?? '')?.textContent).toMatch(/you trust/)
  await userEvent.click(screen.getByText('Show images'))
  expect(change).toHaveBeenCalledTimes(1)
})

const densities = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
] as const

test('a segmented control is a group of radio buttons', async () => {
  const change = jest.fn()
  render(<SegmentedControl label="Density" options={densities} value="comfortable" onChange={change} />)
  expect(screen.getByRole('radiogroup', { name: 'Density' })).toBeTruthy()
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Comfortable' }).checked).toBe(true)
  await userEvent.click(screen.getByRole('radio', { name: 'Compact' }))
  expect(change).toHaveBeenCalledWith('compact')
})

test('a radio group says which value was chosen', async () => {
  const change = jest.fn()
  render(<RadioGroup label="Density" options={densities} value={undefined} onChange={change} />)
  await userEvent.click(screen.getByText('Compact'))
  expect(change).toHaveBeenCalledWith('compact')
  expect(screen.getByRole('group', { name: 'Density' })).toBeTruthy()
})
