import { createHash } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Query } from '../../database/query.ts'
import { decodeChunks } from '../mime/encoding.ts'
import type { Transfer } from '../mime/message.ts'

/**
 * What messages have in common: fields, markup, frequent words. Short messages are compressed against it (zstd takes it
 * as a dictionary), which saves a tenth of them. It may never change: what is stored could not be read any more.
 */
export const usualMail: Uint8Array =
  Buffer.from(`the that and for with this from have you are not will can your our was but all has one more about which there their been would what when who they out just some other than into like time only also get any its new now then use how work make people could see these know over here first very because way well want even may through most such after need where much should good does being those before still back think two many between while same own using without really something both sure Please Thanks thank you for Best regards, Kind regards, Hello, Hi Dear On Mon, Tue, Wed, Thu, Fri, Sat, Sun, wrote:
> > > > 
-- 
_______________________________________________
 mailing list
http://lists. https://www. .html .com/ .org/ .net/ unsubscribe click here to unsubscribe from this list, visit view this email in your browser Copyright (c) All rights reserved. privacy policy
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="viewport" content="width=device-width, initial-scale=1.0"><title></title><style type="text/css">body { margin: 0; padding: 0; } img { border: 0; } @media only screen and (max-width: 600px) {</style></head><body bgcolor="#ffffff"><div dir="ltr"><table width="100%" border="0" cellspacing="0" cellpadding="0" align="center"><tbody><tr><td align="left" valign="top" style="font-family: Arial, Helvetica, sans-serif; font-size: 14px; line-height: 20px; color: #333333; text-decoration: none; padding: 0px 10px;"><a href="https://www." target="_blank" style="color:#"><img src="https://" width="1" height="1" alt="" border="0"></a></td></tr></tbody></table><p><font face="Verdana, Arial, Helvetica" size="2" color="#000000"><b></b></font></p><br>&nbsp;<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"></blockquote></body></html>
Return-Path: <
Delivered-To: 
Received: from localhost (localhost [127.0.0.1])
	by  (Postfix) with ESMTP id 
	for <>; Mon, 01 Jan 2024 00:00:00 +0000 (UTC)
Received: from mail-.google.com (mail-.google.com [209.85.])
	by  with ESMTPS id 
	(version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256);
	Tue, 02 Feb 2024 12:00:00 -0700 (PDT)
Received: by 2002:a05:6214: with SMTP id 
Authentication-Results: ; dkim=pass header.i=@ header.s= header.b=; spf=pass (: domain of  designates  as permitted sender) smtp.mailfrom=; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=
ARC-Seal: i=1; a=rsa-sha256; t=; cv=none; d=google.com; s=arc-20160816; b=
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=gmail.com; s=20230601; t=; h=to:subject:message-id:date:from:mime-version:from:to:cc:subject:date:message-id:reply-to; bh=; b=
X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
X-Gm-Message-State: 
X-Received: by 
X-Mailer: Microsoft Outlook Express 6.00
X-MimeOLE: Produced By Microsoft MimeOLE V6.00
X-Spam-Status: No, score=0.0 required=5.0 tests= autolearn=no version=3.
X-Spam-Level: 
X-Priority: 3
X-MSMail-Priority: Normal
Importance: Normal
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Thunderbird/102.
List-Unsubscribe: <https://lists./options/>,
	<mailto:-request@lists.?subject=unsubscribe>
List-Post: <mailto:
List-Help: <mailto:-request@?subject=help>
List-Subscribe: <https://
List-Archive: <http://lists./pipermail/>
List-Id: <.lists.>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Errors-To: -admin@
X-BeenThere: 
X-Mailman-Version: 2.0.11
Precedence: bulk
Sender: -admin@
Auto-Submitted: 
Reply-To: 
From: "" <
To: 
Cc: 
Subject: Re: [] 
Date: Mon, 1 Jan 2024 00:00:00 +0000
Message-ID: <@mail.gmail.com>
Message-Id: <
In-Reply-To: <
References: <
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="----=_NextPart_000_"
Content-Type: multipart/mixed; boundary="
Content-Disposition: attachment; filename="
Content-Disposition: inline
Content-Type: application/pdf; name="
Content-Transfer-Encoding: base64
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=us-ascii; format=flowed
Content-Type: text/plain; charset="iso-8859-1"
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
Content-Transfer-Encoding: 7bit

`)

/** The id bytes have when they are stored as they are. */
export const blobIdOf = (bytes: Uint8Array): string => `B${createHash('sha256').update(bytes).digest('hex')}`

/** Bytes of a chunk before it is compressed. Longer blobs are stored in several, each of which is read by itself. */
export const chunkSize = 1024 * 1024

/** Stores bytes under their hash. Storing them again keeps the one copy and makes it young. */
export function putBlob(query: Query, bytes: Uint8Array, now: number): string {
  const id = blobIdOf(bytes)
  if (keepYoung(query, id, now)) return id
  if (bytes.byteLength > chunkSize) {
    const chunked = startChunks(query, now)
    for (let at = 0; at * chunkSize < bytes.byteLength; at += 1)
      putChunk(query, { chunked, number: at, bytes: bytes.subarray(at * chunkSize, (at + 1) * chunkSize) })
    finishChunks(query, { chunked, id, size: bytes.byteLength }, now)
    return id
  }
  const { packed, data } = pack(bytes)
  query.run(
    'INSERT INTO blob (id, size, created_at, packed, data) VALUES (?, ?, ?, ?, ?)',
    id,
    bytes.byteLength,
    now,
    packed,
    data,
  )
  return id
}

/** @returns whether the blob is there */
function keepYoung(query: Query, id: string, now: number): boolean {
  return query.run('UPDATE blob SET created_at = ? WHERE id = ?', now, id).changes > 0
}

interface Packed {
  /** 1: the data is compressed; 2: against `usualMail`. */
  readonly packed: number
  readonly data: Uint8Array
}

/** Compressed where that is worth it: pictures and archives are already. */
function pack(bytes: Uint8Array): Packed {
  if (bytes.byteLength < minPacked) return { packed: 0, data: bytes }
  const isShort = bytes.byteLength <= maxUsual
  const data = zstdCompressSync(bytes, isShort ? { dictionary: usualMail } : {})
  return data.byteLength < bytes.byteLength * 0.95 ? { packed: isShort ? 2 : 1, data } : { packed: 0, data: bytes }
}

/** Bytes below which compressing saves nothing. */
const minPacked = 200

/** Bytes of what is compressed against `usualMail`. Beyond it: by itself, as what is usual is a small part of it. */
const maxUsual = 64 * 1024

function unpack({ packed, data }: Packed): Uint8Array {
  if (packed === 0) return data
  return zstdDecompressSync(data, packed === 2 ? { dictionary: usualMail } : {})
}

/** Begins a blob that is stored chunk by chunk, in transactions of their own. @returns names it until it is finished */
export function startChunks(query: Query, now: number): number {
  return query.run('INSERT INTO unfinished_upload (started_at) VALUES (?)', now).lastId
}

/** Stores one chunk: of `chunkSize`, but for the last one. */
export function putChunk(
  query: Query,
  { chunked, number, bytes }: { readonly chunked: number; readonly number: number; readonly bytes: Uint8Array },
): void {
  const { packed, data } = pack(bytes)
  query.run('INSERT INTO blob_chunk (chunked, number, packed, data) VALUES (?, ?, ?, ?)', chunked, number, packed, data)
}

/** Makes a blob of the chunks; where it is there already, they are deleted. */
export function finishChunks(
  query: Query,
  { chunked, id, size }: { readonly chunked: number; readonly id: string; readonly size: number },
  now: number,
): void {
  if (keepYoung(query, id, now)) return dropChunks(query, chunked)
  query.run('DELETE FROM unfinished_upload WHERE chunked = ?', chunked)
  query.run(`INSERT INTO blob (id, size, created_at, chunked, data) VALUES (?, ?, ?, ?, x'')`, id, size, now, chunked)
}

/** Deletes the chunks of a blob that was not finished. */
export function dropChunks(query: Query, chunked: number): void {
  query.run('DELETE FROM unfinished_upload WHERE chunked = ?', chunked)
  query.run('DELETE FROM blob_chunk WHERE chunked = ?', chunked)
}

/** A part of a composed blob that is in another one. */
export interface InsertedSegment {
  readonly blob: string
  /** Range in that blob, `transfer` still on it. */
  readonly start: number
  readonly end: number
  readonly transfer: Transfer
  readonly encode: 'base64' | 'none'
  /** Bytes before encoding. */
  readonly size: number
}

/** A number: so many bytes of the composed blob's own data. */
export type Segment = number | InsertedSegment

interface ComposedBlob {
  /** Own bytes, those of all number segments. */
  readonly data: Uint8Array
  readonly segments: readonly Segment[]
  /** Blobs it was made from that a reader of it may read by their own id. */
  readonly readable: ReadonlySet<string>
}

/** Stores a blob that takes most of its bytes from others: a draft does not rewrite its attachments. */
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

function blobSize(query: Query, id: string): number | null {
  return query.one<{ size: number }>('SELECT size FROM blob WHERE id = ?', id)?.size ?? null
}

interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Bytes of a stored blob, all or from `start` to `end`; null when there is no such blob. */
export function readBlob(query: Query, id: string, range?: ByteRange): Uint8Array | null {
  const chunks = [...(streamBlob(query, id, { ...range, chunk: Infinity }) ?? [])]
  if (chunks.length > 0) return chunks.length === 1 ? (chunks[0] ?? null) : Buffer.concat(chunks)
  return blobSize(query, id) === null ? null : new Uint8Array()
}

/** Bytes read at a time. SQLite reads a value from its start each time, so a large blob is read in larger chunks. */
const smallestChunk = 1024 * 1024

const chunksPerBlob = 32

/**
 * The same in chunks, each read on demand; null when there is no such blob.
 *
 * @throws Error while it is read: the blob is gone
 */
export function streamBlob(
  query: Query,
  id: string,
  range: Partial<ByteRange> & { readonly chunk?: number } = {},
): Iterable<Uint8Array> | null {
  const row = query.one<StoredBlob>('SELECT size, segments, packed, chunked FROM blob WHERE id = ?', id)
  if (!row) return null
  const start = Math.max(0, range.start ?? 0)
  const end = Math.min(row.size, range.end ?? row.size)
  const chunk = range.chunk ?? Math.max(smallestChunk, Math.ceil(row.size / chunksPerBlob))
  if (row.segments !== null) return readSegments(query, id, { segments: JSON.parse(row.segments), start, end, chunk })
  if (row.chunked !== null) return readChunks(query, row.chunked, { start, end })
  return row.packed > 0 ? readPacked(query, id, { start, end }) : readData(query, id, { start, end, chunk })
}

interface StoredBlob {
  readonly size: number
  readonly segments: string | null
  readonly packed: number
  readonly chunked: number | null
}

function* readPacked(query: Query, id: string, { start, end }: ByteRange): Generator<Uint8Array> {
  const row = query.one<Packed>('SELECT packed, data FROM blob WHERE id = ?', id)
  if (!row) throw new Error(`blob ${id} is gone`)
  if (start < end) yield unpack(row).subarray(start, end)
}

function* readChunks(query: Query, chunked: number, { start, end }: ByteRange): Generator<Uint8Array> {
  for (let number = Math.floor(start / chunkSize); number * chunkSize < end; number += 1) {
    const row = query.one<Packed>(
      'SELECT packed, data FROM blob_chunk WHERE chunked = ? AND number = ?',
      chunked,
      number,
    )
    if (!row) throw new Error(`chunk ${number} of ${chunked} is gone`)
    const first = number * chunkSize
    yield unpack(row).subarray(Math.max(0, start - first), end - first)
  }
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
    if (from < to && typeof segment === 'number')
      yield* readData(query, id, { start: own + from, end: own + to, chunk })
    else if (from < to && typeof segment !== 'number')
      yield* readInserted(query, segment, { start: from, end: to, chunk })
    if (typeof segment === 'number') own += segment
    at += length
  }
}

function* readInserted(query: Query, segment: InsertedSegment, reading: Reading): Generator<Uint8Array> {
  const { chunk } = reading
  const plain = segment.transfer === 'identity'
  // From the line of base64 in which the range begins; what has a transfer encoding must be decoded from its start.
  const line = plain && segment.encode === 'base64' ? Math.floor(reading.start / base64LineLength) : 0
  const skipped = plain && segment.encode === 'none' ? reading.start : line * base64LineBytes
  const raw = streamBlob(query, segment.blob, { start: segment.start + skipped, end: segment.end, chunk })
  if (!raw) throw new Error(`blob ${segment.blob} is gone`)
  const decoded = decodeChunks(raw, segment.transfer)
  const encoded = segment.encode === 'base64' ? encodeBase64Chunks(decoded) : decoded
  let at = segment.encode === 'base64' ? line * base64LineLength : skipped
  for (const part of encoded) {
    const from = Math.max(0, reading.start - at)
    const to = Math.min(part.byteLength, reading.end - at)
    if (from < to) yield part.subarray(from, to)
    at += part.byteLength
    if (at >= reading.end) return
  }
}

/** Bytes of encoded text in a line of base64: RFC 2045 §6.8 allows 76 characters. */
const base64LineBytes = 57

/** Bytes a segment takes in the composed blob. */
export function segmentLength(segment: Segment): number {
  if (typeof segment === 'number') return segment
  if (segment.encode === 'none') return segment.size
  const characters = Math.ceil(segment.size / 3) * 4
  return characters + Math.max(0, Math.ceil(segment.size / base64LineBytes) - 1) * 2
}

/** Characters of a full line, with its line break. */
const base64LineLength = 78

/** Lines of base64 with CRLF between them, none behind the last one. */
export function* encodeBase64Chunks(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  let started = false
  for (const chunk of chunks) {
    const joined = rest.byteLength > 0 ? Buffer.concat([rest, chunk]) : chunk
    const whole = joined.byteLength - (joined.byteLength % base64LineBytes)
    if (whole > 0) yield encodeLines(joined.subarray(0, whole), started)
    started ||= whole > 0
    rest = joined.subarray(whole)
  }
  if (rest.byteLength > 0) yield encodeLines(rest, started)
}

function encodeLines(bytes: Uint8Array, started: boolean): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return Buffer.from((started ? '\r\n' : '') + text.replace(/.{76}(?=.)/g, '$&\r\n'), 'latin1')
}
