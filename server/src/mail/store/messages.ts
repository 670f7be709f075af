import type { Query } from '../../database/query.ts'
import {
  oldestReadable,
  parserVersion,
  type Message,
  type ParsedMessage,
  type Part,
  type Transfer,
} from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { decodeChunks, decodeTransfer } from '../mime/encoding.ts'
import { readBlob, streamBlob } from './blobs.ts'

/** Stores the parse of a blob. */
export function saveMessage(query: Query, blob: string, { message, text }: ParsedMessage): void {
  lastLoaded.delete(query)
  query.run(
    `INSERT INTO message (blob, parser, parse, text) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET parser = excluded.parser, parse = excluded.parse, text = excluded.text`,
    blob,
    parserVersion,
    JSON.stringify(message),
    text,
  )
}

/** The parse that was loaded last: the parts of one message are read one after another. */
const lastLoaded = new WeakMap<Query, { readonly blob: string; readonly message: Message }>()

/** The stored parse of a blob; null when it was not parsed, by a parser of another shape, or cannot be read any more. */
export function loadMessage(query: Query, blob: string): Message | null {
  const last = lastLoaded.get(query)
  if (last?.blob === blob) return last.message
  const message = readMessage(query, blob)
  if (message) lastLoaded.set(query, { blob, message })
  return message
}

function readMessage(query: Query, blob: string): Message | null {
  const row = query.one<{ parse: string }>(
    'SELECT parse FROM message WHERE blob = ? AND parser BETWEEN ? AND ?',
    blob,
    oldestReadable,
    parserVersion,
  )
  try {
    return row ? JSON.parse(row.parse) : null
  } catch {
    // Damaged: what reads it parses the message again.
    return null
  }
}

/** Bytes of the stored parse of a blob: what loading it costs. */
export function messageCost(query: Query, blob: string): number {
  return query.one<{ size: number }>('SELECT octet_length(parse) AS size FROM message WHERE blob = ?', blob)?.size ?? 0
}

/** The same, parsed again where it is missing; null when there is no such blob. */
export function requireMessage(query: Query, blob: string): Message | null {
  const stored = loadMessage(query, blob)
  if (stored) return stored
  const bytes = readBlob(query, blob)
  if (!bytes) return null
  const { message } = parseMessage(bytes)
  lastLoaded.set(query, { blob, message })
  return message
}

export function loadText(query: Query, blob: string): string {
  return query.one<{ text: string }>('SELECT text FROM message WHERE blob = ?', blob)?.text ?? ''
}

/** Where the bytes of a blob id are: a range of a stored blob, or, deep inside, already at hand. */
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
  const source = sourceOf(query, blob, part)
  if (rest.length === 0) return source
  return descend(query, source, rest)
}

function sourceOf(query: Query, blob: string, { start, end, transfer, size, within }: Part): BlobSource {
  if (!within) return { blob, start, end, transfer, size }
  const decoded = decodeTransfer(readBlob(query, blob, { start, end }) ?? new Uint8Array(), transfer)
  return { bytes: decoded.subarray(within.start, within.end), size }
}

/** Bytes of a found blob. */
export function readSource(query: Query, source: BlobSource): Uint8Array {
  if ('bytes' in source) return source.bytes
  return decodeTransfer(readBlob(query, source.blob, source) ?? new Uint8Array(), source.transfer)
}

/**
 * Bytes of a found blob in chunks, each read and decoded on demand.
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
    const { start, end, transfer, size, within } = part
    // A message in a message has no encoding of its own (RFC 2046 §5.2.1): its parts are ranges of the stored blob too.
    if ('blob' in source && source.transfer === 'identity' && !within)
      source = { blob: source.blob, start: source.start + start, end: source.start + end, transfer, size }
    else {
      const whole = decodeTransfer(bytes.subarray(start, end), transfer)
      const decoded = within ? whole.subarray(within.start, within.end) : whole
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
  return query.one(readableBlob, blob, account) !== undefined
}

/** SQL: a row when account ?2 may read blob ?1. From the blob to its messages: an account has far more of them. */
export const readableBlob = `
  SELECT 1 WHERE EXISTS (SELECT 1 FROM email WHERE blob = ?1 AND +account = ?2)
    OR EXISTS (SELECT 1 FROM upload WHERE blob = ?1 AND account = ?2)
    OR EXISTS (SELECT 1 FROM blob_reference r CROSS JOIN email e ON e.blob = r.parent AND +e.account = ?2
               WHERE r.child = ?1 AND r.readable = 1)`
