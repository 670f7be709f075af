import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Button } from './button.tsx'

test('a click calls the handler', async () => {
  const archive = jest.fn()
  render(<Button onClick={archive}>Archive</Button>)
  await userEvent.click(screen.getByRole('button', { name: 'Archive' }))
  expect(archive).toHaveBeenCalledTimes(1)
})

test('a busy button keeps its name and the focus and ignores clicks', async () => {
  const submit = jest.fn((event: { preventDefault(): void }) => event.preventDefault())
  const click = jest.fn()
  render(
    <form onSubmit={submit}>
      <Button type="submit" busy onClick={click}>
        Send
      </Button>
    </form>,
  )
  const button = screen.getByRole('button', { name: 'Send' })
  await userEvent.click(button)
  expect(click).not.toHaveBeenCalled()
  expect(submit).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(button)
})

test('a button does not submit its form by default', async () => {
  const submit = jest.fn()
  render(
    <form onSubmit={submit}>
      <Button>Cancel</Button>
    </form>,
  )
  await userEvent.click(screen.getByRole('button'))
  expect(submit).not.toHaveBeenCalled()
})
