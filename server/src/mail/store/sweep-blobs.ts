import type { MailStore } from './mail-store.ts'
import { isUnreferenced } from './storage-limits.ts'
import { write } from './write.ts'

const hour = 3600 * 1000

/** Milliseconds an upload may wait to be used. */
const uploadAge = 24 * hour

/** Milliseconds a blob stays that nothing refers to any more (RFC 8620 §6: an hour at least). */
const blobAge = hour

/** Blobs taken away in one transaction: others want to write too. */
const batch = 200

/** Takes away what nothing refers to. @returns how many blobs went. */
export function sweepBlobs(store: MailStore, now: number): number {
  store.query.run('DELETE FROM upload WHERE created_at < ?', now - uploadAge)
  let total = 0
  for (;;) {
    const gone = write(store, ({ query }) => {
      const rows = query.all<{ id: string }>(
        `SELECT id FROM blob b WHERE created_at < ?
           AND ${isUnreferenced}
         LIMIT ?`,
        now - blobAge,
        batch,
      )
      for (const { id } of rows) query.run('DELETE FROM blob WHERE id = ?', id)
      return rows.length
    })
    total += gone
    if (gone > 0) continue
    store.query.run('DELETE FROM released_blob WHERE NOT EXISTS (SELECT 1 FROM blob WHERE id = blob)')
    return total
  }
}
