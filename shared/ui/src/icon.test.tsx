import { expect, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import { Icon } from './icon.tsx'

test('an icon with a label is an image of that name', () => {
  render(<Icon name="star" label="Starred" />)
  expect(screen.getByRole('img', { name: 'Starred' })).toBeTruthy()
})

test('an icon without a label is decorative', () => {
  render(<Icon name="star" />)
  expect(screen.queryByRole('img')).toBeNull()
})

test.each(['no-such-icon', 'constructor'])('an unknown name (%s) renders the puzzle piece', (name) => {
  const unknown = render(<Icon name={name} />).container.innerHTML
  const puzzle = render(<Icon name="puzzle" />).container.innerHTML
  expect(unknown).toBe(puzzle)
})
