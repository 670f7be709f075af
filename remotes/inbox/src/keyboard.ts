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

/** What a key asks for. @param listHasFocus Whether a row has the focus, or nothing has. */
export function commandOf(press: KeyPress, listHasFocus: boolean): Command | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press
  if (ctrlKey || metaKey) return listHasFocus && !altKey && key.toLowerCase() === 'a' ? 'select-all' : null
  if (altKey) return null
  const command = anywhere[key]
  if (command !== undefined) return command
  if (!listHasFocus) return null
  return (shiftKey ? extending[key] : inList[key]) ?? null
}

const typed = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"])'
const ownKeys = 'dialog, [role="dialog"], [role="menu"], [role="listbox"], [role="separator"], [role="radiogroup"]'

const isElsewhere = (target: Element): boolean => target.closest(`${typed}, ${ownKeys}`) !== null

/** Enter and Space press a control that has the focus. */
const presses = (event: KeyboardEvent, target: Element): boolean =>
  (event.key === 'Enter' || event.key === ' ') && target.closest('button, a, input, summary') !== null

/**
 * Hears the keys of the whole page, unless somebody types or a menu or dialog is open.
 * @param run Returns whether the command meant anything; else the key is left to the browser.
 */
export function useCommands(list: RefObject<HTMLElement | null>, run: (command: Command) => boolean): void {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : document.body
    if (event.defaultPrevented || event.isComposing || isElsewhere(target) || presses(event, target)) return
    const listHasFocus = target === document.body || (list.current?.contains(target) ?? false)
    const command = commandOf(event, listHasFocus)
    if (command && run(command)) event.preventDefault()
  })
  useEffect(() => {
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}
