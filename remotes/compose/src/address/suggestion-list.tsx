import { Avatar, classNames, Popover, cleanText } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode, RefObject } from 'react'
import { messages } from '../messages.ts'
import type { Correspondent } from './correspondents.ts'
import { displayName } from './format-address.ts'
import styles from './suggestion-list.module.css'

export interface SuggestionListProps {
  readonly id: string
  readonly anchor: RefObject<HTMLElement | null>
  readonly people: readonly Correspondent[]
  /** Index of the one that Enter takes. */
  readonly active: number
  readonly onChoose: (person: Correspondent) => void
  readonly onClose: () => void
}

export const optionId = (id: string, index: number): string => `${id}-${index}`

/** People to choose from, below what is typed. The focus stays in the field. */
export function SuggestionList({ id, anchor, people, active, onChoose, onClose }: SuggestionListProps): ReactNode {
  const t = useMessages(messages)
  return (
    <Popover
      open={people.length > 0}
      onClose={onClose}
      anchor={anchor}
      label={t('suggestions')}
      role="listbox"
      id={id}
      takesFocus={false}
      dismiss="manual"
      className={styles.list}
    >
      {people.map((person, index) => (
        <div
          key={person.email}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={classNames(styles.option, index === active && styles.active)}
          // The press must not take the focus out of the field, which would close the list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(person)}
        >
          <Avatar address={person.email} name={person.name ?? undefined} />
          <span className={styles.words}>
            <bdi className={styles.name}>{displayName(person)}</bdi>
            {person.name && <bdi className={styles.email}>{cleanText(person.email)}</bdi>}
          </span>
        </div>
      ))}
    </Popover>
  )
}
