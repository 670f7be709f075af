import { useEffect, useEffectEvent } from 'react'

export type ResultCommand = 'next' | 'previous' | 'first' | 'last' | 'open' | 'reply' | 'star'

const everywhere: Readonly<Record<string, ResultCommand>> = { j: 'next', k: 'previous', o: 'open', r: 'reply', s: 'star' }
const inList: Readonly<Record<string, ResultCommand>> = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last', Enter: 'open' }

const takesKeys =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"]), dialog, [role="dialog"], [role="menu"], [role="listbox"]'

/** What a key asks for. Enter and the arrows belong to whatever control has the focus. */
export const commandOf = (event: KeyboardEvent): ResultCommand | null => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null
  const target = event.target instanceof Element ? event.target : document.body
  if (target.closest(takesKeys)) return null
  const command = everywhere[event.key]
  if (command) return command
  const free = target === document.body || target.matches('[data-index], main')
  return free ? (inList[event.key] ?? null) : null
}

/** Hears the keys of the page while results are shown. */
export const useResultKeys = (run: (command: ResultCommand) => void): void => {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    const command = commandOf(event)
    if (!command) return
    event.preventDefault()
    run(command)
  })
  useEffect(() => {
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}
