import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { SplitPane } from './split-pane.tsx'

const resized = jest.fn()

function drawn(): HTMLElement {
  resized.mockClear()
  render(
    <SplitPane label="Width of the list" start="list" end="mail" defaultSize={400} max={600} onResizeEnd={resized} />,
  )
  return screen.getByRole('separator', { name: 'Width of the list' })
}

const size = (separator: HTMLElement): number => Number(separator.getAttribute('aria-valuenow'))

test('arrows move the line, Home and End go to its ends, Enter back', async () => {
  const separator = drawn()
  separator.focus()
  await userEvent.keyboard('{ArrowRight}')
  expect(size(separator)).toBe(416)
  await userEvent.keyboard('{Home}')
  expect(size(separator)).toBe(280)
  await userEvent.keyboard('{End}{ArrowRight}')
  expect(size(separator)).toBe(600)
  await userEvent.keyboard('{Enter}')
  expect(resized).toHaveBeenLastCalledWith(400)
})

test('in a right-to-left page the arrow to the left makes the start pane wider', async () => {
  const separator = drawn()
  // jsdom does not inherit it
  separator.style.direction = 'rtl'
  separator.focus()
  await userEvent.keyboard('{ArrowLeft}')
  expect(size(separator)).toBe(416)
})

test('a drag is told once, when it ends', async () => {
  const target = drawn()
  const user = userEvent.setup()
  await user.pointer([
    { keys: '[MouseLeft>]', target, coords: { clientX: 400 } },
    { target, coords: { clientX: 420 } },
    { target, coords: { clientX: 450 } },
  ])
  expect(size(target)).toBe(450)
  expect(resized).not.toHaveBeenCalled()
  await user.pointer({ keys: '[/MouseLeft]', target })
  expect(resized.mock.calls).toEqual([[450]])
})

test('a pointer that only passes over the line moves nothing', async () => {
  const target = drawn()
  await userEvent.pointer([{ target, coords: { clientX: 400 } }, { target, coords: { clientX: 500 } }])
  expect(size(target)).toBe(400)
})
