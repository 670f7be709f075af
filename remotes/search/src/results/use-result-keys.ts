import type { EmailList } from '@atrium/mail'
import { useEffect, useEffectEvent } from 'react'
import type { RowActs } from './row-acts.ts'
import type { Cursor } from './use-cursor.ts'

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

export interface KeyTargets {
  readonly list: EmailList
  readonly cursor: Cursor
  readonly acts: RowActs
}

const run = (command: ResultCommand, { list, cursor, acts }: KeyTargets): void => {
  const { index, moveTo } = cursor
  // The first press goes to where the cursor is, the next ones on from there.
  const there = document.activeElement?.matches('[data-index]') ?? false
  if (command === 'next') moveTo(there ? index + 1 : index)
  else if (command === 'previous') moveTo(there ? index - 1 : index)
  else if (command === 'first') moveTo(0)
  else if (command === 'last') moveTo(list.total - 1)
  else {
    const row = list.row(index)
    if (row) acts[command](row)
  }
}

/** Hears the keys of the page while results are shown. */
export const useResultKeys = (targets: KeyTargets): void => {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    const command = commandOf(event)
    if (!command) return
    event.preventDefault()
    run(command, targets)
  })
  useEffect(() => {
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}
