import type { EmailFilter, EmailFilterCondition, Mailbox } from '@atrium/mail-contracts'

/** One word of a query, or `operator:value`. */
export interface QueryToken {
  /** In lower case; null for plain words. */
  readonly operator: string | null
  /** Without quotes. */
  readonly value: string
  readonly quoted: boolean
  /** As it was written. */
  readonly source: string
}

const pattern = /(?:([a-z]+):)?(?:"([^"]*)(?:"|$)|([^\s"]+))|([^\s])/giu

/** Cuts a query at its blanks; quotes hold words together, and a lost one runs to the end. */
export const tokensOf = (query: string): QueryToken[] =>
  [...query.matchAll(pattern)].flatMap(([source, operator, phrase, word, rest]) => {
    const value = phrase ?? word ?? rest ?? ''
    if (value.trim() === '' && operator === undefined) return []
    // With nothing behind it an operator is still being typed.
    if (/^[a-z]+:$/i.test(source))
      return [{ operator: source.slice(0, -1).toLowerCase(), value: '', quoted: false, source }]
    return [{ operator: operator?.toLowerCase() ?? null, value, quoted: phrase !== undefined, source: source.trim() }]
  })

const known = new Set(['from', 'to', 'subject', 'has', 'before', 'after', 'in', 'is'])

/** Whether the word before the colon means something; if not, the whole is text (`https://…`, `12:30`). */
export const isOperator = (token: QueryToken): boolean => token.operator !== null && known.has(token.operator)

const datePattern = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/
const span = /^(\d{1,4})(d|w|m|y)$/

const midnight = (year: number, month: number, day: number): Date | null => {
  const date = new Date(year, month, day)
  // 2026-02-31 would quietly become a day of March.
  const real = date.getFullYear() === year && date.getMonth() === month && date.getDate() === day
  return real ? date : null
}

const back = (now: Date, count: number, unit: string): Date => {
  const [years, months, days] = { y: [count, 0, 0], m: [0, count, 0], w: [0, 0, count * 7], d: [0, 0, count] }[
    unit
  ] ?? [0, 0, 0]
  return new Date(now.getFullYear() - (years ?? 0), now.getMonth() - (months ?? 0), now.getDate() - (days ?? 0))
}

/**
 * The first moment of a day, month or year in the user's time zone: `2026-01-05`, `2026-01`,
 * `2026`, `today`, `yesterday`, or so long ago: `7d`, `2w`, `3m`, `1y`. Null when it is none.
 */
export const parseDate = (text: string, now: Date): Date | null => {
  const word = text.trim().toLowerCase()
  if (word === 'today') return back(now, 0, 'd')
  if (word === 'yesterday') return back(now, 1, 'd')
  const ago = span.exec(word)
  if (ago) return back(now, Number(ago[1]), ago[2] ?? 'd')
  const day = datePattern.exec(word)
  return day ? midnight(Number(day[1]), Number(day[2] ?? 1) - 1, Number(day[3] ?? 1)) : null
}

/** As JMAP takes it: no fractions of a second (RFC 8620 §1.4). */
export const utc = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')

/** `2026-01-05`, in the user's time zone. */
export const isoDay = (date: Date): string =>
  [date.getFullYear(), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-')

const names: Readonly<Record<string, string>> = {
  spam: 'junk',
  bin: 'trash',
  deleted: 'trash',
  draft: 'drafts',
  starred: 'flagged',
}

/** Characters that are compared; sorting combining marks takes the square of their number. */
const longest = 500

const fold = (text: string): string =>
  text
    .slice(0, longest)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()

/** The folder a user means: by its name, its role, or an unambiguous start of its name. */
export const findFolder = (mailboxes: readonly Mailbox[], wanted: string): Mailbox | undefined => {
  const word = fold(wanted)
  if (word === '') return undefined
  const named = mailboxes.find(({ name }) => fold(name) === word)
  if (named) return named
  const role = names[word] ?? word
  const forRole = mailboxes.find((mailbox) => mailbox.role === role)
  if (forRole) return forRole
  const starting = mailboxes.filter(({ name }) => fold(name).startsWith(word))
  return starting.length === 1 ? starting[0] : undefined
}

export interface ParsedQuery {
  readonly filter: EmailFilter
  /** Words are looked for, so there are places to mark. */
  readonly hasText: boolean
  /** The query has no words and no filters. */
  readonly isEmpty: boolean
  /** A folder that was named and is not there. */
  readonly unknownFolder: string | null
}

export interface Surroundings {
  readonly mailboxes: readonly Mailbox[]
  /** The addresses that `me` represents. At least one. */
  readonly own: readonly string[]
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

const isMe = ({ value, quoted }: QueryToken): boolean => !quoted && value.toLowerCase() === 'me'

/** What an operator adds to the filter; null when its value means nothing. */
const conditionOf = (token: QueryToken, around: Surroundings): Partial<Filter> | null => {
  const value = token.value.trim()
  if (value === '') return {}
  switch (token.operator) {
    case 'from':
      return { from: phrase(token) }
    case 'to':
      return { to: phrase(token) }
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

/** Where to look: the folder that was named, or everywhere except trash and spam. */
const placeOf = (folder: string | null, { mailboxes }: Surroundings): { condition: Filter; unknown: string | null } => {
  const away = discarded(mailboxes)
  if (folder === null) return { condition: away.length > 0 ? { inMailboxOtherThan: away } : {}, unknown: null }
  if (/^(anywhere|all)$/i.test(folder)) return { condition: {}, unknown: null }
  const found = findFolder(mailboxes, folder)
  return { condition: found ? { inMailbox: found.id } : {}, unknown: found ? null : folder }
}

/** Adds `from:me` and `to:me`: any of the user's addresses in that header (RFC 8620 §5.5, FilterOperator). */
function withOwn(
  condition: EmailFilterCondition,
  { headers, own }: { readonly headers: readonly ('from' | 'to')[]; readonly own: readonly string[] },
): EmailFilter {
  if (headers.length === 0) return condition
  const anyOf = [...new Set(headers)].map((header): EmailFilter => ({
    operator: 'OR',
    conditions: own.map((address) => ({ [header]: address })),
  }))
  return { operator: 'AND', conditions: [...(Object.keys(condition).length > 0 ? [condition] : []), ...anyOf] }
}

/**
 * Parses what the user typed into a filter for the server. What is no operator, or an operator with a
 * value that means nothing, is text to look for; nothing that was typed is passed over in silence.
 */
export const parseQuery = (query: string, around: Surroundings): ParsedQuery => {
  let filter: Filter = {}
  let folder: string | null = null
  const mine: ('from' | 'to')[] = []
  const words: string[] = []
  for (const token of tokensOf(query)) {
    if (token.operator === 'in' && token.value.trim() !== '') folder = token.value.trim()
    else if (token.operator === 'in') continue
    else if ((token.operator === 'from' || token.operator === 'to') && isMe(token)) mine.push(token.operator)
    else {
      const condition = isOperator(token) ? conditionOf(token, around) : null
      if (condition) filter = combine(filter, condition)
      else words.push(token.operator === null ? phrase(token) : token.source)
    }
  }
  const place = placeOf(folder, around)
  const text = words.join(' ')
  const isEmpty = text === '' && folder === null && mine.length === 0 && Object.keys(filter).length === 0
  return {
    filter: withOwn(
      { ...filter, ...place.condition, ...(text === '' ? {} : { text }) },
      { headers: mine, own: around.own },
    ),
    hasText: text !== '' || mine.length > 0 || texts.some((key) => filter[key] !== undefined),
    isEmpty,
    unknownFolder: place.unknown,
  }
}

const written = (operator: string, value: string): string =>
  `${operator}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`

/** Value of an operator in a query: of several the last, which is the one that counts. */
export const valueOf = (query: string, operator: string): string | null =>
  tokensOf(query).findLast((token) => token.operator === operator && token.value !== '')?.value ?? null

export const hasValue = (query: string, operator: string, value: string): boolean =>
  tokensOf(query).some((token) => token.operator === operator && token.value.toLowerCase() === value)

/** The query with `operator:value` put in, in the place of others of the same operator unless `keep`. */
export const withOperator = (query: string, operator: string, value: string): string => {
  const rest = tokensOf(query).filter((token) => token.operator !== operator)
  return [...rest.map(({ source }) => source), written(operator, value)].join(' ')
}

/** The query without an operator, or without one value of it. */
export const withoutOperator = (query: string, operator: string, value?: string): string =>
  tokensOf(query)
    .filter((token) => token.operator !== operator || (value !== undefined && token.value.toLowerCase() !== value))
    .map(({ source }) => source)
    .join(' ')

/** `is:` may stand twice: unread and starred do not exclude each other. */
export const toggled = (query: string, operator: string, value: string): string =>
  hasValue(query, operator, value)
    ? withoutOperator(query, operator, value)
    : [...tokensOf(query).map(({ source }) => source), written(operator, value)].join(' ')
