import { useEffect, useEffectEvent, useRef, type RefObject } from 'react'

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
  | 'select-none'
  | 'select-read'
  | 'select-unread'
  | 'select-starred'
  | 'select-unstarred'
  | 'page-down'
  | 'page-up'
  | 'next-message'
  | 'previous-message'
  | 'expand-all'
  | 'collapse-all'
  | 'archive-next'
  | 'archive-previous'
  | 'move'
  | 'label'
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
  v: 'move',
  l: 'label',
  n: 'next-message',
  p: 'previous-message',
  ';': 'expand-all',
  ':': 'collapse-all',
  ']': 'archive-next',
  '[': 'archive-previous',
  '?': 'help',
}

/** After `*`, within a second. */
const afterStar: Readonly<Record<string, Command>> = {
  a: 'select-all',
  n: 'select-none',
  r: 'select-read',
  u: 'select-unread',
  s: 'select-starred',
  t: 'select-unstarred',
}

/** Milliseconds within which the second key of a sequence must follow. Beyond it: the key counts as the first one. */
export const sequenceTimeout = 1000

/** Elsewhere these scroll the page or press what has the focus. */
const inList: Readonly<Record<string, Command>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Enter: 'open',
}

const extending: Readonly<Record<string, Command>> = { ArrowDown: 'extend-next', ArrowUp: 'extend-previous' }

/** The command of a key. @param listHasFocus Whether a row has the focus, or nothing has. */
export function commandOf(press: KeyPress, listHasFocus: boolean): Command | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press
  if (ctrlKey || metaKey) return listHasFocus && !altKey && key.toLowerCase() === 'a' ? 'select-all' : null
  if (altKey) return null
  if (key === ' ') return shiftKey ? 'page-up' : 'page-down'
  const command = anywhere[key]
  if (command !== undefined) return command
  if (!listHasFocus) return null
  return (shiftKey ? extending[key] : inList[key]) ?? null
}

const typed =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"])'
const ownKeys = 'dialog, [role="dialog"], [role="menu"], [role="listbox"], [role="separator"], [role="radiogroup"]'

/** With a modal dialog open, keys are its own also while nothing in it has the focus. */
const isElsewhere = (target: Element): boolean =>
  target.closest(`${typed}, ${ownKeys}`) !== null || document.querySelector('dialog[open]') !== null

/** Enter and Space press a control that has the focus; a link only Enter. */
const presses = (event: KeyboardEvent, target: Element): boolean =>
  (event.key === 'Enter' && target.closest('a') !== null) ||
  ((event.key === 'Enter' || event.key === ' ') && target.closest('button, input, summary') !== null)

/** Whether a key belongs to what the user is typing in, or to an open menu or dialog. */
export function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body
  return event.defaultPrevented || event.isComposing || isElsewhere(target) || presses(event, target)
}

type Run = (command: Command) => boolean

/** Who runs commands now, the conversation before its list. */
const runners = new Set<Run>()

/** Whether there is something that commands act on. */
export const isListening = (): boolean => runners.size > 0

/** Runs a command as its key would. Returns whether it had a meaning. */
export const runByName = (command: Command): boolean => [...runners].some((run) => run(command))

/**
 * Handles the keys of the whole page, unless the user is typing or a menu or dialog is open.
 * @param run Returns whether the command had a meaning; otherwise the browser handles the key.
 */
export function useCommands(list: RefObject<HTMLElement | null>, run: Run): void {
  const starAt = useRef(Number.NEGATIVE_INFINITY)
  const runLatest = useEffectEvent(run)
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTaken(event)) return
    const target = event.target instanceof Element ? event.target : document.body
    const listHasFocus = target === document.body || (list.current?.contains(target) ?? false)
    const follows = event.timeStamp - starAt.current < sequenceTimeout
    starAt.current = event.key === '*' ? event.timeStamp : Number.NEGATIVE_INFINITY
    const command = (follows ? afterStar[event.key] : undefined) ?? commandOf(event, listHasFocus)
    if (command && run(command)) event.preventDefault()
  })
  useEffect(() => {
    const runNow: Run = (command) => runLatest(command)
    window.addEventListener('keydown', handleKey)
    runners.add(runNow)
    return () => {
      window.removeEventListener('keydown', handleKey)
      runners.delete(runNow)
    }
  }, [])
}
