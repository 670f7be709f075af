import type { Email } from '@atrium/mail-contracts'
import { useState } from 'react'
import { openAfterArrival, openAtFirst, stackOf, type StackItem } from './fold.ts'

export interface Fold {
  readonly items: readonly StackItem[]
  readonly toggle: (id: string) => void
  readonly spread: () => void
}

interface State {
  readonly known: ReadonlySet<string>
  readonly open: ReadonlySet<string>
  readonly spread: boolean
}

const begin = (emails: readonly Email[]): State => ({
  known: new Set(emails.map(({ id }) => id)),
  open: openAtFirst(emails),
  spread: false,
})

/** Which messages are open. Decided once: reading one folds nothing under the reader. */
export function useFold(emails: readonly Email[]): Fold {
  const [state, setState] = useState(() => begin(emails))
  const arrived = emails.some(({ id }) => !state.known.has(id))
  const current = arrived
    ? { ...begin(emails), open: openAfterArrival(state.open, state.known, emails), spread: state.spread }
    : state
  if (arrived) setState(current)
  return {
    items: stackOf(emails, current.open, current.spread),
    toggle: (id) =>
      setState((old) => {
        const open = new Set(old.open)
        if (!open.delete(id)) open.add(id)
        return { ...old, open }
      }),
    spread: () => setState((old) => ({ ...old, spread: true })),
  }
}
