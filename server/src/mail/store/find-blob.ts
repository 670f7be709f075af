import type { Query } from '../../database/query.ts'
import { decodeChunks, decodeTransfer } from '../mime/decode-transfer.ts'
import type { Message, Part, Transfer } from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { readBlob, streamBlob } from './blobs.ts'
import { requireMessage } from './messages.ts'

/** Where the octets of a blob id are: a range of a stored blob, or, deep inside, already at hand. */
export type BlobSource =
  | {
      readonly blob: string
      readonly start: number
      readonly end: number
      readonly transfer: Transfer
      readonly size: number
    }
  | { readonly bytes: Uint8Array; readonly size: number }

/** A stored blob, and with `-3` the part 3 of the message that it is; `-3-1` for a message in a message. */
const pattern = /^([BC][0-9a-f]{64})((?:-[1-9]\d{0,3}){0,5})$/

/** A blob by the id a client has; null when there is none, or none this account may read. */
export function findBlob(query: Query, account: number, id: string): BlobSource | null {
  const [, blob = '', path = ''] = pattern.exec(id) ?? []
  if (blob === '' || !mayRead(query, account, blob)) return null
  const [first, ...rest] = path.split('-').slice(1)
  if (first === undefined) {
    const row = query.one<{ size: number }>('SELECT size FROM blob WHERE id = ?', blob)
    return row ? { blob, start: 0, end: row.size, transfer: 'identity', size: row.size } : null
  }
  const part = findPart(requireMessage(query, blob), first)
  if (!part) return null
  const source: BlobSource = { blob, start: part.start, end: part.end, transfer: part.transfer, size: part.size }
  if (rest.length === 0) return source
  return descend(query, source, rest)
}

/** Octets of a found blob. */
export function readSource(query: Query, source: BlobSource): Uint8Array {
  if ('bytes' in source) return source.bytes
  return decodeTransfer(readBlob(query, source.blob, source) ?? new Uint8Array(), source.transfer)
}

/**
 * Octets of a found blob in chunks, each read and decoded when it is asked for.
 *
 * @throws Error while it is read: the blob is gone
 */
export function streamSource(query: Query, source: BlobSource): Iterable<Uint8Array> {
  if ('bytes' in source) return [source.bytes]
  const raw = streamBlob(query, source.blob, source)
  if (!raw) throw new Error(`blob ${source.blob} is gone`)
  return decodeChunks(raw, source.transfer)
}

function descend(query: Query, outer: BlobSource, path: readonly string[]): BlobSource | null {
  let source = outer
  for (const id of path) {
    const bytes = readSource(query, source)
    const part = findPart(parseMessage(bytes).message, id)
    if (!part) return null
    const { start, end, transfer, size } = part
    // A message in a message has no encoding of its own (RFC 2046 §5.2.1): its parts are ranges of the stored blob too.
    if ('blob' in source && source.transfer === 'identity')
      source = { blob: source.blob, start: source.start + start, end: source.start + end, transfer, size }
    else {
      const decoded = decodeTransfer(bytes.subarray(start, end), transfer)
      source = { bytes: decoded, size: decoded.byteLength }
    }
  }
  return source
}

function findPart(message: Message | null, id: string): Part | null {
  const search = (part: Part): Part | null => {
    if (part.id === id) return part
    for (const child of part.parts ?? []) {
      const found = search(child)
      if (found) return found
    }
    return null
  }
  return message ? search(message.structure) : null
}

function mayRead(query: Query, account: number, blob: string): boolean {
  const row = query.one(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM email WHERE blob = ?1 AND account = ?2)
       OR EXISTS (SELECT 1 FROM upload WHERE blob = ?1 AND account = ?2)
       OR EXISTS (SELECT 1 FROM blob_reference r JOIN email e ON e.blob = r.parent AND e.account = ?2
                  WHERE r.child = ?1 AND r.readable = 1)`,
    blob,
    account,
  )
  return row !== undefined
}
