import { Button, classNames, Icon, Popover } from '@atrium/ui'
import { useMessages } from '@atrium/workspace'
import type { ReactNode, RefObject } from 'react'
import { messages } from '../messages.ts'
import { forgetSearches } from '../recent/recent-searches.ts'
import type { Completion } from './completions.ts'
import styles from './suggestion-list.module.css'

export interface SuggestionListProps {
  readonly id: string
  readonly anchor: RefObject<HTMLElement | null>
  readonly completions: readonly Completion[]
  /** Index of the one that Enter takes; -1 for none. */
  readonly active: number
  readonly onChoose: (completion: Completion) => void
  readonly onClose: () => void
}

export const suggestionId = (id: string, index: number): string => `${id}-${index}`

/** Recent searches and filters below the field; the focus stays in the field. */
export function SuggestionList({ id, anchor, completions, active, onChoose, onClose }: SuggestionListProps): ReactNode {
  const t = useMessages(messages)
  const option = (completion: Completion): ReactNode => {
    const index = completions.indexOf(completion)
    return (
      <div
        key={completion.label}
        id={suggestionId(id, index)}
        role="option"
        aria-selected={index === active}
        className={classNames(styles.option, index === active && styles.active)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onChoose(completion)}
      >
        {completion.kind === 'recent' && <Icon name="history" size={16} />}
        <span className={completion.kind === 'recent' ? styles.recent : styles.operator}>{completion.label}</span>
        {completion.help && <span className={styles.help}>{completion.help}</span>}
      </div>
    )
  }
  const recent = completions.filter(({ kind }) => kind === 'recent')
  const rest = completions.filter(({ kind }) => kind !== 'recent')
  const group = (label: string, options: readonly Completion[], action?: ReactNode): ReactNode =>
    options.length > 0 && (
      <div role="group" aria-label={label} className={styles.group}>
        <div className={styles.heading}>
          <span aria-hidden>{label}</span>
          {action}
        </div>
        {options.map(option)}
      </div>
    )
  const clear = (
    <Button variant="quiet" size="small" tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={forgetSearches}>
      {t('clearRecent')}
    </Button>
  )
  return (
    <Popover open onClose={onClose} anchor={anchor} label={t('suggestions')} role="listbox" id={id} takesFocus={false}>
      <div className={styles.list} style={{ inlineSize: anchor.current?.offsetWidth }}>
        {recent[0] === completions[0] && group(t('recent'), recent, clear)}
        {group(t('narrow'), rest)}
        {recent[0] !== completions[0] && group(t('recent'), recent, clear)}
        <p className={styles.hint}>{t('hintQuotes')}</p>
      </div>
    </Popover>
  )
}
