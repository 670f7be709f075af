import { expect, jest, test } from '@jest/globals'
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

const closed = jest.fn()

function Asking({ dismissible }: { readonly dismissible?: boolean }): ReactNode {
  const [open, setOpen] = useState(false)
  const close = (): void => {
    closed()
    setOpen(false)
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Rename</Button>
      <Dialog open={open} onClose={close} title="Rename folder" closeLabel="Close" dismissible={dismissible}>
        <input aria-label="Name" />
      </Dialog>
    </>
  )
}

async function opened(dismissible?: boolean): Promise<HTMLElement> {
  closed.mockClear()
  render(dismissible === undefined ? <Asking /> : <Asking dismissible={dismissible} />)
  await userEvent.click(screen.getByRole('button', { name: 'Rename' }))
  return screen.getByRole('dialog', { name: 'Rename folder' })
}

test('closing returns the focus', async () => {
  await opened()
  await userEvent.click(screen.getByRole('textbox'))
  await userEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Rename' }))
})

test('a click outside closes, a click inside does not', async () => {
  const dialog = await opened()
  await userEvent.click(screen.getByRole('heading'))
  expect(closed).not.toHaveBeenCalled()
  await userEvent.click(dialog)
  expect(closed).toHaveBeenCalledTimes(1)
})

test('the cancel event of the browser (Escape) closes', async () => {
  fireEvent(await opened(), new Event('cancel', { cancelable: true }))
  expect(closed).toHaveBeenCalledTimes(1)
})

test('a dialog that is not dismissible stays open', async () => {
  const dialog = await opened(false)
  await userEvent.click(dialog)
  fireEvent(dialog, new Event('cancel', { cancelable: true }))
  expect(closed).not.toHaveBeenCalled()
})
