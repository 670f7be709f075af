import { createHash } from 'node:crypto'
import type { Query } from '../../database/query.ts'
import { decodeTransfer } from '../mime/decode-transfer.ts'
import { encodeBase64Lines, segmentLength, type InsertedSegment, type Segment } from './blob-segments.ts'

/** The id octets have when they are stored as they are. */
export const blobIdOf = (bytes: Uint8Array): string => `B${createHash('sha256').update(bytes).digest('hex')}`

/** Stores octets under their hash. Storing them again keeps the one copy and makes it young. */
export function putBlob(query: Query, bytes: Uint8Array, now: number): string {
  const id = blobIdOf(bytes)
  query.run(
    'INSERT INTO blob (id, size, created_at, data) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET created_at = excluded.created_at',
    id,
    bytes.byteLength,
    now,
    bytes,
  )
  return id
}

export interface ComposedBlob {
  /** Own octets, those of all number segments. */
  readonly data: Uint8Array
  readonly segments: readonly Segment[]
  /** Blobs it was made from that a reader of it may read by their own id. */
  readonly readable: ReadonlySet<string>
}

/** Stores a blob that takes most of its octets from others: a draft does not rewrite its attachments. */
export function putComposedBlob(query: Query, { data, segments, readable }: ComposedBlob, now: number): string {
  const description = JSON.stringify(segments)
  const id = `C${createHash('sha256').update(description).update('\n').update(data).digest('hex')}`
  const size = segments.reduce<number>((sum, segment) => sum + segmentLength(segment), 0)
  const { changes } = query.run(
    'INSERT INTO blob (id, size, created_at, segments, data) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    id,
    size,
    now,
    description,
    data,
  )
  if (changes === 0) return id
  const children = new Set([
    ...readable,
    ...segments.flatMap((segment) => (typeof segment === 'number' ? [] : [segment.blob])),
  ])
  for (const child of children) {
    // With all that the child itself takes from others.
    query.run(
      `INSERT OR IGNORE INTO blob_reference (parent, child, readable)
       SELECT ?1, ?2, ?3 UNION ALL SELECT ?1, child, readable FROM blob_reference WHERE parent = ?2`,
      id,
      child,
      Number(readable.has(child)),
    )
  }
  return id
}

export function blobSize(query: Query, id: string): number | null {
  return query.one<{ size: number }>('SELECT size FROM blob WHERE id = ?', id)?.size ?? null
}

/** Octets of a stored blob, all or from `start` to `end`; null when there is no such blob. */
export function readBlob(
  query: Query,
  id: string,
  range?: { readonly start: number; readonly end: number },
): Uint8Array | null {
  const row = query.one<{ size: number; segments: string | null }>('SELECT size, segments FROM blob WHERE id = ?', id)
  if (!row) return null
  const start = Math.max(0, range?.start ?? 0)
  const end = Math.min(row.size, range?.end ?? row.size)
  if (row.segments === null) return readData(query, id, { start, end })
  const segments: Segment[] = JSON.parse(row.segments)
  const chunks: Uint8Array[] = []
  let at = 0
  let own = 0
  for (const segment of segments) {
    const length = segmentLength(segment)
    const from = Math.max(0, start - at)
    const to = Math.min(length, end - at)
    if (from < to)
      chunks.push(
        typeof segment === 'number'
          ? readData(query, id, { start: own + from, end: own + to })
          : readInserted(query, segment, { start: from, end: to }),
      )
    if (typeof segment === 'number') own += segment
    at += length
  }
  return Buffer.concat(chunks)
}

function readData(query: Query, id: string, { start, end }: { start: number; end: number }): Uint8Array {
  const row = query.one<{ data: Uint8Array }>(
    'SELECT substr(data, ?, ?) AS data FROM blob WHERE id = ?',
    start + 1,
    Math.max(0, end - start),
    id,
  )
  return row?.data ?? new Uint8Array()
}

function readInserted(query: Query, segment: InsertedSegment, range: { start: number; end: number }): Uint8Array {
  if (segment.encode === 'none' && segment.transfer === 'identity')
    return (
      readBlob(query, segment.blob, { start: segment.start + range.start, end: segment.start + range.end }) ??
      new Uint8Array()
    )
  const bytes = decodeTransfer(readBlob(query, segment.blob, segment) ?? new Uint8Array(), segment.transfer)
  const encoded = segment.encode === 'base64' ? encodeBase64Lines(bytes) : bytes
  return encoded.subarray(range.start, range.end)
}
