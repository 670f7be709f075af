import { useQuery } from '@tanstack/react-query'
import type { Id, Mailbox, MailboxRole } from '@atrium/mail-contracts'
import { useMemo } from 'react'
import { useRoom } from '../mail-provider.tsx'
import { useRecords } from '../records/use-records.ts'
import { type ResourceState, stateOf } from '../resource-state.ts'
import { countMailboxes } from './counters.ts'
import { loadMailboxes, mailboxesKey } from './mailbox-data.ts'

export interface Mailboxes extends ResourceState {
  /** By `sortOrder`, then name. Counters already say what the person's own acts change. */
  readonly list: readonly Mailbox[]
  readonly byId: (id: Id) => Mailbox | undefined
  readonly byRole: (role: MailboxRole) => Mailbox | undefined
}

const inOrder = (mailboxes: readonly Mailbox[]): readonly Mailbox[] =>
  mailboxes.toSorted((one, other) => one.sortOrder - other.sortOrder || one.name.localeCompare(other.name))

/** All folders of the account. */
export const useMailboxes = (): Mailboxes => {
  const { core } = useRoom()
  const query = useQuery({ queryKey: mailboxesKey, queryFn: () => loadMailboxes(core) }, core.queries)
  const seen = useRecords(core.records)
  const { data } = query
  const list = useMemo(() => inOrder(countMailboxes(data ?? [], seen.records)), [data, seen])
  return {
    ...stateOf(query),
    list,
    byId: (id) => list.find((mailbox) => mailbox.id === id),
    byRole: (role) => list.find((mailbox) => mailbox.role === role),
  }
}
