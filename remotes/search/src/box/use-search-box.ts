import { useMailboxes } from '@atrium/mail'
import { useMessages } from '@atrium/remote'
import { useState, type KeyboardEvent } from 'react'
import { messages } from '../messages.ts'
import { rememberSearch, useRecentSearches } from '../recent/recent-searches.ts'
import { type Completion, completionsFor } from './completions.ts'
import { useTyped } from './use-typed.ts'

export interface SearchBoxState {
  readonly text: string
  readonly setText: (text: string) => void
  readonly completions: readonly Completion[]
  readonly active: number
  readonly setOpen: (open: boolean) => void
  readonly submit: (query: string) => void
  readonly choose: (completion: Completion) => void
  readonly keyDown: (event: KeyboardEvent<HTMLInputElement>) => void
}

/** What is typed, and what may follow it. */
export const useSearchBox = (query: string, onSubmit: (query: string) => void): SearchBoxState => {
  const t = useMessages(messages)
  const { list: mailboxes } = useMailboxes()
  const recent = useRecentSearches()
  const [text, type] = useTyped(query)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)

  // A search that was carried out is not being typed: what may follow it is a new word.
  const reached = text !== '' && text === query ? `${text} ` : text
  const completions = open ? completionsFor(reached, { recent, mailboxes, t }) : []
  const setText = (next: string): void => {
    type(next)
    setActive(-1)
    setOpen(true)
  }
  const submit = (wanted: string): void => {
    setOpen(false)
    setActive(-1)
    type(wanted.trim())
    rememberSearch(wanted)
    onSubmit(wanted.trim())
  }
  const choose = ({ kind, query: next }: Completion): void => (kind === 'recent' ? submit(next) : setText(next))
  const move = (by: number): void => {
    setOpen(true)
    // From the last one back into the field (-1), and on to the first.
    const places = completions.length + 1
    setActive(((active + 1 + by + places) % places) - 1)
  }
  const keyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const chosen = completions[active]
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' && chosen) choose(chosen)
    else if (event.key === 'Escape' && completions.length > 0) setOpen(false)
    else return
    event.preventDefault()
  }
  return { text, setText, completions, active: Math.min(active, completions.length - 1), setOpen, submit, choose, keyDown }
}
