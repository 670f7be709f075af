import { expect, jest, test } from '@jest/globals'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { createRef } from 'react'
import { VirtualList, type VirtualListHandle, type VirtualListProps } from './virtual-list.tsx'

function renderList(props: Partial<VirtualListProps> = {}): VirtualListHandle {
  const ref = createRef<VirtualListHandle>()
  render(
    <VirtualList
      ref={ref}
      data-testid="list"
      count={100_000}
      rowHeight={40}
      renderRow={(index) => <p>Message {index}</p>}
      {...props}
    />,
  )
  if (!ref.current) throw new Error('The list gave no handle')
  return ref.current
}

/** jsdom lays nothing out: the list takes itself for 800 pixels high, and is scrolled by hand. */
const scroll = (top: number): void => {
  const list = screen.getByTestId('list')
  list.scrollTop = top
  act(() => void fireEvent.scroll(list))
}

const first = (): string | null | undefined => screen.getAllByText(/^Message/)[0]?.textContent

test('of a hundred thousand rows only the visible ones are rendered', () => {
  renderList()
  expect(screen.getAllByText(/^Message/).length).toBeLessThan(60)
  expect(first()).toBe('Message 0')
  scroll(2_000_000)
  expect(screen.getByText('Message 50000')).toBeTruthy()
  expect(screen.queryByText('Message 0')).toBeNull()
})

test('the reported range includes the overscan and excludes its end', () => {
  const reported = jest.fn()
  renderList({ onRangeChange: reported, overscan: 5 })
  expect(reported).toHaveBeenLastCalledWith(0, 25)
  scroll(4000)
  expect(reported).toHaveBeenLastCalledWith(95, 125)
})

test('a list shorter than its viewport reports its length', () => {
  const reported = jest.fn()
  renderList({ count: 3, onRangeChange: reported })
  expect(reported).toHaveBeenLastCalledWith(0, 3)
  expect(screen.getAllByText(/^Message/).length).toBe(3)
})

test('an empty list reports no range', () => {
  const reported = jest.fn()
  renderList({ count: 0, onRangeChange: reported })
  expect(reported).not.toHaveBeenCalled()
})

test('the row of pinnedIndex stays rendered when it is scrolled out of view', () => {
  renderList({ pinnedIndex: 2 })
  scroll(2_000_000)
  expect(first()).toBe('Message 2')
})
