import { useQuery } from '@tanstack/react-query'
import type { Email, Id } from '@atrium/mail-contracts'
import { useMemo } from 'react'
import { useRoom } from '../mail-provider.tsx'
import type { Outcome } from '../outcome.ts'
import { useRecords } from '../records/use-records.ts'
import { type ResourceState, stateOf } from '../resource-state.ts'
import type { Records } from '../records/records.ts'
import { loadWhole } from './load-whole.ts'
import type { ThreadData } from './thread-data.ts'
import { threadQuery } from './thread-query.ts'

export interface Conversation extends ResourceState {
  /** Oldest first. Empty when all of it is gone. */
  readonly emails: readonly Email[]
  /** Reads a body that was cut (`bodyValues[…].isTruncated`) to its end. */
  readonly loadWhole: (emailId: Id) => Promise<Outcome<null>>
}

const none: readonly Email[] = []

interface Drawn {
  readonly threadId: Id
  readonly data: ThreadData
  /** Gives the same object again while nothing in it has changed. */
  readonly known: WeakMap<Email, Email>
}

const emailsOf = (records: Records, { threadId, data, known }: Drawn): readonly Email[] => {
  const ids = records.threadEmailIds(threadId) ?? [...data.emails.keys()]
  return ids.flatMap((id) => {
    const body = data.emails.get(id)
    const record = records.email(id)
    if (!body || !record) return []
    const before = known.get(body)
    if (before?.keywords === record.keywords && before.mailboxIds === record.mailboxIds) return [before]
    const email = { ...body, keywords: record.keywords, mailboxIds: record.mailboxIds }
    known.set(body, email)
    return [email]
  })
}

/** A conversation with its bodies; stays up to date while it is shown. */
export const useThread = (threadId: Id): Conversation => {
  const room = useRoom()
  const query = useQuery(threadQuery(room.core, threadId), room.core.queries)
  const seen = useRecords(room.core.records)
  const known = useMemo(() => new WeakMap<Email, Email>(), [])
  const { data } = query
  const emails = useMemo(
    () => (data ? emailsOf(seen.records, { threadId, data, known }) : none),
    [threadId, data, known, seen],
  )
  return { ...stateOf(query), emails, loadWhole: (emailId) => loadWhole(room.core, emailId) }
}
