import type { EmailListing } from '@atrium/mail-contracts'
import type { Participant, ThreadSummary } from '@atrium/mail'
import { personName, shortName } from './person-name.ts'

export interface RowPerson {
  readonly text: string
  readonly unread: boolean
  /** Stands for several that are left out. */
  readonly gap?: boolean
}

export interface RowPeopleOptions {
  /** Lower-case addresses of the person who reads. */
  readonly own: ReadonlySet<string>
  /** What the reader is called: "me". */
  readonly me: string
  /** Shows who it goes to, as in Sent and Drafts. */
  readonly outgoing: boolean
}

const most = 3

const named = (people: readonly Participant[], { own, me }: RowPeopleOptions): RowPerson[] => {
  const several = people.length > 1
  return people.map((person) => ({
    text: own.has(person.email.toLowerCase()) ? me : several ? shortName(person) : personName(person),
    unread: person.unread,
  }))
}

/** Who stands in a row: one by the full name, several by first names, many by the first and the last two. */
export function rowPeople(email: EmailListing, thread: ThreadSummary, options: RowPeopleOptions): RowPerson[] {
  const recipients = (email.to ?? []).map((person): Participant => ({ ...person, unread: thread.unread }))
  const people = options.outgoing ? recipients : thread.participants
  if (people.length <= most) return named(people, options)
  // Of ten thousand three are named.
  const [first, ...last] = named([...people.slice(0, 1), ...people.slice(1 - most)], options)
  return first ? [first, { text: '…', unread: false, gap: true }, ...last] : []
}
