import { useRef, type KeyboardEvent } from 'react'
import { itemForKey, itemForText } from './menu-focus.ts'

/** Milliseconds until typed letters begin a new word. */
const typeaheadPause = 500

/** Moves through the items by arrows, Home, End and by their first letters; Tab closes. */
export function useMenuKeys(close: () => void): (event: KeyboardEvent<HTMLElement>) => void {
  const typed = useRef({ text: '', at: -Infinity })
  return (event) => {
    const menu = event.currentTarget
    if (event.key === 'Tab') {
      event.preventDefault()
      close()
      return
    }
    const found = itemForKey(menu, event.key)
    if (found) {
      event.preventDefault()
      found.focus()
      return
    }
    const { text, at } = typed.current
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
    const continues = event.timeStamp - at < typeaheadPause
    if (!letter || (event.key === ' ' && !(continues && text))) return
    event.preventDefault()
    typed.current = { text: continues ? text + event.key : event.key, at: event.timeStamp }
    itemForText(menu, typed.current.text)?.focus()
  }
}
