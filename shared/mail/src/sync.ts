import type { ChangeSet } from '@atrium/jmap'
import type { Id } from '@atrium/jmap/types'
import type { MailCore } from './core.ts'
import type { ListBase, ListData, OpenList } from './list-pages.ts'
import { type Lists, readIds, unknownIn } from './lists.ts'
import { loadListings, loadMembers, loadThreads } from './load-records.ts'
import { updateMailboxes } from './mailboxes.ts'
import { emailType, mailboxType, threadType } from './methods.ts'
import { isListing } from './records.ts'
import type { ThreadData } from './threads.ts'

type ReloadedList = readonly [OpenList, ListBase]

/**
 * Begins to bring the caches up to date: reads which messages the lists on the screen show now. The function it
 * returns reads what changed and is cached, and what the lists show and is not; what that resolves to applies all of it.
 */
export const beginUpdate = (core: MailCore, lists: Lists) => {
  const reloading = readLists(core, lists)
  // Awaited only when the changes could be read; a failure of both is reported by the changes.
  reloading.catch(() => undefined)
  return async (changes: ChangeSet): Promise<() => void> => {
    const reloaded = await reloading
    await loadMissing(core, changes, reloaded)
    return () => apply(core, lists, { changes, reloaded })
  }
}

const readLists = (core: MailCore, lists: Lists): Promise<ReloadedList[]> =>
  Promise.all(
    lists.active().flatMap((list) => {
      const data = lists.data(list)
      return data ? [readIds(core, list, data.base).then((base): ReloadedList => [list, base])] : []
    }),
  )

const loadMissing = async (core: MailCore, changes: ChangeSet, reloaded: readonly ReloadedList[]): Promise<void> => {
  const { records } = core
  const cached = [...(changes.of(emailType)?.changed ?? [])].flatMap((id) => records.stored(id) ?? [])
  const listings = new Set(cached.filter(isListing).map((record) => record.id))
  for (const [, base] of reloaded) for (const id of unknownIn(core, base)) listings.add(id)
  const members = cached.map((record) => record.id).filter((id) => !listings.has(id))
  const threads = [...(changes.of(threadType)?.changed ?? [])].filter((id) => records.threadEmailIds(id))
  await Promise.all([loadListings(core, [...listings]), loadMembers(core, members), loadThreads(core, threads)])
}

const apply = (
  core: MailCore,
  lists: Lists,
  { changes, reloaded }: { readonly changes: ChangeSet; readonly reloaded: readonly ReloadedList[] },
): void => {
  const emails = changes.of(emailType)
  const threads = changes.of(threadType)
  const mailboxes = changes.of(mailboxType)
  core.records.batch(() => {
    if (emails) core.records.dropEmails([...emails.destroyed])
    if (mailboxes) updateMailboxes(core, mailboxes.objects, [...mailboxes.destroyed])
    if (threads) {
      core.records.dropThreads([...threads.destroyed])
      for (const id of [...threads.changed, ...threads.destroyed]) {
        void core.queries.invalidateQueries({ queryKey: ['thread', id] })
      }
    }
    for (const [list, base] of reloaded) lists.replace(list, base)
    if (!changes.isEmpty) lists.invalidateHidden()
  })
}

/**
 * Messages in memory. Beyond it: when a list is forgotten, those go that no other list and no open conversation
 * shows.
 */
const maxRecords = 4000

/** When a list leaves the cache, messages that no other list or conversation shows go with it. */
export const pruneRecords = (core: MailCore, lists: Lists): (() => void) => {
  const cache = core.queries.getQueryCache()
  return cache.subscribe(({ type, query }) => {
    if (type !== 'removed' || query.queryKey[0] !== 'list') return
    lists.forget(String(query.queryKey[1]))
    if (core.records.size <= maxRecords) return
    const threads = new Set<Id>()
    for (const [, data] of core.queries.getQueriesData<ListData>({ queryKey: ['list'] })) {
      for (const id of data?.base.ids ?? []) {
        const record = id === undefined ? undefined : core.records.stored(id)
        if (record) threads.add(record.threadId)
      }
    }
    for (const [key] of core.queries.getQueriesData<ThreadData>({ queryKey: ['thread'] })) threads.add(String(key[1]))
    core.records.prune((record) => threads.has(record.threadId))
  })
}
