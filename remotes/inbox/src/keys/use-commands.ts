import { useEffect, useEffectEvent, type RefObject } from 'react'
import { commandOf, type Command } from './command-of.ts'

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
