import type { EmailFilterCondition } from '@atrium/mail-contracts'
import { useEmailList, useMailboxes } from '@atrium/mail'
import { useSession } from '@atrium/remote'
import { useEffect, useState, type ReactNode } from 'react'
import { countCorrespondents, learnCorrespondents } from './correspondents.ts'

const rowsRead = 50

/** Learns from the first rows of one list. */
function ListReader({ filter }: { readonly filter: EmailFilterCondition }): ReactNode {
  const { address } = useSession()
  const { total, row } = useEmailList({ filter, collapseThreads: false })
  useEffect(() => {
    const emails = Array.from({ length: Math.min(total, rowsRead) }, (_, index) => row(index)?.email)
    learnCorrespondents(countCorrespondents(emails.filter((email) => email !== undefined), [address]))
  })
  return null
}

/** Learns whom one writes to, and who writes. Draws nothing. */
export function CorrespondentReader(): ReactNode {
  const { byRole } = useMailboxes()
  const [sent, inbox] = [byRole('sent')?.id, byRole('inbox')?.id]
  return (
    <>
      {sent !== undefined && <ListReader filter={{ inMailbox: sent }} />}
      {inbox !== undefined && <ListReader filter={{ inMailbox: inbox }} />}
    </>
  )
}

const pause = 250

/** Looks among all mail for somebody who is not among the recent ones, once typing pauses. */
export function CorrespondentLookup({ typed }: { readonly typed: string }): ReactNode {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), pause)
    return () => clearTimeout(timer)
  }, [typed])
  return asked.length < 2 ? null : <ListReader filter={{ from: asked }} />
}
