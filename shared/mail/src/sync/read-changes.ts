import type { Id, Mailbox } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { type Answer, from } from '../jmap/call.ts'
import { must } from '../jmap/must.ts'
import type { ChangesAnswer } from '../shapes/answers.ts'
import { changesOf, mailboxGet } from '../shapes/calls.ts'
import type { SyncedType } from './states.ts'

export interface Changes {
  readonly type: SyncedType
  readonly newState: string
  readonly changed: ReadonlySet<Id>
  readonly destroyed: ReadonlySet<Id>
  /** Only of mailboxes: as they are now. */
  readonly mailboxes: readonly Mailbox[]
}

/** The server has forgotten too much, or there is more than is worth following. */
export class CannotFollow extends Error {}

const mostRounds = 8

interface Round {
  readonly answer: ChangesAnswer
  readonly mailboxes: readonly Mailbox[]
}

const readMailboxes = async (core: MailCore, since: string): Promise<Round> => {
  const { changes, created, updated } = await core.client.read({
    changes: changesOf('Mailbox', since),
    created: mailboxGet(from('changes', '/created')),
    updated: mailboxGet(from('changes', '/updated')),
  })
  const answer = followed(changes)
  return { answer, mailboxes: [...must(created).list, ...must(updated).list] }
}

const readOthers = async (core: MailCore, type: 'Email' | 'Thread', since: string): Promise<Round> => {
  const { changes } = await core.client.read({ changes: changesOf(type, since) })
  return { answer: followed(changes), mailboxes: [] }
}

const followed = (answer: Answer<ChangesAnswer>): ChangesAnswer => {
  if (!answer.ok && answer.error.type === 'cannotCalculateChanges') throw new CannotFollow()
  return must(answer)
}

/** Everything of one type that changed since it was last read; null when it was never read. */
export const readChanges = async (core: MailCore, type: SyncedType): Promise<Changes | null> => {
  const known = core.states.get(type)
  if (known === undefined) return null
  let since = known
  const changed = new Set<Id>()
  const destroyed = new Set<Id>()
  const mailboxes: Mailbox[] = []
  for (let round = 0; round < mostRounds; round += 1) {
    const { answer, mailboxes: fresh } =
      type === 'Mailbox' ? await readMailboxes(core, since) : await readOthers(core, type, since)
    for (const id of [...answer.created, ...answer.updated]) changed.add(id)
    for (const id of answer.destroyed) destroyed.add(id)
    mailboxes.push(...fresh)
    since = answer.newState
    if (!answer.hasMoreChanges) return { type, newState: since, changed, destroyed, mailboxes }
  }
  throw new CannotFollow()
}
