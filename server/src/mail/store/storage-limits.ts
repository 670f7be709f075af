import { diskIsFull, type DiskReserve } from '../../database/disk-reserve.ts'
import type { Query } from '../../database/query.ts'
import { SetFailure } from '../protocol/errors.ts'

/**
 * Bytes an account may store: its messages, what it has sent and its uploads. Default: 1,000 MB. Beyond it what would
 * add to it is refused: `overQuota` in JMAP methods (RFC 8620 §5.3), 413 with `limit: quota` for an upload,
 * `552 5.2.2` for mail that arrives; reading, changing and deleting go on. Set by `ATRIUM_QUOTA_MB`.
 */
export const defaultQuota = 1_000_000_000

/**
 * Bytes of uploads of an account that no message of it uses yet (RFC 8620 §6). Default: 200 MB, which is four times
 * the attachments of one message. Beyond it the oldest are deleted that were uploaded more than an hour ago; while
 * all are younger, an upload is refused with 413 and `limit: maxUnusedUploads`. A constant.
 */
export const maxUnusedUploads = 200_000_000

/**
 * Bytes that an unused upload counts with at least. Default: 100 kB, so that an account has no more than 2,000 of
 * them. A constant.
 */
const minUploadCharge = 100_000

/** Milliseconds for which an upload that nothing uses is stored in any case (RFC 8620 §6). Default: one hour. A constant. */
const minUploadAge = 3_600_000

/** Bytes a message counts with beside its own: its rows and index entries. Default: 4 kB. A constant,
 * which the triggers of migration 3 repeat. */
const messageOverhead = 4096

/**
 * Bytes of deleted messages of an account whose space is not yet free. Default: 50 MB. Beyond it they are deleted
 * from the database at once and not by the hourly sweep. A constant.
 */
const maxReleased = 50_000_000

/** Folders of an account. Default: 1,000. Beyond it: further ones are refused with `overQuota`. */
export const maxMailboxes = 1000

/**
 * Identities (sender addresses with a signature) of an account. Default: 100. Beyond it: further ones are refused
 * with `overQuota`.
 */
export const maxIdentities = 100

/** What bounds the storage of every account. */
export interface StorageLimits {
  /** Bytes. */
  readonly quota: number
  /** Null: the disk is not looked at. */
  readonly disk: DiskReserve | null
  /** Takes why something is refused that another setting would let through: a code, and a line for the operator. */
  readonly explain?: (code: string, line: string) => void
}

const quotaIsUsed = (quota: number): string =>
  `an account is full: it stores as much as it may, which is ${megabytes(quota)} MB. Raise ATRIUM_QUOTA_MB, or its own quota by \`account quota\`.`

export const defaultStorageLimits: StorageLimits = { quota: defaultQuota, disk: null }

const overQuota = (description: string): SetFailure => new SetFailure({ type: 'overQuota', description })

/** @throws SetFailure `overQuota` when the disk has no more than its reserve left */
export function requireDisk({ disk, explain }: StorageLimits, growth = 0): void {
  if (!disk || disk.hasSpace(growth)) return
  explain?.('DISK_FULL', diskIsFull)
  throw overQuota(
    'The disk of the server is nearly full. Nothing can be added until the administrator frees space; deleting still works.',
  )
}

interface Storage {
  /** Bytes an account stores, without its unused uploads. */
  readonly used: number
  /** Bytes it may store: what its administrator has set, else the quota of the installation. */
  readonly quota: number
}

export function storageOf(query: Query, limits: StorageLimits, account: number): Storage {
  const row = query.one<{ used: number; quota: number | null }>(
    'SELECT used, quota FROM mail_account WHERE key = ?',
    account,
  )
  return { used: row?.used ?? 0, quota: row?.quota ?? limits.quota }
}

interface Growth {
  /** Key of the account. */
  readonly account: number
  /** Bytes. */
  readonly size: number
}

export function hasSpaceFor(query: Query, limits: StorageLimits, { account, size }: Growth): boolean {
  const { used, quota } = storageOf(query, limits, account)
  if (used + size + messageOverhead <= quota) return true
  limits.explain?.('overQuota', quotaIsUsed(quota))
  return false
}

/**
 * Refuses what would take an account over its quota.
 *
 * @param scope - Of the transaction that would add it.
 * @throws SetFailure `overQuota`
 */
export function requireRoom(
  { query, storage }: { readonly query: Query; readonly storage: StorageLimits },
  growth: Growth,
): void {
  if (hasSpaceFor(query, storage, growth)) return
  const { used, quota } = storageOf(query, storage, growth.account)
  throw overQuota(`The account stores ${megabytes(used)} of ${megabytes(quota)} MB. Delete messages to free space.`)
}

const megabytes = (bytes: number): string => String(Math.round(bytes / 1_000_000))

/** @throws SetFailure `overQuota` when an account has `max` rows of a table already */
export function requireFewerThan(
  query: Query,
  { table, max, account }: { table: 'mailbox' | 'identity'; max: number; account: number },
): void {
  const { count } = query.one<{ count: number }>(
    `SELECT count(*) AS count FROM ${table} WHERE account = ?`,
    account,
  ) ?? { count: 0 }
  if (count >= max) throw overQuota(`An account may have at most ${max} of these. Delete one first.`)
}

interface UnusedUpload {
  readonly blob: string
  readonly size: number
  readonly createdAt: number
}

/** Uploads that no message of the account uses, the oldest first. */
function unusedUploads(query: Query, account: number): UnusedUpload[] {
  return query.all<UnusedUpload>(
    `SELECT u.blob, b.size, u.created_at AS createdAt FROM upload u JOIN blob b ON b.id = u.blob
     WHERE u.account = ?1
       AND NOT EXISTS (SELECT 1 FROM email WHERE blob = u.blob AND account = ?1)
       AND NOT EXISTS (SELECT 1 FROM blob_reference r JOIN email e ON e.blob = r.parent AND e.account = ?1
                       WHERE r.child = u.blob)
     ORDER BY u.created_at`,
    account,
  )
}

const chargeOf = (size: number): number => Math.max(size, minUploadCharge)

/**
 * Frees storage for an upload: deletes the oldest unused ones that are older than an hour, as many as it takes.
 *
 * @returns The limit that refuses it, or null when it may be stored.
 */
export function roomForUpload(
  { query, storage, now }: { readonly query: Query; readonly storage: StorageLimits; readonly now: number },
  { account, size, blob }: Growth & { readonly blob: string },
): 'quota' | 'maxUnusedUploads' | null {
  // Uploading the same again takes no more storage.
  const unused = unusedUploads(query, account).filter((upload) => upload.blob !== blob)
  let total = unused.reduce((sum, upload) => sum + chargeOf(upload.size), chargeOf(size))
  const { used, quota } = storageOf(query, storage, account)
  const isOver = () => total > maxUnusedUploads || used + total > quota
  for (const upload of unused) {
    if (!isOver() || now - upload.createdAt < minUploadAge) break
    query.run('DELETE FROM upload WHERE account = ? AND blob = ?', account, upload.blob)
    total -= chargeOf(upload.size)
  }
  if (total > maxUnusedUploads) return 'maxUnusedUploads'
  if (!isOver()) return null
  storage.explain?.('overQuota', quotaIsUsed(quota))
  return 'quota'
}

/** The SQL condition that nothing refers to the blob `b`. */
export const isUnreferenced = `NOT EXISTS (SELECT 1 FROM email WHERE blob = b.id)
  AND NOT EXISTS (SELECT 1 FROM upload WHERE blob = b.id)
  AND NOT EXISTS (SELECT 1 FROM blob_reference WHERE child = b.id)
  AND NOT EXISTS (SELECT 1 FROM submission WHERE blob = b.id)`

/**
 * Released blobs that one transaction deletes. Beyond it: the next ones go on, and at last the sweep. More than one
 * transaction releases, so that they become fewer.
 */
const maxPurgedAtOnce = 50

/** Deletes some of the released blobs of an account when they are more than may wait for the sweep. */
export function purgeReleased(query: Query, account: number): void {
  const { size } = query.one<{ size: number }>(
    `SELECT ifnull(sum(size + ${messageOverhead}), 0) AS size FROM released_blob WHERE account = ?`,
    account,
  ) ?? { size: 0 }
  if (size <= maxReleased) return
  for (let left = maxPurgedAtOnce; left > 0;) {
    const rows = query.all<{ id: string }>(
      `SELECT b.id FROM released_blob r JOIN blob b ON b.id = r.blob WHERE r.account = ? AND ${isUnreferenced} LIMIT ?`,
      account,
      left,
    )
    for (const { id } of rows) {
      // What it took from others may be free with it.
      query.run(
        'INSERT OR IGNORE INTO released_blob SELECT ?, child, 0 FROM blob_reference WHERE parent = ?',
        account,
        id,
      )
      query.run('DELETE FROM blob WHERE id = ?', id)
      query.run('DELETE FROM released_blob WHERE account = ? AND blob = ?', account, id)
    }
    left -= rows.length
    // What something else uses still is left to the sweep.
    if (rows.length === 0) return void query.run('DELETE FROM released_blob WHERE account = ?', account)
  }
}
