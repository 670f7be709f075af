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
