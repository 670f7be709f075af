import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import type { ListBase } from '../lists/list-base.ts'
import type { OpenList } from '../lists/list-data.ts'
import { type Lists, unknownIn } from '../lists/lists.ts'
import { readIds } from '../lists/read-ids.ts'
import { updateMailboxes } from '../mailboxes/mailbox-data.ts'
import { isListing } from '../records/email-record.ts'
import { loadListings, loadMembers, loadThreads } from '../records/load-listings.ts'
import { CannotFollow, type Changes, readChanges } from './read-changes.ts'
import { type SyncedType, syncedTypes } from './states.ts'

type Reread = readonly [OpenList, ListBase]

interface News {
  readonly changes: readonly Changes[]
  readonly reread: readonly Reread[]
}

const readLists = (core: MailCore, lists: Lists): Promise<Reread[]> =>
  Promise.all(
    lists.active().flatMap((list) => {
      const data = lists.data(list)
      return data ? [readIds(core, list, data.base).then((base): Reread => [list, base])] : []
    }),
  )

/** Reads again what is kept and has changed, and what the lists show and is not kept. */
const fill = async (core: MailCore, { changes, reread }: News): Promise<void> => {
  const { records } = core
  const changed = (type: SyncedType): Id[] => [...(changes.find((one) => one.type === type)?.changed ?? [])]
  const kept = changed('Email').flatMap((id) => records.stored(id) ?? [])
  const listings = new Set(kept.filter(isListing).map((record) => record.id))
  for (const [, base] of reread) for (const id of unknownIn(core, base)) listings.add(id)
  await Promise.all([
    loadListings(core, [...listings]),
    loadMembers(
      core,
      kept.map((record) => record.id).filter((id) => !listings.has(id)),
    ),
    loadThreads(
      core,
      changed('Thread').filter((id) => records.threadEmailIds(id)),
    ),
  ])
}

const apply = (core: MailCore, lists: Lists, { changes, reread }: News): void => {
  core.records.batch(() => {
    for (const { type, newState, changed, destroyed, mailboxes } of changes) {
      core.states.advance(type, newState)
      if (type === 'Email') core.records.dropEmails([...destroyed])
      if (type === 'Mailbox') updateMailboxes(core, mailboxes, [...destroyed])
      if (type !== 'Thread') continue
      core.records.dropThreads([...destroyed])
      for (const id of [...changed, ...destroyed]) void core.queries.invalidateQueries({ queryKey: ['thread', id] })
    }
    for (const [list, base] of reread) lists.replace(list, base)
    if (changes.some((one) => one.changed.size + one.destroyed.size > 0)) lists.invalidateHidden()
  })
}

/** The server cannot say what changed: everything is read again, what is on the screen first. */
const startOver = async (core: MailCore): Promise<void> => {
  core.states.forget()
  await core.queries.invalidateQueries()
}

/**
 * Brings the caches up to date, one time.
 * @throws AtriumError when the server cannot be reached; nothing is changed then.
 */
export const syncOnce = async (core: MailCore, lists: Lists): Promise<void> => {
  try {
    // Asked for in one go, so that they travel in one request.
    const [reread, ...answers] = await Promise.all([
      readLists(core, lists),
      ...syncedTypes.map((type) => readChanges(core, type)),
    ])
    const changes = answers.filter((one) => one !== null)
    for (const { type, newState } of changes) core.states.expect(type, newState)
    await fill(core, { changes, reread })
    apply(core, lists, { changes, reread })
  } catch (thrown) {
    if (!(thrown instanceof CannotFollow)) throw thrown
    await startOver(core)
  }
}
