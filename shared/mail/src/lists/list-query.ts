import type { EmailFilter } from '@atrium/mail-contracts'

export interface Sort {
  readonly property: 'receivedAt' | 'from' | 'subject' | 'size'
  readonly isAscending: boolean
}

/** What a list shows. Two equal questions share one list. */
export interface ListQuery {
  readonly filter: EmailFilter
  /** One row per conversation. */
  readonly collapseThreads: boolean
  /** Default: newest first. */
  readonly sort?: readonly Sort[]
  /** Marked places of what was searched for. Default: false. */
  readonly snippets?: boolean
}

export const newestFirst: readonly Sort[] = [{ property: 'receivedAt', isAscending: false }]

const inOrder = (filter: EmailFilter): EmailFilter =>
  Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )

/** The same text for equal questions; `queryOfKey` reads it back. */
export const listKey = ({ filter, collapseThreads, sort = newestFirst, snippets = false }: ListQuery): string =>
  JSON.stringify({ filter: inOrder(filter), collapseThreads, sort, snippets } satisfies ListQuery)

export const queryOfKey = (key: string): ListQuery => JSON.parse(key)

export const queryArgs = (query: ListQuery): Record<string, unknown> => ({
  filter: inOrder(query.filter),
  sort: query.sort ?? newestFirst,
  collapseThreads: query.collapseThreads,
})
