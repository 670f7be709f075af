import { describe, expect, test } from '@jest/globals'
import { commandOf, isTaken, type KeyPress } from './keyboard.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a key', () => {
  test.each([
    ['j', 'next'],
    ['k', 'previous'],
    ['o', 'open'],
    ['u', 'back'],
    ['e', 'archive'],
    ['#', 'trash'],
    ['Delete', 'trash'],
    ['s', 'star'],
    ['x', 'select'],
    ['r', 'reply'],
    ['a', 'reply-all'],
    ['f', 'forward'],
    ['v', 'move'],
    ['l', 'label'],
    ['n', 'next-message'],
    [']', 'archive-next'],
    [' ', 'page-down'],
    ['?', 'help'],
  ])('%s means %s anywhere', (key, command) => {
    expect(commandOf(press(key), false)).toBe(command)
  })

  test('with Shift distinguishes read from unread', () => {
    expect(commandOf(press('I', { shiftKey: true }), false)).toBe('read')
    expect(commandOf(press('U', { shiftKey: true }), false)).toBe('unread')
  })

  test('that scrolls or presses is left to the page unless the list has the focus', () => {
    expect(commandOf(press('ArrowDown'), false)).toBeNull()
    expect(commandOf(press('Enter'), false)).toBeNull()
    expect(commandOf(press('ArrowDown'), true)).toBe('next')
    expect(commandOf(press('Enter'), true)).toBe('open')
  })

  test('of the browser or the system stays theirs', () => {
    expect(commandOf(press('r', { ctrlKey: true }), true)).toBeNull()
    expect(commandOf(press('a', { metaKey: true }), false)).toBeNull()
    expect(commandOf(press('e', { altKey: true }), true)).toBeNull()
  })

  test('extends or completes a listSelection in the list', () => {
    expect(commandOf(press('ArrowDown', { shiftKey: true }), true)).toBe('extend-next')
    expect(commandOf(press('a', { ctrlKey: true }), true)).toBe('select-all')
  })

  test('belongs to an open dialog, whatever has the focus', () => {
    const dialog = document.createElement('dialog')
    document.body.append(dialog)
    const escape = new KeyboardEvent('keydown', { key: 'Escape' })
    expect(isTaken(escape)).toBe(false)
    dialog.setAttribute('open', '')
    expect(isTaken(escape)).toBe(true)
    dialog.remove()
  })
})
