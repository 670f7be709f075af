import type { AtriumError } from '@atrium/protocol'
import type { Id } from '@atrium/mail-contracts'
import type { Segment } from '../search/segments.ts'
import type { ListBase } from './list-base.ts'
import type { ListQuery } from './list-query.ts'

export interface Snippet {
  readonly subject: readonly Segment[]
  readonly preview: readonly Segment[]
}

/** What the cache keeps of a list. */
export interface ListData {
  readonly base: ListBase
  readonly snippets: ReadonlyMap<Id, Snippet>
  /** Why the last page could not be read. */
  readonly pageError: AtriumError | null
}

/** One list, with what its viewer is looking at. */
export interface OpenList {
  readonly key: string
  readonly query: ListQuery
  /** Rows on the screen, the last not included. */
  visible: { readonly start: number; readonly end: number }
  /** First rows of the pages that are under way. */
  readonly loading: Set<number>
}
