import type { PageProps } from '@atrium/protocol'
import { emit, showToast, workspace } from '@atrium/remote'
import { useState } from 'react'

/** As code does that no type checker has seen. */
const untyped = (value: unknown) => value as never

/** What each attempt ended with. */
const outcome = (attempt: () => unknown): string => {
  try {
    attempt()
    return 'accepted'
  } catch (error) {
    return String(error)
  }
}

export default function Page({ onTitle }: PageProps) {
  const [outcomes, setOutcomes] = useState<readonly string[]>([])
  const write = (): void => {
    workspace.subscribe(() => {
      throw new Error('A listener that throws')
    })
    setOutcomes([
      outcome(() => showToast(untyped({ tone: 'neutral', text: { not: 'a text' } }))),
      outcome(() => workspace.setState(untyped({ selection: null, toasts: 'none' }))),
      outcome(() => workspace.setState(untyped({}), untyped(true))),
      outcome(() => emit('mail:changed', untyped(null))),
      outcome(() => window.dispatchEvent(new CustomEvent('atrium:remote:failed', { detail: null }))),
      outcome(() => onTitle(untyped(Symbol('no title')))),
    ])
  }
  return (
    <>
      <button onClick={write}>Write</button>
      <ul>
        {outcomes.map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ul>
    </>
  )
}
