import type { InjectedFault, InspectorSource } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import { useState, type ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './fault-choice.module.css'

type Choice = InjectedFault | 'none'

const labels = { none: 'faultNone', kill: 'faultKill', slow: 'faultSlow', corrupt: 'faultCorrupt' } as const

const choices = Object.keys(labels) as Choice[]

/** What each remote suffers; kept over closing, as the fault itself is. */
const chosen = new Map<string, Choice>()

export interface FaultChoiceProps {
  readonly remote: string
  readonly inject: NonNullable<InspectorSource['inject']>
}

/** Makes a fault by hand, and heals it. */
export function FaultChoice({ remote, inject }: FaultChoiceProps): ReactNode {
  const t = useMessages(messages)
  const [choice, setChoice] = useState<Choice>(chosen.get(remote) ?? 'none')
  const choose = (next: Choice): void => {
    setChoice(next)
    chosen.set(remote, next)
    inject(remote, next === 'none' ? null : next)
  }
  return (
    <select className={styles.choice} aria-label={t('fault', { remote })} value={choice} onChange={(event) => choose(event.target.value as Choice)}>
      {choices.map((each) => (
        <option key={each} value={each}>
          {t(labels[each])}
        </option>
      ))}
    </select>
  )
}
