import { useEffect, useEffectEvent, type RefObject } from 'react'

export type Command =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'extend-next'
  | 'extend-previous'
  | 'open'
  | 'back'
  | 'select'
  | 'select-all'
  | 'archive'
  | 'trash'
  | 'spam'
  | 'star'
  | 'read'
  | 'unread'
  | 'reply'
  | 'reply-all'
  | 'forward'
  | 'help'

/** The part of a keyboard event that decides. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const anywhere: Readonly<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  J: 'extend-next',
  K: 'extend-previous',
  o: 'open',
  u: 'back',
  Escape: 'back',
  x: 'select',
  e: 'archive',
  '#': 'trash',
  Delete: 'trash',
  '!': 'spam',
  s: 'star',
  I: 'read',
  U: 'unread',
  r: 'reply',
  a: 'reply-all',
  f: 'forward',
  '?': 'help',
}

/** Elsewhere these scroll the page or press what has the focus. */
const inList: Readonly<Record<string, Command>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  ' ': 'select',
}

const extending: Readonly<Record<string, Command>> = { ArrowDown: 'extend-next', ArrowUp: 'extend-previous' }

/** The command of a key. @param listHasFocus Whether a row has the focus, or nothing has. */
export function commandOf(press: KeyPress, listHasFocus: boolean): Command | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press
  if (ctrlKey || metaKey) return listHasFocus && !altKey && key.toLowerCase() === 'a' ? 'select-all' : null
  if (altKey) return null
  const command = anywhere[key]
  if (command !== undefined) return command
  if (!listHasFocus) return null
  return (shiftKey ? extending[key] : inList[key]) ?? null
}

const typed =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"])'
const ownKeys = 'dialog, [role="dialog"], [role="menu"], [role="listbox"], [role="separator"], [role="radiogroup"]'

const isElsewhere = (target: Element): boolean => target.closest(`${typed}, ${ownKeys}`) !== null

/** Enter and Space press a control that has the focus. */
const presses = (event: KeyboardEvent, target: Element): boolean =>
  (event.key === 'Enter' || event.key === ' ') && target.closest('button, a, input, summary') !== null

/**
 * Handles the keys of the whole page, unless the user is typing or a menu or dialog is open.
 * @param run Returns whether the command had a meaning; otherwise the browser handles the key.
 */
export function useCommands(list: RefObject<HTMLElement | null>, run: (command: Command) => boolean): void {
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : document.body
    if (event.defaultPrevented || event.isComposing || isElsewhere(target) || presses(event, target)) return
    const listHasFocus = target === document.body || (list.current?.contains(target) ?? false)
    const command = commandOf(event, listHasFocus)
    if (command && run(command)) event.preventDefault()
  })
  useEffect(() => {
    window.addEventListener('keydown', handleKey)
    return () => window.removeEventListener('keydown', handleKey)
  }, [])
}
