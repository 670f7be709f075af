import { expect, jest, test } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import { useRef, type ReactNode } from 'react'
import { computePosition, Popover, type PositionOptions } from './popover.tsx'

const around = (options: Partial<PositionOptions>) =>
  computePosition({
    anchor: { left: 400, top: 300, width: 40, height: 40 },
    popup: { width: 200, height: 100 },
    viewport: { width: 1000, height: 800 },
    placement: 'bottom-start',
    ...options,
  })

test('a popup is placed below, aligned with the start of the anchor', () => {
  expect(around({})).toMatchObject({ left: 400, top: 344 })
})

test('in a right-to-left page the start is the right edge', () => {
  expect(around({ rightToLeft: true })).toMatchObject({ left: 240, top: 344 })
})

test('a popup without space below is placed above', () => {
  expect(around({ anchor: { left: 400, top: 740, width: 40, height: 40 } }).top).toBe(636)
})

test('a popup that fits on neither side takes the larger one and scrolls', () => {
  const found = around({ popup: { width: 200, height: 900 } })
  expect(found).toMatchObject({ top: 344, maxHeight: 448 })
})

test('a popup stays inside the viewport on both sides', () => {
  expect(around({ anchor: { left: 960, top: 300, width: 40, height: 40 } }).left).toBe(792)
  expect(around({ placement: 'bottom-end', anchor: { left: 0, top: 300, width: 40, height: 40 } }).left).toBe(8)
})

test('a popup wider than the viewport starts at its edge', () => {
  expect(around({ viewport: { width: 180, height: 800 } }).left).toBe(8)
})

test('beside the anchor it is centred, and flips at the edge of the viewport', () => {
  expect(around({ placement: 'end' })).toMatchObject({ left: 444, top: 270 })
  expect(around({ placement: 'end', anchor: { left: 950, top: 300, width: 40, height: 40 } }).left).toBe(746)
  expect(around({ placement: 'end', rightToLeft: true }).left).toBe(196)
})

const onClose = jest.fn()

function Suggestions({ dismiss }: { readonly dismiss: 'auto' | 'manual' }): ReactNode {
  const anchor = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button ref={anchor} type="button">
        Anchor
      </button>
      <Popover open onClose={onClose} anchor={anchor} label="Suggestions" dismiss={dismiss}>
        <p>Inside</p>
      </Popover>
    </>
  )
}

// As in Firefox before 125, jsdom has no showPopover().
test.each([
  ['auto', 1],
  ['manual', 0],
] as const)('without the Popover API, a press outside closes a popover of dismiss %s %d times', (dismiss, times) => {
  onClose.mockClear()
  render(<Suggestions dismiss={dismiss} />)
  fireEvent.pointerDown(screen.getByText('Inside'))
  expect(onClose).not.toHaveBeenCalled()
  fireEvent.pointerDown(document.body)
  expect(onClose).toHaveBeenCalledTimes(times)
})
