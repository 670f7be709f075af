import type { EmailRow } from '@atrium/mail'
import { cleanText } from '@atrium/ui'
import type { Texts } from '../acts/failure-reason.ts'
import type { RowPerson } from '../people/row-people.ts'

export interface RowWords {
  readonly people: readonly RowPerson[]
  readonly date: string
}

/** The row in one breath, for who listens. */
export function rowLabel({ email, thread }: EmailRow, t: Texts, { people, date }: RowWords): string {
  return [
    thread.unread && t('rowUnread'),
    thread.starred && t('rowStarred'),
    thread.hasDraft && t('draft'),
    people.filter(({ gap }) => !gap).map(({ text }) => text).join(', '),
    cleanText(email.subject) || t('noSubject'),
    thread.count > 1 && t('conversationSize', { count: thread.count }),
    (email.hasAttachment || thread.hasAttachment) && t('hasAttachment'),
    date,
    cleanText(email.preview),
  ]
    .filter(Boolean)
    .join(', ')
}
