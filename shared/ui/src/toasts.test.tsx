import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { Toasts, type ToastItem } from './toasts.tsx'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const dismiss = jest.fn()
const undo = jest.fn()

function drawn(toast: Partial<ToastItem> = {}): void {
  dismiss.mockClear()
  undo.mockClear()
  const toasts: ToastItem[] = [{ id: 't1', tone: 'neutral', text: 'Archived 3', ...toast }]
  render(<Toasts label="Notifications" dismissLabel="Dismiss" toasts={toasts} onDismiss={dismiss} />)
}

const wait = (milliseconds: number): void => act(() => void jest.advanceTimersByTime(milliseconds))

test('a toast goes after six seconds', () => {
  drawn()
  wait(5999)
  expect(dismiss).not.toHaveBeenCalled()
  wait(1)
  expect(dismiss).toHaveBeenCalledWith('t1')
})

test('a toast with no duration stays', () => {
  drawn({ duration: 0 })
  wait(600_000)
  expect(dismiss).not.toHaveBeenCalled()
})

test('its time stands still while the focus is on it, and then goes on', () => {
  drawn()
  wait(4000)
  const button = screen.getByRole('button', { name: 'Dismiss' })
  act(() => button.focus())
  wait(60_000)
  expect(dismiss).not.toHaveBeenCalled()
  act(() => button.blur())
  wait(1999)
  expect(dismiss).not.toHaveBeenCalled()
  wait(1)
  expect(dismiss).toHaveBeenCalledTimes(1)
})

test('its time stands still under the pointer', () => {
  drawn()
  fireEvent.pointerOver(screen.getByText('Archived 3'))
  wait(60_000)
  expect(dismiss).not.toHaveBeenCalled()
})

test('its action is run and the toast goes', () => {
  drawn({ action: { label: 'Undo', run: undo } })
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(undo).toHaveBeenCalledTimes(1)
  expect(dismiss).toHaveBeenCalledWith('t1')
})

test('a failure is said at once', () => {
  drawn({ tone: 'danger', text: 'Not sent' })
  expect(screen.getByRole('alert').textContent).toContain('Not sent')
})
