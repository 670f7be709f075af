import type { EmailAddress } from '@atrium/mail-contracts'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { type Correspondent, matchCorrespondents, useCorrespondents } from './correspondents.ts'

export interface Suggestions {
  readonly people: readonly Correspondent[]
  readonly active: number
  readonly close: () => void
  /** Arrows, Enter, Tab and Escape while the list is open. Returns whether it took the key. */
  readonly keyDown: (event: KeyboardEvent<HTMLElement>) => boolean
}

/** Whom the typed letters may mean. */
export const useSuggestions = (
  typed: string,
  { except, onChoose }: { readonly except: readonly EmailAddress[]; readonly onChoose: (person: Correspondent) => void },
): Suggestions => {
  const known = useCorrespondents(({ list }) => list)
  const [closedFor, setClosedFor] = useState<string | null>(null)
  const [at, setAt] = useState({ typed, index: 0 })
  const people = useMemo(() => matchCorrespondents(known, typed, { except }), [known, typed, except])
  const shown = closedFor === typed ? [] : people
  const active = at.typed === typed ? Math.min(at.index, shown.length - 1) : 0

  const move = (by: number): void => setAt({ typed, index: (active + by + shown.length) % shown.length })
  const keyDown = (event: KeyboardEvent<HTMLElement>): boolean => {
    const person = shown[active]
    if (!person || event.ctrlKey || event.metaKey || event.altKey) return false
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' || event.key === 'Tab') onChoose(person)
    else if (event.key === 'Escape') setClosedFor(typed)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { people: shown, active, close: () => setClosedFor(typed), keyDown }
}
