import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import type { ListData } from '../lists/list-data.ts'
import type { Lists } from '../lists/lists.ts'
import type { ThreadData } from '../threads/thread-data.ts'

const mostRecords = 4000

/** When a list leaves the cache, messages that no other list or conversation shows go with it. */
export const pruneRecords = (core: MailCore, lists: Lists): (() => void) => {
  const cache = core.queries.getQueryCache()
  return cache.subscribe(({ type, query }) => {
    if (type !== 'removed' || query.queryKey[0] !== 'list') return
    lists.forget(String(query.queryKey[1]))
    if (core.records.size <= mostRecords) return
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
