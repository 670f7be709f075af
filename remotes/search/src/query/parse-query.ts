import type { EmailFilterCondition, Mailbox } from '@atrium/mail-contracts'
import { findFolder } from './find-folder.ts'
import { parseDate, utc } from './parse-date.ts'
import { isOperator, type QueryToken, tokensOf } from './tokens.ts'

export interface ParsedQuery {
  readonly filter: EmailFilterCondition
  /** Words are looked for, so there are places to mark. */
  readonly hasText: boolean
  /** Nothing is asked for. */
  readonly isEmpty: boolean
  /** A folder that was named and is not there. */
  readonly unknownFolder: string | null
}

export interface Surroundings {
  readonly mailboxes: readonly Mailbox[]
  /** What `me` stands for. */
  readonly address: string
  readonly now: Date
}

type Filter = { -readonly [Key in keyof EmailFilterCondition]: EmailFilterCondition[Key] }

const states: Readonly<Record<string, Partial<Filter>>> = {
  unread: { notKeyword: '$seen' },
  read: { hasKeyword: '$seen' },
  starred: { hasKeyword: '$flagged' },
  flagged: { hasKeyword: '$flagged' },
  unstarred: { notKeyword: '$flagged' },
  answered: { hasKeyword: '$answered' },
  draft: { hasKeyword: '$draft' },
}

/** Phrases keep their quotes: the server looks for them as they are (RFC 8621 §4.4.1). */
const phrase = ({ value, quoted }: QueryToken): string => (quoted ? `"${value}"` : value)

const person = (token: QueryToken, { address }: Surroundings): string =>
  !token.quoted && token.value.toLowerCase() === 'me' ? address : phrase(token)

/** What an operator adds to the filter; null when its value means nothing. */
const conditionOf = (token: QueryToken, around: Surroundings): Partial<Filter> | null => {
  const value = token.value.trim()
  if (value === '') return {}
  switch (token.operator) {
    case 'from':
      return { from: person(token, around) }
    case 'to':
      return { to: person(token, around) }
    case 'subject':
      return { subject: phrase(token) }
    case 'has':
      return /^attachments?$/i.test(value) ? { hasAttachment: true } : null
    case 'is':
      return states[value.toLowerCase()] ?? null
    case 'before':
    case 'after': {
      const date = parseDate(value, around.now)
      return date && { [token.operator]: utc(date) }
    }
    default:
      return null
  }
}

const texts = ['from', 'to', 'subject'] as const

/** Two words for the same header are both looked for; of anything else the last one counts. */
const combine = (filter: Filter, more: Partial<Filter>): Filter => {
  const joined = texts.filter((key) => filter[key] !== undefined && more[key] !== undefined)
  return { ...filter, ...more, ...Object.fromEntries(joined.map((key) => [key, `${filter[key]} ${more[key]}`])) }
}

const discarded = (mailboxes: readonly Mailbox[]): readonly string[] =>
  mailboxes.filter(({ role }) => role === 'trash' || role === 'junk').map(({ id }) => id)

/** Where to look: the folder that was named, or everywhere but among what was thrown away. */
const placeOf = (folder: string | null, { mailboxes }: Surroundings): { condition: Filter; unknown: string | null } => {
  const away = discarded(mailboxes)
  if (folder === null) return { condition: away.length > 0 ? { inMailboxOtherThan: away } : {}, unknown: null }
  if (/^(anywhere|all)$/i.test(folder)) return { condition: {}, unknown: null }
  const found = findFolder(mailboxes, folder)
  return { condition: found ? { inMailbox: found.id } : {}, unknown: found ? null : folder }
}

/**
 * Reads what a person typed as a filter for the server. What is no operator, or an operator with a
 * value that means nothing, is text to look for; nothing that was typed is passed over in silence.
 */
export const parseQuery = (query: string, around: Surroundings): ParsedQuery => {
  let filter: Filter = {}
  let folder: string | null = null
  const words: string[] = []
  for (const token of tokensOf(query)) {
    if (token.operator === 'in' && token.value.trim() !== '') folder = token.value.trim()
    else if (token.operator === 'in') continue
    else {
      const condition = isOperator(token) ? conditionOf(token, around) : null
      if (condition) filter = combine(filter, condition)
      else words.push(token.operator === null ? phrase(token) : token.source)
    }
  }
  const place = placeOf(folder, around)
  const text = words.join(' ')
  const isEmpty = text === '' && folder === null && Object.keys(filter).length === 0
  return {
    filter: { ...filter, ...place.condition, ...(text === '' ? {} : { text }) },
    hasText: text !== '' || texts.some((key) => filter[key] !== undefined),
    isEmpty,
    unknownFolder: place.unknown,
  }
}
