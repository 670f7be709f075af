import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { IconButton } from './button.tsx'
import { Menu, MenuItem } from './menu.tsx'

const archive = jest.fn()
const onRowKey = jest.fn()

function renderMenu(): void {
  archive.mockClear()
  onRowKey.mockClear()
  render(
    <div role="presentation" onKeyDown={onRowKey} onClick={onRowKey}>
      <Menu label="Actions" trigger={(props) => <IconButton {...props} icon="more" label="More" />}>
        <MenuItem onSelect={archive}>Archive</MenuItem>
        <MenuItem onSelect={() => {}} disabled>
          Snooze
        </MenuItem>
        <MenuItem onSelect={() => {}}>Mark as read</MenuItem>
        <MenuItem onSelect={() => {}}>Mute</MenuItem>
      </Menu>
    </div>,
  )
}

const more = (): HTMLElement => screen.getByRole('button', { name: 'More' })
const focused = (): string | null | undefined => document.activeElement?.textContent

test('arrow keys cycle through the items and skip a disabled one', async () => {
  renderMenu()
  await userEvent.click(more())
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  expect(focused()).toBe('Mark as read')
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  expect(focused()).toBe('Archive')
  await userEvent.keyboard('{End}')
  expect(focused()).toBe('Mute')
})

test('typed letters focus the item that starts with them, the same letter again the next one', async () => {
  renderMenu()
  await userEvent.click(more())
  await userEvent.keyboard('m')
  expect(focused()).toBe('Mark as read')
  await userEvent.keyboard('u')
  expect(focused()).toBe('Mute')
})

test('selecting an item runs it once, closes the menu and returns the focus', async () => {
  renderMenu()
  await userEvent.click(more())
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(archive).toHaveBeenCalledTimes(1)
  expect(screen.queryByRole('menu')).toBeNull()
  expect(document.activeElement).toBe(more())
})

test('Escape closes the menu without a selection and returns the focus', async () => {
  renderMenu()
  await userEvent.click(more())
  expect(more().getAttribute('aria-expanded')).toBe('true')
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(document.activeElement).toBe(more())
  expect(archive).not.toHaveBeenCalled()
})

test('a second click on the button closes the menu', async () => {
  renderMenu()
  await userEvent.click(more())
  await userEvent.click(more())
  expect(screen.queryByRole('menu')).toBeNull()
})

test('keys and clicks in the menu do not reach the row that contains it', async () => {
  renderMenu()
  await userEvent.click(more())
  onRowKey.mockClear()
  await userEvent.keyboard('m{ArrowDown}')
  await userEvent.click(screen.getByRole('menuitem', { name: 'Archive' }))
  expect(onRowKey).not.toHaveBeenCalled()
})

test('opened by keyboard, the menu focuses its first item, or its last one with arrow up', async () => {
  renderMenu()
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  expect(focused()).toBe('Archive')
  await userEvent.keyboard('{Escape}{ArrowUp}')
  expect(focused()).toBe('Mute')
})
