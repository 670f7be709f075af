import type { Mailbox } from '@atrium/mail-contracts'
import type { Navigate } from '@atrium/protocol'
import { type EmailRow, useMailActions } from '@atrium/mail'
import { useMemo } from 'react'
import { homeOf, threadAddress } from '../folder/home-of.ts'
import { useComposer } from './use-composer.ts'

/** What a person can do with a result. */
export interface RowActs {
  /** Opens the conversation where it lies; a draft in the composer. */
  readonly open: (row: EmailRow) => void
  readonly reply: (row: EmailRow) => void
  readonly star: (row: EmailRow) => void
}

export const useRowActs = (mailboxes: readonly Mailbox[], navigate: Navigate): RowActs => {
  const { setKeyword } = useMailActions()
  const compose = useComposer()
  return useMemo(
    () => ({
      open: ({ email }) => {
        if (email.keywords['$draft']) void compose({ kind: 'draft', emailId: email.id })
        else navigate(threadAddress(email, homeOf(email, mailboxes)))
      },
      reply: ({ email }) => void compose({ kind: 'reply', emailId: email.id }),
      star: ({ email }) => void setKeyword([email.id], '$flagged', !email.keywords['$flagged']),
    }),
    [mailboxes, navigate, setKeyword, compose],
  )
}
