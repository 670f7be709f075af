import { classNames, Icon } from '@atrium/ui'
import type { ReactNode } from 'react'
import type { Completion } from './completions.ts'
import styles from './suggestion-list.module.css'

export interface NumberedCompletion {
  readonly completion: Completion
  /** Its place in the whole list. */
  readonly index: number
}

export interface SuggestionGroupProps {
  readonly listId: string
  readonly label: string
  readonly options: readonly NumberedCompletion[]
  readonly active: number
  readonly onChoose: (completion: Completion) => void
  /** Stands beside the heading. */
  readonly action?: ReactNode
}

export const suggestionId = (listId: string, index: number): string => `${listId}-${index}`

/** Suggestions of one kind under a heading. */
export function SuggestionGroup({ listId, label, options, active, onChoose, action }: SuggestionGroupProps): ReactNode {
  if (options.length === 0) return null
  return (
    <div role="group" aria-label={label} className={styles.group}>
      <div className={styles.heading}>
        <span aria-hidden>{label}</span>
        {action}
      </div>
      {options.map(({ completion: { kind, label: text, help, query }, index }) => (
        <div
          key={query}
          id={suggestionId(listId, index)}
          role="option"
          aria-selected={index === active}
          className={classNames(styles.option, index === active && styles.active)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose({ kind, label: text, query })}
        >
          {kind === 'recent' && <Icon name="history" size={16} />}
          <span className={kind === 'recent' ? styles.recent : styles.operator}>{text}</span>
          {help && <span className={styles.help}>{help}</span>}
        </div>
      ))}
    </div>
  )
}
