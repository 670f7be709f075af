import type { Id } from '@atrium/mail-contracts'
import type { MailCore } from '../core.ts'
import { must } from '../jmap/must.ts'
import type { ListQuery } from './list-query.ts'
import { idsCall } from './load-page.ts'

const atOnce = 5000
/** A server that never says that this was all must not hold the page for ever. */
const mostRounds = 200

/** Every id of a list. Follows the last one found, so that mail coming in above repeats nothing. */
export const loadAllIds = async (core: MailCore, query: ListQuery): Promise<readonly Id[]> => {
  const found = new Set<Id>()
  let last: Id | undefined
  for (let round = 0; round < mostRounds; round += 1) {
    const start = last === undefined ? { position: 0 } : { anchor: last, anchorOffset: 1 }
    const { page } = await core.client.read({ page: idsCall(query, start, atOnce) })
    const { ids, position, total } = must(page)
    for (const id of ids) found.add(id)
    last = ids.at(-1)
    if (last === undefined || (total !== undefined && position + ids.length >= total)) break
  }
  return [...found]
}
