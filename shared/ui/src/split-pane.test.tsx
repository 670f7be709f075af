import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { SplitPane } from './split-pane.tsx'

const resized = jest.fn()

function renderPanes(): HTMLElement {
  resized.mockClear()
  render(
    <SplitPane label="Width of the list" start="list" end="mail" defaultSize={400} max={600} onResizeEnd={resized} />,
  )
  return screen.getByRole('separator', { name: 'Width of the list' })
}

const size = (separator: HTMLElement): number => Number(separator.getAttribute('aria-valuenow'))

test('arrow keys resize, Home and End go to the limits, Enter restores the default', async () => {
  const separator = renderPanes()
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

test('in a right-to-left page the left arrow widens the start pane', async () => {
  const separator = renderPanes()
  // jsdom does not inherit it
  separator.style.direction = 'rtl'
  separator.focus()
  await userEvent.keyboard('{ArrowLeft}')
  expect(size(separator)).toBe(416)
})

test('a drag is reported once, when it ends', async () => {
  const target = renderPanes()
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

test('a pointer that only passes over the separator does not resize', async () => {
  const target = renderPanes()
  await userEvent.pointer([
    { target, coords: { clientX: 400 } },
    { target, coords: { clientX: 500 } },
  ])
  expect(size(target)).toBe(400)
})
