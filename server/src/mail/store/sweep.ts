import { learnLessons } from '../smtp/bayes-filter.ts'
import { optimize } from '../../database/open-database.ts'
import { dropChunks } from './blobs.ts'
import { expireMail, type Expiry } from './expire-mail.ts'
import { write, type MailStore } from './mail-store.ts'
import { isUnreferenced } from './storage-limits.ts'

const hour = 3600 * 1000

/** Milliseconds between two sweeps. */
const sweepInterval = hour

/** Milliseconds an upload may wait to be used. */
const uploadAge = 24 * hour

/** Milliseconds a blob stays that nothing refers to any more (RFC 8620 §6: an hour at least). */
const blobAge = hour

/** Milliseconds. RFC 8620 §5.2 requires 30 days at least of the change log; clients older than that start over. */
const logAge = 60 * 24 * hour

/** Milliseconds of work in one go. Beyond it the rest waits, so that requests have their turn. */
const maxSweepSlice = 10

/** Rows looked at between two looks at the clock. */
const rowsAtOnce = 50

interface SweepOptions {
  readonly store: MailStore
  /** Milliseconds since 1970. */
  readonly now: number
  /** Called between two slices. Default: a turn of the event loop. */
  readonly pause?: () => Promise<void>
  /** Milliseconds. Default: `performance.now`. */
  readonly clock?: () => number
  /** How long Trash and Junk keep what is in them. Default: for as long as their owner wants. */
  readonly expiry?: Expiry
  /** Ends it after the current slice. */
  readonly signal?: AbortSignal
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Deletes what nothing needs any more, in slices of `maxSweepSlice`: old uploads, blobs that nothing refers to, and
 * old entries of the change log.
 *
 * @returns how many blobs were deleted
 */
export async function sweep({
  store,
  now,
  pause = nextTurn,
  clock = () => performance.now(),
  signal,
  expiry = { trash: null, junk: null },
}: SweepOptions): Promise<number> {
  let deleted = 0
  const count = (blobs: number): void => void (deleted += blobs)
  for (const work of [
    expireMail(store, expiry, now),
    learnLessons(store),
    brokenOff(store, now),
    oldUploads(store, now),
    oldBlobs(store, now, count),
    oldChanges(store, now),
    released(store),
  ]) {
    let start = clock()
    for (const _ of work) {
      if (clock() - start < maxSweepSlice) continue
      if (signal?.aborted) return deleted
      await pause()
      start = clock()
    }
  }
  return deleted
}

/** Small steps, each of which can be the last of a slice. */
type Steps = Generator<void, void, void>

/** Uploads that were broken off, by the client or by the end of the server. */
function* brokenOff({ query }: MailStore, now: number): Steps {
  const rows = query.all<{ chunked: number }>(
    'SELECT chunked FROM unfinished_upload WHERE started_at < ?',
    now - uploadAge,
  )
  for (const { chunked } of rows) {
    const sql = 'DELETE FROM blob_chunk WHERE rowid IN (SELECT rowid FROM blob_chunk WHERE chunked = ? LIMIT 4)'
    while (query.run(sql, chunked).changes > 0) yield
    dropChunks(query, chunked)
    yield
  }
}

function* oldUploads({ query }: MailStore, now: number): Steps {
  const sql = `DELETE FROM upload WHERE (account, blob) IN
    (SELECT account, blob FROM upload WHERE created_at < ? LIMIT ${rowsAtOnce})`
  while (query.run(sql, now - uploadAge).changes > 0) yield
}

/** Blobs by age, from a place on, and whether nothing refers to each. */
const blobsByAge = `SELECT rowid AS row, id, created_at AS at, ${isUnreferenced} AS free FROM blob b
  WHERE (created_at, rowid) > (?, ?) AND created_at < ? ORDER BY created_at, rowid LIMIT ${rowsAtOnce}`

interface BlobRow {
  readonly row: number
  readonly id: string
  readonly at: number
  readonly free: number
}

function* oldBlobs(store: MailStore, now: number, count: (blobs: number) => void): Steps {
  const before = now - blobAge
  for (let place: readonly [number, number] = [Number.MIN_SAFE_INTEGER, 0]; ;) {
    const rows = store.query.all<BlobRow>(blobsByAge, ...place, before)
    const last = rows.at(-1)
    if (!last) return
    place = [last.at, last.row]
    yield
    // What a deleted one took from others may be free with it.
    const free = rows.flatMap(({ id, free: isFree }) => (isFree === 1 ? [id] : []))
    for (let id = free.pop(); id !== undefined; id = free.pop()) {
      const children = deleteBlob(store, id, before)
      if (children) {
        count(1)
        free.push(...children)
      }
      yield
    }
  }
}

/** Deletes a blob unless something refers to it by now. @returns what it took bytes from, or null when it stays */
function deleteBlob(store: MailStore, id: string, before: number): readonly string[] | null {
  return write(store, ({ query }) => {
    const stays = !query.one(`SELECT 1 FROM blob b WHERE id = ? AND created_at < ? AND ${isUnreferenced}`, id, before)
    if (stays) return null
    const children = query.all<{ child: string }>('SELECT child FROM blob_reference WHERE parent = ?', id)
    query.run('DELETE FROM blob WHERE id = ?', id)
    return children.map(({ child }) => child)
  })
}

/** Forgets old changes, the oldest of each type first. */
function* oldChanges(store: MailStore, now: number): Steps {
  const { query } = store
  const types = query.all<{ account: number; type: string }>('SELECT account, type FROM type_state')
  for (const { account, type } of types) {
    yield
    while (forgetChanges(store, { account, type, before: now - logAge })) yield
  }
}

/** @returns whether there may be more */
function forgetChanges(
  store: MailStore,
  { account, type, before }: { readonly account: number; readonly type: string; readonly before: number },
): boolean {
  const oldest = store.query.all<{ modseq: number; at: number }>(
    `SELECT modseq, at FROM change_log WHERE account = ? AND type = ? ORDER BY modseq LIMIT ${rowsAtOnce * 4}`,
    account,
    type,
  )
  const young = oldest.findIndex(({ at }) => at >= before)
  const old = young < 0 ? oldest : oldest.slice(0, young)
  const last = old.at(-1)
  if (!last) return false
  write(store, ({ query }) => {
    query.run('UPDATE mail_account SET change_floor = max(change_floor, ?) WHERE key = ?', last.modseq, account)
    query.run('DELETE FROM change_log WHERE account = ? AND type = ? AND modseq <= ?', account, type, last.modseq)
  })
  return young < 0
}

function* released({ query }: MailStore): Steps {
  const sql = `DELETE FROM released_blob WHERE (account, blob) IN
    (SELECT account, blob FROM released_blob r WHERE NOT EXISTS (SELECT 1 FROM blob WHERE id = r.blob) LIMIT ${rowsAtOnce})`
  while (query.run(sql).changes > 0) yield
}

/** Sweeps from time to time. @returns ends it */
export function startSweeper(
  store: MailStore,
  { onFailure, expiry }: { onFailure: (error: unknown, where: string) => void; expiry: Expiry | undefined },
): () => void {
  const ending = new AbortController()
  let running = false
  const run = async (): Promise<void> => {
    if (running) return
    running = true
    try {
      await sweep({ store, now: Date.now(), signal: ending.signal, ...(expiry ? { expiry } : {}) })
      // Closed meanwhile: the database may be, too.
      if (!ending.signal.aborted) optimize(store.database)
    } catch (error) {
      onFailure(error, 'sweeping')
    } finally {
      running = false
    }
  }
  const timer = setInterval(() => void run(), sweepInterval).unref()
  return () => {
    clearInterval(timer)
    ending.abort()
  }
}
