import { expect, jest, test } from '@jest/globals'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { IconButton } from './icon-button.tsx'
import { MenuItem } from './menu-item.tsx'
import { Menu } from './menu.tsx'

const archive = jest.fn()
const onRowKey = jest.fn()

function drawn(): void {
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

test('arrows walk round the items and pass by a disabled one', async () => {
  drawn()
  await userEvent.click(more())
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  expect(focused()).toBe('Mark as read')
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  expect(focused()).toBe('Archive')
  await userEvent.keyboard('{End}')
  expect(focused()).toBe('Mute')
})

test('letters lead to the item that begins with them, the same letter again to the next one', async () => {
  drawn()
  await userEvent.click(more())
  await userEvent.keyboard('m')
  expect(focused()).toBe('Mark as read')
  await userEvent.keyboard('u')
  expect(focused()).toBe('Mute')
})

test('a choice is done once, the menu closes and the focus goes back', async () => {
  drawn()
  await userEvent.click(more())
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(archive).toHaveBeenCalledTimes(1)
  expect(screen.queryByRole('menu')).toBeNull()
  expect(document.activeElement).toBe(more())
})

test('escape closes without a choice and gives the focus back', async () => {
  drawn()
  await userEvent.click(more())
  expect(more().getAttribute('aria-expanded')).toBe('true')
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(document.activeElement).toBe(more())
  expect(archive).not.toHaveBeenCalled()
})

test('the button that opened it closes it again', async () => {
  drawn()
  await userEvent.click(more())
  await userEvent.click(more())
  expect(screen.queryByRole('menu')).toBeNull()
})

test('what is typed and clicked in the menu does not reach the row it stands in', async () => {
  drawn()
  await userEvent.click(more())
  onRowKey.mockClear()
  await userEvent.keyboard('m{ArrowDown}')
  await userEvent.click(screen.getByRole('menuitem', { name: 'Archive' }))
  expect(onRowKey).not.toHaveBeenCalled()
})

test('opened by keyboard, the menu has the focus on its first item, or its last by arrow up', async () => {
  drawn()
  await userEvent.tab()
  await userEvent.keyboard('{Enter}')
  expect(focused()).toBe('Archive')
  await userEvent.keyboard('{Escape}{ArrowUp}')
  expect(focused()).toBe('Mute')
})
