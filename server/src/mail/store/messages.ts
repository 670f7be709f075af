import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
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

/** What nearly every parse contains: compressed against it, a parse takes a quarter. It may never change. */
const usualParse = Buffer.from(
  `"headers":[["Return-Path"," <"],["Delivered-To"," "],["Received"," from (localhost [127.0.0.1])\\r\\n\\tby (Postfix) with ESMTPS id \\r\\n\\tfor <>; Mon, 01 Jan 2024 00:00:00 +0000 (UTC)"],["Authentication-Results"," dkim=pass header.d=; spf=pass smtp.mailfrom=; dmarc=pass"],["DKIM-Signature"," v=1; a=rsa-sha256; c=relaxed/relaxed; d=; s=; t=; h=from:to:subject:date:message-id:mime-version:content-type; bh=; b="],["MIME-Version"," 1.0"],["From"," "],["To"," "],["Subject"," Re: "],["Date"," "],["Message-ID"," <"],["In-Reply-To"," <"],["References"," <"],["Reply-To"," <"],["List-Id"," <"],["List-Unsubscribe"," <https://"],["X-Mailer"," "],["User-Agent"," "],["Content-Type"," multipart/alternative; boundary=\\""],["Content-Type"," multipart/mixed; boundary=\\""],["Content-Type"," text/html; charset=utf-8"],["Content-Transfer-Encoding"," quoted-printable"],["Content-Disposition"," attachment; filename=\\""],["Content-Transfer-Encoding"," base64"]],{"id":null,"type":"multipart/alternative","charset":null,"disposition":null,"name":null,"cid":null,"language":null,"location":null,"headers":[["Content-Type"," text/plain; charset=utf-8"],["Content-Transfer-Encoding"," 7bit"]],"transfer":"quoted-printable","transfer":"base64","disposition":"attachment","type":"text/html","charset":"utf-8","size":0,"parts":[{"id":"1","type":"text/plain"},{"id":"2"}]},"textBody":["1"],"htmlBody":["2"],"attachments":[],"hasAttachment":false,"listing":{"messageId":["@mail.gmail.com"],"inReplyTo":null,"references":null,"sender":null,"from":[{"name":"","email":"@"}],"to":[{"name":null,"email":"@"}],"cc":null,"bcc":null,"replyTo":null,"subject":"","sentAt":"2024-01-01T00:00:00Z"},"preview":"{"size":0,"structure":{"id":"1","type":"text/plain","charset":"utf-8","disposition":null,"name":null,"cid":null,"language":null,"location":null,"headers":[["`,
)

/**
 * Bytes of a message that its parse and text are compressed against: what they repeat of it takes no room. Further
 * ones would make each read dearer. It may never change.
 */
const referenceSize = 64 * 1024

/** The start of a message, which begins the same as long as it is stored. */
const referenceOf = (query: Query, blob: string): Uint8Array =>
  Buffer.concat([usualParse, readBlob(query, blob, { start: 0, end: referenceSize }) ?? new Uint8Array()])

interface PackedParse {
  readonly blob: string
  readonly by_blob: number
  readonly parse: string
  readonly packed_parse: Uint8Array | null
}

/** The JSON of a stored parse. */
function unpackParse(query: Query, { blob, by_blob: byBlob, parse, packed_parse: packed }: PackedParse): string {
  if (packed === null) return parse
  const dictionary = byBlob === 1 ? referenceOf(query, blob) : usualParse
  return zstdDecompressSync(packed, { dictionary }).toString()
}

/** The JSON of the stored parse of a message of an account, whichever parser made it; undefined when there is none. */
export function parseOfEmail(query: Query, email: number): string | undefined {
  const row = query.one<PackedParse>(
    'SELECT m.blob, m.by_blob, m.parse, m.packed_parse FROM email e JOIN message m ON m.blob = e.blob WHERE e.id = ?',
    email,
  )
  try {
    return row && unpackParse(query, row)
  } catch {
    // Damaged.
    return undefined
  }
}

/** Stores the parse of a blob. */
export function saveMessage(query: Query, blob: string, { message, text }: ParsedMessage): void {
  lastLoaded.delete(query)
  const parse = Buffer.from(JSON.stringify(message))
  const dictionary = referenceOf(query, blob)
  query.run(
    `INSERT INTO message (blob, parser, parse, text, parse_size, packed_parse, packed_text, by_blob)
     VALUES (?, ?, '', '', ?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET parser = excluded.parser, parse = '', text = '', by_blob = 1,
       parse_size = excluded.parse_size, packed_parse = excluded.packed_parse, packed_text = excluded.packed_text`,
    blob,
    parserVersion,
    parse.byteLength,
    zstdCompressSync(parse, { dictionary }),
    zstdCompressSync(text, { dictionary }),
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
  const row = query.one<PackedParse>(
    'SELECT blob, by_blob, parse, packed_parse FROM message WHERE blob = ? AND parser BETWEEN ? AND ?',
    blob,
    oldestReadable,
    parserVersion,
  )
  try {
    return row ? JSON.parse(unpackParse(query, row)) : null
  } catch {
    // Damaged: what reads it parses the message again.
    return null
  }
}

/** Bytes of the stored parse of a blob: what loading it costs. */
export function messageCost(query: Query, blob: string): number {
  const sql = 'SELECT ifnull(parse_size, octet_length(parse)) AS size FROM message WHERE blob = ?'
  return query.one<{ size: number }>(sql, blob)?.size ?? 0
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
  const row = query.one<{ text: string; packed_text: Uint8Array | null; by_blob: number }>(
    'SELECT text, packed_text, by_blob FROM message WHERE blob = ?',
    blob,
  )
  try {
    if (!row?.packed_text) return row?.text ?? ''
    const options = row.by_blob === 1 ? { dictionary: referenceOf(query, blob) } : {}
    return zstdDecompressSync(row.packed_text, options).toString()
  } catch {
    // Damaged: it is found by nothing in it until it is parsed again.
    return ''
  }
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
 * Bytes of a found blob in chunks, from one on, each read and decoded on demand.
 *
 * @throws Error while it is read: the blob is gone
 */
export function* streamSource(query: Query, source: BlobSource, start = 0): Generator<Uint8Array> {
  if ('bytes' in source) {
    yield source.bytes.subarray(start)
    return
  }
  const isPlain = source.transfer === 'identity'
  const raw = streamBlob(query, source.blob, isPlain ? { ...source, start: source.start + start } : source)
  if (!raw) throw new Error(`blob ${source.blob} is gone`)
  // What has a transfer encoding is decoded from its start.
  let skipped = isPlain ? 0 : start
  for (const chunk of decodeChunks(raw, source.transfer)) {
    if (skipped < chunk.byteLength) yield chunk.subarray(skipped)
    skipped = Math.max(0, skipped - chunk.byteLength)
  }
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
