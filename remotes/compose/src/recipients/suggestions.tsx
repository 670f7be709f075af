import { useEmailList, useMailboxes } from '@atrium/mail'
import type { EmailAddress, EmailListing, EmailFilterCondition } from '@atrium/mail-contracts'
import { Suggestion, SuggestionList } from '@atrium/mail-ui'
import { useSession, useStrings } from '@atrium/remote'
import { Avatar, cleanText, foldText } from '@atrium/ui'
import { useEffect, useState, type ReactNode, useMemo, type KeyboardEvent, type RefObject } from 'react'
import { create } from 'zustand'
import { strings } from '../strings.ts'
import { addressKey, displayName } from './parse-addresses.ts'
import styles from './suggestions.module.css'

interface Correspondent extends EmailAddress {
  /** How often they were written to counts more than how often they wrote. */
  readonly weight: number
}

/** People known from the mail that was read, most familiar first. */
export const useCorrespondents = create<{ readonly list: readonly Correspondent[] }>(() => ({ list: [] }))

const automatic = /^(no-?reply|do-?not-?reply|mailer-daemon|bounces?|notifications?)\b/i

/**
 * Characters of a name or an address that are compared; sorting combining marks takes the square of their number.
 * Beyond it: the rest of a name is ignored, and a longer address is not suggested.
 */
const longest = 320

/** People whom one message adds to the suggestions. Beyond it: the others of that message are not suggested. */
const mostMentioned = 50
/**
 * People who are known in all: each letter that is typed is compared with all of them. Beyond it: no new one is
 * added.
 */
const mostKnown = 2000

interface Mention {
  readonly address: EmailAddress
  readonly weight: number
}

function mentionsIn(email: Pick<EmailListing, 'from' | 'to'>, own: ReadonlySet<string>): Mention[] {
  const mine = (email.from ?? []).some(({ email: address }) => own.has(addressKey(address)))
  return mine
    ? (email.to ?? []).slice(0, mostMentioned).map((address) => ({ address, weight: 3 }))
    : (email.from ?? []).slice(0, mostMentioned).map((address) => ({ address, weight: 1 }))
}

/** Counts who is mentioned in these messages, each message of a list once. */
export function countCorrespondents(
  emails: readonly Pick<EmailListing, 'from' | 'to'>[],
  ownAddresses: readonly string[],
): readonly Correspondent[] {
  const own = new Set(ownAddresses.map(addressKey))
  const found = new Map<string, Correspondent>()
  for (const { address, weight } of emails.flatMap((email) => mentionsIn(email, own))) {
    const key = addressKey(address.email)
    if (own.has(key) || key.length > longest || automatic.test(key)) continue
    const before = found.get(key)
    found.set(key, {
      email: before?.email ?? address.email,
      name: before?.name ?? address.name,
      weight: (before?.weight ?? 0) + weight,
    })
  }
  return [...found.values()].sort((one, other) => other.weight - one.weight)
}

/** Adds people; of a person already known the larger weight counts. */
function learnCorrespondents(people: readonly Correspondent[]): void {
  const known = new Map(useCorrespondents.getState().list.map((person) => [addressKey(person.email), person]))
  let news = false
  for (const person of people) {
    const before = known.get(addressKey(person.email))
    if (!before && known.size >= mostKnown) continue
    if (before && before.weight >= person.weight && (before.name || !person.name)) continue
    known.set(addressKey(person.email), {
      ...person,
      name: before?.name ?? person.name,
      weight: Math.max(person.weight, before?.weight ?? 0),
    })
    news = true
  }
  if (news) useCorrespondents.setState({ list: [...known.values()].sort((one, other) => other.weight - one.weight) })
}

const fold = (text: string): string => foldText(text.slice(0, longest))

const wordsOf = ({ name, email }: EmailAddress): string[] =>
  [email, ...`${(name ?? '').slice(0, longest)} ${email.slice(0, longest)}`.split(/[\s@.,_+-]+/)].map(fold)

/** Those whose name or address has words that start as typed; no one who is there already. */
export function matchCorrespondents(
  people: readonly Correspondent[],
  typed: string,
  { except, limit = 6 }: { readonly except: readonly EmailAddress[]; readonly limit?: number },
): readonly Correspondent[] {
  const wanted = fold(typed).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return []
  const away = new Set(except.map(({ email }) => addressKey(email)))
  return people
    .filter((person) => {
      if (away.has(addressKey(person.email))) return false
      const words = wordsOf(person)
      return wanted.every((start) => words.some((word) => word.startsWith(start)))
    })
    .slice(0, limit)
}

const rowsRead = 50

/** Learns from the first rows of one list. */
function ListReader({ filter }: { readonly filter: EmailFilterCondition }): ReactNode {
  const { address } = useSession()
  const { total, row } = useEmailList({ filter, collapseThreads: false })
  useEffect(() => {
    const emails = Array.from({ length: Math.min(total, rowsRead) }, (_, index) => row(index)?.email)
    learnCorrespondents(
      countCorrespondents(
        emails.filter((email) => email !== undefined),
        [address],
      ),
    )
  })
  return null
}

/** Learns whom the user writes to, and who writes. Renders nothing. */
export function CorrespondentReader(): ReactNode {
  const { byRole } = useMailboxes()
  const [sent, inbox] = [byRole('sent')?.id, byRole('inbox')?.id]
  return (
    <>
      {sent !== undefined && <ListReader filter={{ inMailbox: sent }} />}
      {inbox !== undefined && <ListReader filter={{ inMailbox: inbox }} />}
    </>
  )
}

const pause = 250

/** Looks among all mail, sent and received, for people who are not among the recent ones, once typing pauses. */
export function CorrespondentLookup({ typed }: { readonly typed: string }): ReactNode {
  const [searched, setSearched] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSearched(typed.trim()), pause)
    return () => clearTimeout(timer)
  }, [typed])
  const sent = useMailboxes().byRole('sent')?.id
  if (searched.length < 2) return null
  return (
    <>
      <ListReader filter={{ from: searched }} />
      {sent !== undefined && <ListReader filter={{ inMailbox: sent, to: searched }} />}
    </>
  )
}

interface Suggestions {
  readonly people: readonly Correspondent[]
  readonly active: number
  readonly close: () => void
  /** Arrows, Enter, Tab and Escape while the list is open. Returns whether it took the key. */
  readonly keyDown: (event: KeyboardEvent<HTMLElement>) => boolean
}

/** Whom the typed letters may mean. */
export function useSuggestions(
  typed: string,
  {
    except,
    onChoose,
  }: { readonly except: readonly EmailAddress[]; readonly onChoose: (person: Correspondent) => void },
): Suggestions {
  const known = useCorrespondents(({ list }) => list)
  const [closedFor, setClosedFor] = useState<string | null>(null)
  const [at, setAt] = useState({ typed, index: 0 })
  const people = useMemo(() => matchCorrespondents(known, typed, { except }), [known, typed, except])
  const shown = closedFor === typed ? [] : people
  const active = at.typed === typed ? Math.min(at.index, shown.length - 1) : 0

  const move = (by: number): void => setAt({ typed, index: (active + by + shown.length) % shown.length })
  const keyDown = (event: KeyboardEvent<HTMLElement>): boolean => {
    const person = shown[active]
    if (!person || event.ctrlKey || event.metaKey || event.altKey) return false
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' || event.key === 'Tab') onChoose(person)
    else if (event.key === 'Escape') setClosedFor(typed)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { people: shown, active, close: () => setClosedFor(typed), keyDown }
}

interface CorrespondentListProps {
  readonly id: string
  readonly anchor: RefObject<HTMLElement | null>
  readonly people: readonly Correspondent[]
  /** Index of the one that Enter selects. */
  readonly active: number
  readonly onChoose: (person: Correspondent) => void
  readonly onClose: () => void
}

/** Suggested recipients below the field; not rendered when there are none. */
export function CorrespondentList({
  id,
  anchor,
  people,
  active,
  onChoose,
  onClose,
}: CorrespondentListProps): ReactNode {
  const t = useStrings(strings)
  if (people.length === 0) return null
  return (
    <SuggestionList id={id} label={t('suggestions')} anchor={anchor} onClose={onClose}>
      {people.map((person, index) => (
        <Suggestion
          key={person.email}
          listId={id}
          index={index}
          active={index === active}
          onSelect={() => onChoose(person)}
        >
          <Avatar address={person.email} name={person.name ?? undefined} />
          <span className={styles.words}>
            <bdi className={styles.name}>{displayName(person)}</bdi>
            {person.name && <bdi className={styles.email}>{cleanText(person.email)}</bdi>}
          </span>
        </Suggestion>
      ))}
    </SuggestionList>
  )
}
