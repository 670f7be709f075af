import type { EmailRow } from '@atrium/mail'
import { classNames } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import type { RowPerson } from '../people/row-people.ts'
import styles from './message-row.module.css'

export interface RowPeopleLineProps {
  readonly row: EmailRow
  readonly people: readonly RowPerson[]
  readonly outgoing: boolean
}

const between = (people: readonly RowPerson[], index: number): string =>
  index === 0 ? '' : people[index]?.gap || people[index - 1]?.gap ? ' ' : ', '

/** Who a row is from, or goes to, and how many messages that makes. */
export function RowPeopleLine({ row: { thread, email }, people, outgoing }: RowPeopleLineProps): ReactNode {
  const t = useMessages(messages)
  const draft = thread.hasDraft || email.keywords['$draft']
  return (
    <span role="gridcell" className={styles.people}>
      <span className={styles.names}>
        {outgoing && people.length > 0 && !draft && <span className={styles.muted}>{t('to')} </span>}
        {people.map((person, index) => (
          <span key={index} className={classNames(thread.unread && !person.unread && styles.read)}>
            {between(people, index)}
            <bdi>{person.text}</bdi>
          </span>
        ))}
        {people.length === 0 && !draft && <span>{t(outgoing ? 'noRecipient' : 'noSender')}</span>}
        {draft && (
          <span className={styles.draft}>
            {people.length > 0 && ', '}
            {t('draft')}
          </span>
        )}
      </span>
      {thread.count > 1 && <span className={styles.count}>{thread.count}</span>}
    </span>
  )
}
