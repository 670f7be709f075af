import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { Toasts, type ToastItem } from './toasts.tsx'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const dismiss = jest.fn()
const undo = jest.fn()

function renderToast(toast: Partial<ToastItem> = {}): void {
  dismiss.mockClear()
  undo.mockClear()
  const toasts: ToastItem[] = [{ id: 't1', tone: 'neutral', text: 'Archived 3', ...toast }]
  render(<Toasts label="Notifications" dismissLabel="Dismiss" toasts={toasts} onDismiss={dismiss} />)
}

const wait = (milliseconds: number): void => act(() => void jest.advanceTimersByTime(milliseconds))

test('a toast disappears after six seconds', () => {
  renderToast()
  wait(5999)
  expect(dismiss).not.toHaveBeenCalled()
  wait(1)
  expect(dismiss).toHaveBeenCalledWith('t1')
})

test('a toast with duration 0 stays', () => {
  renderToast({ duration: 0 })
  wait(600_000)
  expect(dismiss).not.toHaveBeenCalled()
})

test('its timer pauses while it has the focus, and then resumes', () => {
  renderToast()
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

test('its timer pauses under the pointer', () => {
  renderToast()
  fireEvent.pointerOver(screen.getByText('Archived 3'))
  wait(60_000)
  expect(dismiss).not.toHaveBeenCalled()
})

test('its action runs and dismisses the toast', () => {
  renderToast({ action: { label: 'Undo', run: undo } })
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(undo).toHaveBeenCalledTimes(1)
  expect(dismiss).toHaveBeenCalledWith('t1')
})

test('a failure is an alert', () => {
  renderToast({ tone: 'danger', text: 'Not sent' })
  expect(screen.getByRole('alert').textContent).toContain('Not sent')
})
