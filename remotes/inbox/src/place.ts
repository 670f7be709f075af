import type { EmailRow, ListQuery } from '@atrium/mail'
import type { Mailbox } from '@atrium/mail-contracts'
import type { ReactNode } from 'react'
import { addressOf } from './address.ts'
import { queryOf, type ListView } from './list/list-view.tsx'

/** What a list of conversations is of: a folder, or what another remote has found in any of them. */
export interface Place {
  /** Of two places with the same key the selection is one. */
  readonly key: string
  /** The folder that all conversations are in; null where they may be in several. */
  readonly mailbox: Mailbox | null
  readonly name: string
  /** All of the folder is listed, unless its view has a filter. */
  readonly isWhole: boolean
  readonly query: (view: ListView) => ListQuery
  /** Address of the list, or of a conversation in it. */
  readonly address: (threadId?: string) => string
  /** The list opens with the cursor where it was left. Default: without a cursor. */
  readonly restoreKey?: string
  /** What a row shows instead of subject and preview, and before its date. Default: nothing else. */
  readonly rowParts?: RowParts
  /** Words that are marked in the open conversation. Default: none. */
  readonly marks?: readonly string[]
}

export interface RowParts {
  /** Null shows subject and preview. */
  readonly text: (row: EmailRow) => ReactNode
  readonly end: (row: EmailRow) => ReactNode
}

/** Every draft is a row of its own. */
export const folderPlace = (mailbox: Mailbox, name: string): Place => ({
  key: mailbox.id,
  mailbox,
  name,
  isWhole: true,
  query: (view) => ({ ...queryOf({ inMailbox: mailbox.id }, view), collapseThreads: mailbox.role !== 'drafts' }),
  address: (threadId) => addressOf(mailbox.id, threadId),
})
