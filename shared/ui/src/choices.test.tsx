import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Checkbox } from './checkbox.tsx'
import { SegmentedControl } from './segmented-control.tsx'

test('a check box shows that some are chosen until all or none are', () => {
  const { rerender } = render(<Checkbox label="Select all" indeterminate checked={false} onChange={() => {}} />)
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all' })
  expect(box.indeterminate).toBe(true)
  rerender(<Checkbox label="Select all" checked onChange={() => {}} />)
  expect(box.indeterminate).toBe(false)
  expect(box.checked).toBe(true)
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
