import type { Id, Mailbox } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { must } from '../jmap/must.ts'
import { mailboxGet } from '../shapes/calls.ts'

export const mailboxesKey = ['mailboxes'] as const

export const loadMailboxes = async (core: MailCore): Promise<readonly Mailbox[]> => {
  const { mailboxes } = await core.client.read({ mailboxes: mailboxGet() })
  const { list, state } = must(mailboxes)
  core.states.note('Mailbox', state)
  return list
}

export const storedMailboxes = (core: MailCore): readonly Mailbox[] =>
  core.queries.getQueryData<readonly Mailbox[]>(mailboxesKey) ?? []

/** Puts in those that were read anew and takes out those that are gone. */
export const updateMailboxes = (core: MailCore, fresh: readonly Mailbox[], gone: readonly Id[]): void => {
  core.queries.setQueryData<readonly Mailbox[]>(mailboxesKey, (old) => {
    if (!old) return old
    const byId = new Map(old.map((mailbox) => [mailbox.id, mailbox]))
    for (const mailbox of fresh) byId.set(mailbox.id, mailbox)
    for (const id of gone) byId.delete(id)
    return [...byId.values()]
  })
}
