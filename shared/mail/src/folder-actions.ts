import type { SetResponse } from '@atrium/jmap'
import type { Id, SetError } from '@atrium/jmap/types'
import { useMemo } from 'react'
import { perform, refused, type WriteQueue } from './actions.ts'
import { type MailCore, type Outcome, outcomeOf, storedMailboxes } from './core.ts'
import { useInternals } from './internals.ts'
import { loadAllIds } from './lists.ts'
import { mailboxSet } from './methods.ts'

export interface FolderProperties {
  readonly name: string
  /** The folder it is in; null is none. */
  readonly parentId: Id | null
}

/** What a user does to folders. An error is a value; after one nothing has changed, except where it says otherwise. */
export interface FolderActions {
  /** Resolves to the id of the new folder. */
  readonly create: (folder: FolderProperties) => Promise<Outcome<Id>>
  readonly update: (id: Id, changes: Partial<FolderProperties>) => Promise<Outcome<null>>
  /**
   * Deletes a folder. Messages that are in no other folder go to the trash first; when that fails for any of them, the
   * folder stays.
   */
  readonly destroy: (id: Id) => Promise<Outcome<null>>
}

function failureIn(response: SetResponse): SetError | undefined {
  const { notCreated, notUpdated, notDestroyed } = response
  return [notCreated, notUpdated, notDestroyed].flatMap((errors) => Object.values(errors))[0]
}

async function setMailboxes(core: MailCore, args: Parameters<typeof mailboxSet>[0]): Promise<SetResponse> {
  const { set } = await core.client.write({ set: mailboxSet(args) }, false)
  core.requestSync()
  if (!set.ok) throw refused(set.error as SetError)
  const failure = failureIn(set.value)
  if (failure) throw refused(failure)
  return set.value
}

/** Takes all messages out of a folder, so that it can be deleted. */
async function emptyFolder(core: MailCore, queue: WriteQueue, id: Id): Promise<void> {
  const ids = await loadAllIds(core, { filter: { inMailbox: id }, collapseThreads: false })
  const trash = storedMailboxes(core).find(({ role }) => role === 'trash')?.id
  const { settled } = perform(core, queue, {
    ids: () => ids,
    patchFor: ({ mailboxIds }) => {
      const isElsewhere = Object.keys(mailboxIds).some((each) => each !== id)
      return { mailboxIds: { [id]: false, ...(isElsewhere || trash === undefined ? {} : { [trash]: true }) } }
    },
  })
  const { error } = await settled
  if (error) throw error
}

/** @param queue That of the other changes, so that all reach the server in the order in which they were made. */
export const createFolderActions = (core: MailCore, queue: WriteQueue): FolderActions => ({
  create: (folder) =>
    outcomeOf(async () => {
      const { created } = await queue(() => setMailboxes(core, { create: { folder } }))
      return String((created['folder'] as { readonly id?: unknown } | undefined)?.id ?? '')
    }),
  update: (id, changes) =>
    outcomeOf(async () => {
      await queue(() => setMailboxes(core, { update: { [id]: changes } }))
      return null
    }),
  destroy: (id) =>
    outcomeOf(async () => {
      await emptyFolder(core, queue, id)
      await queue(() => setMailboxes(core, { destroy: [id] }))
      return null
    }),
})

/** The same object for the whole session. */
export function useFolderActions(): FolderActions {
  const { core, queue } = useInternals()
  return useMemo(() => createFolderActions(core, queue), [core, queue])
}
