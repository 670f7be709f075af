import type { EmailRow, ListQuery } from '@atrium/mail'
import type { Mailbox } from '@atrium/mail-contracts'
import type { ReactNode } from 'react'
import { addressOf } from './address.ts'

/** What a list of conversations is of: a folder, or what another remote has found in any of them. */
export interface Place {
  /** Of two places with the same key the selection is one. */
  readonly key: string
  /** The folder that all conversations are in; null where they may be in several. */
  readonly mailbox: Mailbox | null
  readonly name: string
  /** All of the folder is listed, unless its view has a filter. */
  readonly isWhole: boolean
  /** What is listed; its view filters and sorts that. */
  readonly query: Pick<ListQuery, 'filter' | 'collapseThreads' | 'snippets'>
  /** Address of the list, or of a conversation in it. */
  readonly address: (threadId?: string) => string
  /** The list opens with the cursor where it was left. Default: without a cursor. */
  readonly restoreKey?: string
  /** What its rows show else. Default: nothing. */
  readonly rowParts?: RowParts
  /** Words that are marked in the open conversation. Default: none. */
  readonly marks?: readonly string[]
}

export interface RowParts {
  /** Null shows the subject as it is. */
  readonly subject: (row: EmailRow) => ReactNode
  /** Null shows the preview as it is. */
  readonly preview: (row: EmailRow) => ReactNode
  /** Before the date. */
  readonly end: (row: EmailRow) => ReactNode
}

/** Every draft is a row of its own. */
export const folderPlace = (mailbox: Mailbox, name: string): Place => ({
  key: mailbox.id,
  mailbox,
  name,
  isWhole: true,
  query: { filter: { inMailbox: mailbox.id }, collapseThreads: mailbox.role !== 'drafts' },
  address: (threadId) => addressOf(mailbox.id, threadId),
})
