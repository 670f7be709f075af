import { Button, Popover } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode, RefObject } from 'react'
import { messages } from '../messages.ts'
import { forgetSearches } from '../recent/recent-searches.ts'
import type { Completion } from './completions.ts'
import { SuggestionGroup } from './suggestion-group.tsx'
import styles from './suggestion-list.module.css'

export interface SuggestionListProps {
  readonly id: string
  readonly anchor: RefObject<HTMLElement | null>
  /** Pixels: as wide as the field. */
  readonly width: number | undefined
  readonly completions: readonly Completion[]
  /** Index of the one that Enter takes; -1 for none. */
  readonly active: number
  readonly onChoose: (completion: Completion) => void
  readonly onClose: () => void
}

/** Recent searches and filters below the field; the focus stays in the field. */
export function SuggestionList({ id, anchor, width, completions, active, onChoose, onClose }: SuggestionListProps): ReactNode {
  const t = useMessages(messages)
  const numbered = completions.map((completion, index) => ({ completion, index }))
  const common = { listId: id, active, onChoose }
  const recent = (
    <SuggestionGroup
      {...common}
      key="recent"
      label={t('recent')}
      options={numbered.filter(({ completion }) => completion.kind === 'recent')}
      action={
        <Button variant="quiet" size="small" tabIndex={-1} onMouseDown={(event) => event.preventDefault()} onClick={forgetSearches}>
          {t('clearRecent')}
        </Button>
      }
    />
  )
  const narrow = (
    <SuggestionGroup
      {...common}
      key="narrow"
      label={t('narrow')}
      options={numbered.filter(({ completion }) => completion.kind !== 'recent')}
    />
  )
  return (
    <Popover open onClose={onClose} anchor={anchor} label={t('suggestions')} role="listbox" id={id} takesFocus={false} dismiss="manual">
      <div className={styles.list} style={{ inlineSize: width }}>
        {completions[0]?.kind === 'recent' ? [recent, narrow] : [narrow, recent]}
        <p className={styles.hint}>{t('hintQuotes')}</p>
      </div>
    </Popover>
  )
}
