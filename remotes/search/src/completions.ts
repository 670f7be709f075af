import type { Translate } from '@atrium/remote'
import { tokensOf } from './query.ts'
import type { strings } from './strings.ts'

/** A suggestion: a recent search, or an operator or value to append. */
export interface Completion {
  readonly kind: 'recent' | 'operator' | 'value'
  /** The text of the field after it is selected. */
  readonly query: string
  readonly label: string
  readonly help?: string
}

const operators = [
  ['from:', 'helpFrom'],
  ['to:', 'helpTo'],
  ['cc:', 'helpCc'],
  ['subject:', 'helpSubject'],
  ['has:attachment', 'helpHas'],
  ['is:unread', 'helpIsUnread'],
  ['is:starred', 'helpIsStarred'],
  ['filename:', 'helpFilename'],
  ['after:', 'helpAfter'],
  ['before:', 'helpBefore'],
  ['on:', 'helpOn'],
  ['larger:', 'helpLarger'],
  ['smaller:', 'helpSmaller'],
  ['list:', 'helpList'],
  ['in:', 'helpIn'],
] as const

const fixedValues: Readonly<Record<string, readonly string[]>> = {
  is: ['unread', 'starred', 'read', 'answered'],
  has: ['attachment'],
  after: ['today', 'yesterday', '7d', '1m', '1y'],
  before: ['today', 'yesterday', '7d', '1m', '1y'],
  on: ['today', 'yesterday'],
  larger: ['1M', '5M', '10M', '25M'],
  smaller: ['100k', '1M'],
  from: ['me'],
  to: ['me'],
  cc: ['me'],
}

const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value)

const valuesOf = (operator: string, folders: readonly string[]): readonly string[] =>
  operator === 'in' ? [...folders, 'anywhere'] : (fixedValues[operator] ?? [])

/** Filters suggested at once. Beyond it: the others are left out, as they would hide what is below. */
const maxFilters = 9

export interface CompletionSources {
  readonly recent: readonly string[]
  /** Names of folders. */
  readonly folders: readonly string[]
  readonly t: Translate<(typeof strings)['en']>
}

/** The suggestions for the text typed so far. */
export const completionsFor = (text: string, { recent, folders, t }: CompletionSources): readonly Completion[] => {
  const typed = text.trimStart().toLowerCase()
  const remembered = recent
    .filter((query) => query.toLowerCase().includes(typed.trim()) && query !== text.trim())
    .slice(0, typed === '' ? 6 : 3)
    .map((query): Completion => ({ kind: 'recent', query, label: query }))

  const last = /\s$/.test(text) ? undefined : tokensOf(text).at(-1)
  const before = last ? text.slice(0, text.lastIndexOf(last.source)) : text
  if (last?.operator && last.value !== undefined) {
    const { operator, value } = last
    const minus = last.negated ? '-' : ''
    const values = valuesOf(operator, folders).filter(
      (one) => one.toLowerCase().startsWith(value.toLowerCase()) && one.toLowerCase() !== value.toLowerCase(),
    )
    return [
      ...values.slice(0, 8).map((one): Completion => ({
        kind: 'value',
        query: `${before}${minus}${operator}:${quoted(one)} `,
        label: `${minus}${operator}:${quoted(one)}`,
      })),
      ...remembered,
    ]
  }
  const start = last?.value.toLowerCase() ?? ''
  const matching = operators
    .filter(([operator]) => operator.startsWith(start) && !text.includes(operator))
    .slice(0, maxFilters)
  return [
    ...remembered,
    ...matching.map(([operator, help]): Completion => ({
      kind: 'operator',
      query: `${before}${operator}${operator.endsWith(':') ? '' : ' '}`,
      label: operator,
      help: t(help),
    })),
  ]
}
