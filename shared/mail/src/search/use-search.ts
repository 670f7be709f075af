import type { EmailFilterCondition } from '@atrium/mail-contracts'
import { type EmailList, useEmailList } from '../lists/use-email-list.ts'

export interface SearchQuery {
  readonly text: string
  /** Narrows the search. */
  readonly filter?: EmailFilterCondition
  /** Default: true. */
  readonly collapseThreads?: boolean
}

/** Messages in which the text is found; each row's `snippet` says where. */
export const useSearch = ({ text, filter, collapseThreads = true }: SearchQuery): EmailList =>
  useEmailList({ filter: { ...filter, text }, collapseThreads, snippets: true })
