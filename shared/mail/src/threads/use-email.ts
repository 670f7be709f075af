import { useQuery } from '@tanstack/react-query'
import { MailError } from '@atrium/mail-contracts'
import type { Email, Id } from '@atrium/mail-contracts'
import { useMemo } from 'react'
import type { MailCore } from '../core.ts'
import { useRoom } from '../mail-provider.tsx'
import type { Outcome } from '../outcome.ts'
import { useRecords } from '../records/use-records.ts'
import { type ResourceState, stateOf } from '../resource-state.ts'
import { loadWhole } from './load-whole.ts'
import { loadEmails, type ThreadData } from './thread-data.ts'
import { withResource } from './thread-query.ts'

export interface OneEmail extends ResourceState {
  /** Undefined until read, and when it was deleted. */
  readonly email: Email | undefined
  readonly loadWhole: () => Promise<Outcome<null>>
}

const load = async (core: MailCore, id: Id): Promise<Email> => {
  const [email] = await loadEmails(core, [id])
  if (email) return email
  throw new MailError('MAIL_NOT_FOUND', { subject: 'message', remedy: 'It was deleted elsewhere' })
}

/** In a conversation that was opened the message is already there. */
const fromThread = (core: MailCore, id: Id): Email | undefined => {
  const threadId = core.records.stored(id)?.threadId
  return threadId === undefined ? undefined : core.queries.getQueryData<ThreadData>(['thread', threadId])?.emails.get(id)
}

/** One message with its bodies. @param id Null reads nothing. */
export const useEmail = (id: Id | null): OneEmail => {
  const { core } = useRoom()
  const query = useQuery(
    {
      queryKey: ['email', id],
      queryFn: () => withResource(core, load(core, id ?? '')),
      enabled: id !== null,
      initialData: () => (id === null ? undefined : fromThread(core, id)),
    },
    core.queries,
  )
  const seen = useRecords(core.records)
  const { data } = query
  const email = useMemo(() => {
    const record = data && seen.records.email(data.id)
    return data && record ? { ...data, keywords: record.keywords, mailboxIds: record.mailboxIds } : undefined
  }, [data, seen])
  return { ...stateOf(query), email, loadWhole: () => loadWhole(core, id ?? '') }
}
