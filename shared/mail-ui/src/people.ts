import { useIdentities, type Participant } from '@atrium/mail'
import type { EmailAddress } from '@atrium/mail-contracts'
import { useWorkspace } from '@atrium/remote'
import { cleanText } from '@atrium/ui'
import { useMemo } from 'react'

/** The display name of a user: the name in the header without its quotes, otherwise the address. */
export const personName = ({ name, email }: EmailAddress): string =>
  cleanText(name).replace(/^["'](.+)["']$/, '$1') || cleanText(email)

/** The first name, for a line that several people share. */
export function shortName(person: EmailAddress): string {
  const name = personName(person)
  if (name.includes('@')) return name.split('@')[0] ?? name
  const family = /^([^,]+),\s*(.+)$/.exec(name)
  const given = family?.[2] ?? name
  return given.split(' ')[0] ?? given
}

/** The lower-case addresses of the signed-in user: the account's and those of all identities. */
export function useOwnAddresses(): ReadonlySet<string> {
  const { list } = useIdentities()
  const address = useWorkspace((state) => state.session?.address)
  return useMemo(
    () =>
      new Set(
        [...(address === undefined ? [] : [address]), ...list.map(({ email }) => email)].map((each) =>
          each.toLowerCase(),
        ),
      ),
    [address, list],
  )
}

/** One name in a row. */
export interface RowPerson {
  readonly text: string
  readonly unread: boolean
  /** Marks several people who are left out. */
  readonly gap?: boolean
}

export interface RowPeopleOptions {
  /** Lower-case addresses of the user. */
  readonly own: ReadonlySet<string>
  /** What the user is called: "me". */
  readonly me: string
}

/** Names in a row of a list. Beyond it: those between the first and the last ones are left out. */
const maxNames = 3

/** The people a row names: one by the full name, several by first names, many by the first and the last two. */
export function rowPeople(people: readonly Participant[], { own, me }: RowPeopleOptions): RowPerson[] {
  const many = people.length > maxNames
  // Of ten thousand, only the three that are shown are read.
  const shown = many ? [...people.slice(0, 1), ...people.slice(1 - maxNames)] : people
  const named = shown.map((person) => ({
    text: own.has(person.email.toLowerCase()) ? me : people.length > 1 ? shortName(person) : personName(person),
    unread: person.unread,
  }))
  const [first, ...last] = named
  return many && first ? [first, { text: '…', unread: false, gap: true }, ...last] : named
}

/** The recipients of a message, as participants of its conversation. */
export const recipientsOf = (to: readonly EmailAddress[] | null, unread: boolean): Participant[] =>
  (to ?? []).map((person) => ({ ...person, unread }))
