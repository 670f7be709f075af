import type { EmailFilter, EmailFilterCondition, Mailbox } from '@atrium/mail-contracts'
import { dayRange, findFolder, parseDate, parseSize, utc } from './query-values.ts'

/** One word of a query, a filter such as `from:ada`, or a joint between them. */
export interface QueryToken {
  readonly kind: 'term' | 'or' | 'and' | 'not' | 'open' | 'close'
  /** In lower case; null for plain words. */
  readonly operator: string | null
  /** Without quotes. */
  readonly value: string
  readonly quoted: boolean
  /** A minus before it: mail that has it is left out. */
  readonly negated: boolean
  /** As it was written. */
  readonly source: string
}

const pattern = /([()])|(-)(?=\()|(-?)([a-z_]+):(?=[\s()]|$)|(-?)(?:([a-z_]+):)?(?:"([^"]*)(?:"|$)|([^\s"()]+))|(\S)/giu

/**
 * Characters of a query that are read. The field takes 500; an address may hold more. Beyond it: the rest is
 * ignored.
 */
const maxQuery = 2000

const joints: Readonly<Record<string, 'open' | 'close' | 'or' | 'and'>> = {
  '(': 'open',
  ')': 'close',
  OR: 'or',
  AND: 'and',
}

const term = (source: string, fields: Partial<QueryToken>): QueryToken => ({
  kind: 'term',
  operator: null,
  value: '',
  quoted: false,
  negated: false,
  source,
  ...fields,
})

/**
 * Splits a query at its spaces; quotes hold words together, and a lost one runs to the end. `OR` and `AND` count in
 * capitals only: in lower case they are words of a text.
 */
export function tokensOf(query: string): QueryToken[] {
  return [...query.slice(0, maxQuery).matchAll(pattern)].flatMap((match): QueryToken[] => {
    const [whole, bracket, groupMinus, emptyMinus, empty, minus, operator, phrase, word, rest] = match
    const source = whole.trim()
    if (bracket !== undefined) return [term(source, { kind: joints[bracket] ?? 'open', value: bracket })]
    if (groupMinus !== undefined) return [term(source, { kind: 'not', negated: true })]
    // With nothing behind it a filter is still being typed.
    if (empty !== undefined) return [term(source, { operator: empty.toLowerCase(), negated: emptyMinus === '-' })]
    const joint = word === undefined || operator !== undefined || minus === '-' ? undefined : joints[word]
    if (joint) return [term(source, { kind: joint, value: source })]
    const value = phrase ?? word ?? rest ?? ''
    if (value.trim() === '' && operator === undefined) return []
    const quoted = phrase !== undefined
    return [term(source, { operator: operator?.toLowerCase() ?? null, value, quoted, negated: minus === '-' })]
  })
}

/** A part of the query that was searched for as text, or passed over, and why. */
export interface QueryNote {
  /** `value`: the filter does not know its value. `operator`: there is no such filter. `bracket`: one without its partner. */
  readonly kind: 'value' | 'operator' | 'bracket'
  /** As it was written. */
  readonly source: string
}

export interface ParsedQuery {
  readonly filter: EmailFilter
  /** Words are searched for, so there are matches to mark. */
  readonly hasText: boolean
  /** The words to mark in a message that is opened: those that are in its subject or text. */
  readonly marks: readonly string[]
  /** The query has no words and no filters. */
  readonly isEmpty: boolean
  /** A named folder that does not exist. */
  readonly unknownFolder: string | null
  /** What was not understood. */
  readonly notes: readonly QueryNote[]
}

export interface Surroundings {
  readonly mailboxes: readonly Mailbox[]
  /** The addresses that `me` represents. At least one. */
  readonly own: readonly string[]
  readonly now: Date
}

type Condition = EmailFilterCondition

const states: Readonly<Record<string, Condition>> = {
  unread: { notKeyword: '$seen' },
  read: { hasKeyword: '$seen' },
  starred: { hasKeyword: '$flagged' },
  flagged: { hasKeyword: '$flagged' },
  unstarred: { notKeyword: '$flagged' },
  answered: { hasKeyword: '$answered' },
  unanswered: { notKeyword: '$answered' },
  forwarded: { hasKeyword: '$forwarded' },
  important: { hasKeyword: '$important' },
  draft: { hasKeyword: '$draft' },
}

/** Phrases keep their quotes: the server searches for them as they are (RFC 8621 §4.4.1). */
const phrase = ({ value, quoted }: QueryToken): string => (quoted ? `"${value}"` : value.trim())

const isMe = ({ value, quoted }: QueryToken): boolean => !quoted && value.toLowerCase() === 'me'

/** Mail with any of the user's addresses in a header (RFC 8620 §5.5, FilterOperator). */
const fromMe = (header: 'from' | 'to' | 'cc' | 'bcc', own: readonly string[]): EmailFilter => ({
  operator: 'OR',
  conditions: own.map((address) => ({ [header]: address })),
})

type Compile = (token: QueryToken, around: Surroundings) => EmailFilter | null

const person =
  (header: 'from' | 'to' | 'cc' | 'bcc'): Compile =>
  (token, { own }) =>
    isMe(token) ? fromMe(header, own) : { [header]: phrase(token) }

const date =
  (limit: 'before' | 'after'): Compile =>
  ({ value }, { now }) => {
    const moment = parseDate(value, now)
    return moment && { [limit]: utc(moment) }
  }

const size =
  (limit: 'minSize' | 'maxSize'): Compile =>
  ({ value }) => {
    const bytes = parseSize(value)
    return bytes === null ? null : { [limit]: bytes }
  }

/** What each filter adds to the search; null when its value means nothing. `in:` is in `placeOf`. */
const operators: Readonly<Record<string, Compile>> = {
  from: person('from'),
  to: person('to'),
  cc: person('cc'),
  bcc: person('bcc'),
  subject: (token) => ({ subject: phrase(token) }),
  // JMAP has no condition for names of files: `text` includes them (RFC 8621 §4.4.1).
  filename: (token) => ({ hasAttachment: true, text: phrase(token) }),
  list: (token) => ({ header: ['List-Id', token.value.trim()] }),
  has: ({ value }) => (/^attachments?$/i.test(value.trim()) ? { hasAttachment: true } : null),
  is: ({ value }) => states[value.trim().toLowerCase()] ?? null,
  before: date('before'),
  after: date('after'),
  older: date('before'),
  newer: date('after'),
  on: ({ value }, { now }) => dayRange(value, now),
  larger: size('minSize'),
  smaller: size('maxSize'),
}

/** Those that search for words, so that there are matches to mark. */
const textual: ReadonlySet<string> = new Set(['from', 'to', 'cc', 'bcc', 'subject', 'filename'])

/** Other spellings, as Gmail has them. */
const aliases: Readonly<Record<string, string>> = {
  label: 'in',
  older_than: 'older',
  newer_than: 'newer',
  size: 'larger',
  file: 'filename',
}

const nameOf = ({ operator }: QueryToken): string | null => operator && (aliases[operator] ?? operator)

/** Whether the word before the colon is a filter; if not, the whole is text (`https://…`, `12:30`). */
export const isOperator = (token: QueryToken): boolean => {
  const name = nameOf(token)
  return name !== null && (name === 'in' || Object.hasOwn(operators, name))
}

type Node =
  | { readonly type: 'term'; readonly token: QueryToken }
  | { readonly type: 'and' | 'or' | 'not'; readonly nodes: readonly Node[] }

/** Brackets within brackets. Beyond it: deeper ones are passed over. */
const maxDepth = 10

/** Reads tokens into a tree. `OR` joins its two neighbours; everything else is joined by AND. */
class Parser {
  readonly notes: QueryNote[] = []
  readonly #tokens: readonly QueryToken[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens
  }

  parse(): Node {
    const nodes: Node[] = []
    while (this.#at < this.#tokens.length) {
      nodes.push(this.#sequence(null))
      if (this.#at < this.#tokens.length) this.#note('bracket', this.#next())
    }
    return { type: 'and', nodes }
  }

  #note(kind: QueryNote['kind'], token: QueryToken | undefined): void {
    if (token) this.notes.push({ kind, source: token.source })
  }

  #next(): QueryToken | undefined {
    const token = this.#tokens[this.#at]
    this.#at += 1
    return token
  }

  /** Up to the closing bracket. `operator` applies to the words inside: `from:(ada OR bob)`. */
  #sequence(operator: string | null): Node {
    const nodes: Node[] = []
    let joined = false
    for (let token = this.#tokens[this.#at]; token && token.kind !== 'close'; token = this.#tokens[this.#at]) {
      if (token.kind === 'or') joined = nodes.length > 0
      const node = token.kind === 'or' || token.kind === 'and' ? this.#skip() : this.#primary(operator)
      if (!node) continue
      const left = joined ? nodes.pop() : undefined
      nodes.push(left ? { type: 'or', nodes: [left, node] } : node)
      joined = false
    }
    return { type: 'and', nodes }
  }

  #skip(): null {
    this.#at += 1
    return null
  }

  #primary(operator: string | null): Node | null {
    const token = this.#next()
    if (!token) return null
    if (token.kind === 'open') return this.#group(token, operator)
    if (token.kind === 'not') {
      const inner = this.#primary(operator)
      return inner && { type: 'not', nodes: [inner] }
    }
    if (token.value.trim() === '' && token.operator !== null && this.#tokens[this.#at]?.kind === 'open') {
      const open = this.#next()
      const group = open && this.#group(open, isOperator(token) ? token.operator : operator)
      return group && token.negated ? { type: 'not', nodes: [group] } : (group ?? null)
    }
    // Still being typed.
    if (token.value.trim() === '' && isOperator(token)) return null
    const own = token.operator === null && operator !== null ? { ...token, operator } : token
    const node: Node = { type: 'term', token: own }
    return token.negated ? { type: 'not', nodes: [node] } : node
  }

  #group(open: QueryToken, operator: string | null): Node | null {
    if (this.#depth >= maxDepth) return null
    this.#depth += 1
    const node = this.#sequence(operator)
    this.#depth -= 1
    if (!this.#next()) this.#note('bracket', open)
    return 'nodes' in node && node.nodes.length === 0 ? null : node
  }
}

const texts = ['text', 'from', 'to', 'cc', 'bcc', 'subject'] as const

/** Joins filters by AND. Conditions become one where none contradicts another; words for one header are joined. */
function allOf(filters: readonly EmailFilter[]): EmailFilter {
  let merged: Condition = {}
  const rest: EmailFilter[] = []
  for (const filter of filters.flatMap((one) =>
    'operator' in one && one.operator === 'AND' ? one.conditions : [one],
  )) {
    const before: Condition = merged
    if ('operator' in filter) rest.push(filter)
    else if (Object.keys(filter).some((key) => key in before && !texts.some((text) => text === key))) rest.push(filter)
    else {
      const joined = texts.filter((key) => filter[key] !== undefined && before[key] !== undefined)
      merged = {
        ...before,
        ...filter,
        ...Object.fromEntries(joined.map((key) => [key, `${before[key]} ${filter[key]}`])),
      }
    }
  }
  if (rest.length === 0) return merged
  const conditions = Object.keys(merged).length > 0 ? [merged, ...rest] : rest
  const [only] = conditions
  return conditions.length === 1 && only ? only : { operator: 'AND', conditions }
}

const discarded = (mailboxes: readonly Mailbox[]): readonly string[] =>
  mailboxes.filter(({ role }) => role === 'trash' || role === 'junk').map(({ id }) => id)

/** Compiles a tree into a filter, and finds out what the page has to know of it. */
class Compiler {
  readonly #around: Surroundings
  readonly notes: QueryNote[] = []
  unknownFolder: string | null = null
  namesFolder = false
  hasText = false
  readonly marks: string[] = []

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** Null where the node restricts nothing: `in:anywhere`. */
  compile(node: Node, negated = false): EmailFilter | null {
    if (node.type === 'term') return this.#term(node.token, negated)
    if (node.type === 'not') {
      const inner = node.nodes.map((child) => this.compile(child, !negated))
      const conditions = inner.filter((filter) => filter !== null)
      return conditions.length > 0 ? { operator: 'NOT', conditions } : null
    }
    const compiled = node.nodes.map((child) => this.compile(child, negated))
    const filters = compiled.filter((filter) => filter !== null)
    if (node.type === 'and') return filters.length > 0 ? allOf(filters) : null
    if (filters.length < compiled.length) return null
    return {
      operator: 'OR',
      conditions: filters.flatMap((one) => ('operator' in one && one.operator === 'OR' ? one.conditions : [one])),
    }
  }

  #term(token: QueryToken, negated: boolean): EmailFilter | null {
    const name = nameOf(token)
    if (name === 'in') return this.#place(token.value.trim(), negated)
    const filter = name !== null && Object.hasOwn(operators, name) ? operators[name]?.(token, this.#around) : undefined
    if (filter) {
      if (!negated && name !== null && textual.has(name)) this.hasText = true
      if (!negated && name === 'subject') this.#mark(token)
      return filter
    }
    const isUnknown = /^[a-z_]{2,}$/.test(token.operator ?? '') && !token.value.startsWith('//') && token.value !== ''
    if (filter === null) this.notes.push({ kind: 'value', source: token.source })
    else if (isUnknown) this.notes.push({ kind: 'operator', source: token.source })
    if (!negated) {
      this.hasText = true
      this.#mark(token)
    }
    const source = token.negated ? token.source.slice(1) : token.source
    return { text: token.operator === null ? phrase(token) : source }
  }

  #mark({ value, quoted }: QueryToken): void {
    this.marks.push(...(quoted ? [value] : value.split(/[^\p{L}\p{M}\p{N}]+/u)).filter((word) => word !== ''))
  }

  #place(folder: string, negated: boolean): EmailFilter | null {
    if (!negated) this.namesFolder = true
    if (/^(anywhere|all)$/i.test(folder)) return null
    const found = findFolder(this.#around.mailboxes, folder)
    if (!found) this.unknownFolder ??= folder
    return found ? { inMailbox: found.id } : null
  }

  /** Everywhere except trash and spam, unless a folder was named. */
  place(): Condition {
    const away = discarded(this.#around.mailboxes)
    return this.namesFolder || away.length === 0 ? {} : { inMailboxOtherThan: away }
  }
}

/**
 * Parses what the user typed into a filter for the server. What is no filter, or a filter with a value that means
 * nothing, is text to search for and is in `notes`.
 */
export function parseQuery(query: string, around: Surroundings): ParsedQuery {
  const parser = new Parser(tokensOf(query))
  const tree = parser.parse()
  const compiler = new Compiler(around)
  const filter = compiler.compile(tree)
  return {
    filter: allOf([...(filter ? [filter] : []), compiler.place()]),
    hasText: compiler.hasText,
    marks: compiler.marks,
    isEmpty: filter === null && !compiler.namesFolder && compiler.unknownFolder === null,
    unknownFolder: compiler.unknownFolder,
    notes: [...parser.notes, ...compiler.notes],
  }
}

const written = (operator: string, value: string): string =>
  `${operator}:${/[\s"()]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`

/** Without a space inside brackets, behind the minus of a bracket, or between a filter and its bracket. */
const joinSources = (sources: readonly string[]): string =>
  sources
    .map((source, index) => {
      const before = sources[index - 1] ?? '('
      const isTight = before === '(' || source === ')' || (source === '(' && (before === '-' || before.endsWith(':')))
      return isTight ? source : ` ${source}`
    })
    .join('')

/** Filters that the chips show and change: those that hold for the whole query, outside of brackets, `-` and `OR`. */
function isFree(tokens: readonly QueryToken[]): readonly boolean[] {
  let depth = 0
  return tokens.map((token, index) => {
    if (token.kind === 'open') depth += 1
    if (token.kind === 'close') depth = Math.max(0, depth - 1)
    const joined = tokens[index - 1]?.kind === 'or' || tokens[index + 1]?.kind === 'or'
    return token.kind === 'term' && depth === 0 && !joined && !token.negated
  })
}

const freeTokens = (query: string): QueryToken[] => {
  const tokens = tokensOf(query)
  const free = isFree(tokens)
  return tokens.filter((_, index) => free[index])
}

/** Value of a filter in a query: of several the last. */
export const valueOf = (query: string, operator: string): string | null =>
  freeTokens(query).findLast((token) => nameOf(token) === operator && token.value !== '')?.value ?? null

export const hasValue = (query: string, operator: string, value: string): boolean =>
  freeTokens(query).some((token) => nameOf(token) === operator && token.value.toLowerCase() === value)

/** The query without an operator, or without one value of it. */
export function withoutOperator(query: string, operator: string, value?: string): string {
  const tokens = tokensOf(query)
  const free = isFree(tokens)
  const kept = tokens.filter(
    (token, index) =>
      !free[index] || nameOf(token) !== operator || (value !== undefined && token.value.toLowerCase() !== value),
  )
  return joinSources(kept.map(({ source }) => source))
}

/** The query with `operator:value` added, in place of others of the same operator. */
export const withOperator = (query: string, operator: string, value: string): string =>
  joinSources([withoutOperator(query, operator), written(operator, value)].filter((part) => part !== ''))

/** `is:` may stand twice: unread and starred do not exclude each other. */
export const toggled = (query: string, operator: string, value: string): string =>
  hasValue(query, operator, value)
    ? withoutOperator(query, operator, value)
    : joinSources([...tokensOf(query).map(({ source }) => source), written(operator, value)])
