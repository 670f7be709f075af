import { createHash } from 'node:crypto'
import type { Query } from '../../database/query.ts'
import { decodeChunks } from '../mime/decode-transfer.ts'
import {
  base64LineLength,
  base64LineOctets,
  encodeBase64Chunks,
  segmentLength,
  type InsertedSegment,
  type Segment,
} from './blob-segments.ts'

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

interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Octets of a stored blob, all or from `start` to `end`; null when there is no such blob. */
export function readBlob(query: Query, id: string, range?: ByteRange): Uint8Array | null {
  const chunks = [...(streamBlob(query, id, { ...range, chunk: Infinity }) ?? [])]
  if (chunks.length > 0) return chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)
  return blobSize(query, id) === null ? null : new Uint8Array()
}

/** Octets read at a time. SQLite reads a value from its start each time, so a large blob is read in larger chunks. */
const smallestChunk = 1024 * 1024
const chunksPerBlob = 32

/**
 * The same in chunks, each read when it is asked for; null when there is no such blob.
 *
 * @throws Error while it is read: the blob is gone
 */
export function streamBlob(
  query: Query,
  id: string,
  range: Partial<ByteRange> & { readonly chunk?: number } = {},
): Iterable<Uint8Array> | null {
  const row = query.one<{ size: number; segments: string | null }>('SELECT size, segments FROM blob WHERE id = ?', id)
  if (!row) return null
  const start = Math.max(0, range.start ?? 0)
  const end = Math.min(row.size, range.end ?? row.size)
  const chunk = range.chunk ?? Math.max(smallestChunk, Math.ceil(row.size / chunksPerBlob))
  if (row.segments === null) return readData(query, id, { start, end, chunk })
  return readSegments(query, id, { segments: JSON.parse(row.segments), start, end, chunk })
}

interface Reading extends ByteRange {
  readonly chunk: number
}

function* readData(query: Query, id: string, { start, end, chunk }: Reading): Generator<Uint8Array> {
  for (let at = start; at < end; at += chunk) {
    const row = query.one<{ data: Uint8Array }>(
      'SELECT substr(data, ?, ?) AS data FROM blob WHERE id = ?',
      at + 1,
      Math.min(chunk, end - at),
      id,
    )
    if (!row) throw new Error(`blob ${id} is gone`)
    yield row.data
  }
}

function* readSegments(
  query: Query,
  id: string,
  { segments, start, end, chunk }: Reading & { readonly segments: readonly Segment[] },
): Generator<Uint8Array> {
  let at = 0
  let own = 0
  for (const segment of segments) {
    const length = segmentLength(segment)
    const from = Math.max(0, start - at)
    const to = Math.min(length, end - at)
    if (from < to && typeof segment === 'number') yield* readData(query, id, { start: own + from, end: own + to, chunk })
    else if (from < to && typeof segment !== 'number') yield* readInserted(query, segment, { start: from, end: to, chunk })
    if (typeof segment === 'number') own += segment
    at += length
  }
}

function* readInserted(query: Query, segment: InsertedSegment, reading: Reading): Generator<Uint8Array> {
  const { chunk } = reading
  const plain = segment.transfer === 'identity'
  // From the line of base64 in which the range begins; what has a transfer encoding must be decoded from its start.
  const line = plain && segment.encode === 'base64' ? Math.floor(reading.start / base64LineLength) : 0
  const skipped = plain && segment.encode === 'none' ? reading.start : line * base64LineOctets
  const raw = streamBlob(query, segment.blob, { start: segment.start + skipped, end: segment.end, chunk })
  if (!raw) throw new Error(`blob ${segment.blob} is gone`)
  const decoded = decodeChunks(raw, segment.transfer)
  const encoded = segment.encode === 'base64' ? encodeBase64Chunks(decoded) : decoded
  let at = segment.encode === 'base64' ? line * base64LineLength : skipped
  for (const octets of encoded) {
    const from = Math.max(0, reading.start - at)
    const to = Math.min(octets.byteLength, reading.end - at)
    if (from < to) yield octets.subarray(from, to)
    at += octets.byteLength
    if (at >= reading.end) return
  }
}
