import type { Mailbox } from '@atrium/mail-contracts'
import { Chip } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { hasValue, toggled, valueOf, withoutOperator } from '../query/edit-query.ts'
import styles from './filter-bar.module.css'
import { FolderMenu } from './folder-menu.tsx'
import { TimeMenu } from './time-menu.tsx'

export interface FilterBarProps {
  readonly query: string
  readonly mailboxes: readonly Mailbox[]
  readonly onQuery: (query: string) => void
}

const switches = [
  ['is', 'unread', 'unread'],
  ['is', 'starred', 'starred'],
  ['has', 'attachment', 'hasAttachment'],
  ['from', 'me', 'fromMe'],
] as const

/** What narrows the search, each a chip. All of it is written in the query, so the address holds it. */
export function FilterBar({ query, mailboxes, onQuery }: FilterBarProps): ReactNode {
  const t = useMessages(messages)
  const named = (['from', 'to', 'subject'] as const).flatMap((operator) => {
    const value = valueOf(query, operator)
    return value === null || (operator === 'from' && value.toLowerCase() === 'me') ? [] : [{ operator, value }]
  })
  return (
    <div role="group" aria-label={t('filters')} className={styles.bar}>
      {named.map(({ operator, value }) => (
        <Chip
          key={operator}
          onRemove={() => onQuery(withoutOperator(query, operator))}
          removeLabel={t('removeFilter', { operator, value })}
        >
          {t('operatorChip', { operator, value })}
        </Chip>
      ))}
      {switches.map(([operator, value, text]) => (
        <Chip key={text} pressed={hasValue(query, operator, value)} onPress={() => onQuery(toggled(query, operator, value))}>
          {t(text)}
        </Chip>
      ))}
      <TimeMenu query={query} onQuery={onQuery} />
      <FolderMenu query={query} mailboxes={mailboxes} onQuery={onQuery} />
    </div>
  )
}
