import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { Tooltip } from './tooltip.tsx'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const wait = (milliseconds: number): void => act(() => void jest.advanceTimersByTime(milliseconds))

/** jsdom has no PointerEvent; React derives enter and leave from over and out. */
const enter = (element: Element): boolean => fireEvent.pointerOver(element)
const leave = (element: Element): boolean => fireEvent.pointerOut(element, { relatedTarget: document.body })

function renderTooltip(): HTMLElement {
  render(
    <Tooltip text="Moves it out of the inbox">
      <button type="button">Archive</button>
    </Tooltip>,
  )
  wait(1000)
  return screen.getByRole('button')
}

test('a passing pointer shows nothing, a resting one shows the tooltip', () => {
  const button = renderTooltip()
  enter(button)
  wait(300)
  leave(button)
  wait(1000)
  expect(screen.queryByRole('tooltip')).toBeNull()
  enter(button)
  wait(500)
  expect(screen.getByRole('tooltip').textContent).toBe('Moves it out of the inbox')
})

test('an open tooltip describes the control', () => {
  const button = renderTooltip()
  enter(button)
  wait(500)
  expect(button.getAttribute('aria-describedby')).toBe(screen.getByRole('tooltip').id)
})

test('Escape hides it', () => {
  const button = renderTooltip()
  enter(button)
  wait(500)
  fireEvent.keyDown(button, { key: 'Escape' })
  expect(screen.queryByRole('tooltip')).toBeNull()
})
