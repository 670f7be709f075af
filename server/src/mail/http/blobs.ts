import { createHash } from 'node:crypto'
import type { UploadResponse } from '@atrium/jmap/types'
import { whenWritable } from '../../database/busy.ts'
import { problemResponse } from '../protocol/errors.ts'
import { limits } from '../protocol/limits.ts'
import { transaction } from '../../database/query.ts'
import { chunkSize, dropChunks, finishChunks, putBlob, putChunk, startChunks } from '../store/blobs.ts'
import { write, type MailAccount, type MailStore } from '../store/mail-store.ts'
import { findBlob, streamSource } from '../store/messages.ts'
import { maxUnusedUploads, purgeReleased, roomForUpload } from '../store/storage-limits.ts'
import { readableBody } from './request-gate.ts'

const refusals = {
  maxSizeUpload: `A file may have at most ${limits.maxSizeUpload} bytes.`,
  maxUnusedUploads: `Uploads that no message uses may have at most ${maxUnusedUploads} bytes together. Save the message, or try again in an hour.`,
  quota: 'The account is full. Delete messages to free space.',
} as const

const refuseUpload = (limit: keyof typeof refusals): Response =>
  problemResponse(413, { type: 'limit', limit, detail: refusals[limit] })

/** `POST /jmap/upload/{accountId}`, RFC 8620 §6.1. */
export async function handleUpload(request: Request, store: MailStore, account: MailAccount): Promise<Response> {
  const growth = Number(request.headers.get('content-length') ?? 0) || 0
  if (store.storage?.disk?.hasSpace(growth) === false) {
    await request.body?.cancel()
    return problemResponse(507, {
      detail: 'The disk of the server is nearly full. Nothing can be added; deleting still works.',
    })
  }
  const received = await receive(request, store)
  if (!received) return refuseUpload('maxSizeUpload')
  const { size, blobId } = received
  const outcome = await whenWritable(() =>
    write(store, (scope) => {
      const limit = roomForUpload(scope, { account: account.key, size, blob: blobId })
      purgeReleased(scope.query, account.key)
      if (limit) {
        if (received.chunked !== null) dropChunks(scope.query, received.chunked)
        return { limit }
      }
      if (received.chunked === null) putBlob(scope.query, received.bytes, scope.now)
      else finishChunks(scope.query, { chunked: received.chunked, id: blobId, size }, scope.now)
      scope.query.run(
        'INSERT INTO upload (account, blob, created_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET created_at = excluded.created_at',
        account.key,
        blobId,
        scope.now,
      )
      return {}
    }),
  )
  if (outcome.limit) return refuseUpload(outcome.limit)
  const type = request.headers.get('content-type') ?? 'application/octet-stream'
  const uploaded: UploadResponse = { accountId: account.id, blobId, type, size }
  return Response.json(uploaded, { status: 201, headers: { 'cache-control': 'no-store' } })
}

interface Received {
  readonly blobId: string
  readonly size: number
  /** What is no chunk: all of a short upload. */
  readonly bytes: Uint8Array
  /** Null: a short upload. */
  readonly chunked: number | null
}

/** Stores an upload chunk by chunk while it arrives, so that no more than one is in memory; null when it is too long. */
async function receive(request: Request, store: MailStore): Promise<Received | null> {
  const hash = createHash('sha256')
  let chunked: number | null = null
  let number = 0
  let size = 0
  let waiting: Uint8Array[] = []
  let waitingSize = 0
  const storeChunk = async (bytes: Uint8Array): Promise<void> => {
    await whenWritable(() =>
      transaction(store.database, () => {
        chunked ??= startChunks(store.query, Date.now())
        putChunk(store.query, { chunked, number, bytes })
      }),
    )
    number += 1
    // Others have their turn, however fast this one arrives.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const giveUp = (): void => {
    if (chunked !== null) dropChunks(store.query, chunked)
  }
  try {
    if (Number(request.headers.get('content-length') ?? 0) > limits.maxSizeUpload) {
      await request.body?.cancel()
      return null
    }
    for await (const part of request.body ?? []) {
      for (let at = 0; at < part.byteLength; at += chunkSize) {
        const piece = part.subarray(at, at + chunkSize)
        hash.update(piece)
        waiting.push(piece)
        waitingSize += piece.byteLength
        size += piece.byteLength
        if (size > limits.maxSizeUpload) {
          giveUp()
          return null
        }
        if (waitingSize <= chunkSize) continue
        const joined = Buffer.concat(waiting)
        await storeChunk(joined.subarray(0, chunkSize))
        waiting = [joined.subarray(chunkSize)]
        waitingSize = joined.byteLength - chunkSize
      }
    }
    const bytes = Buffer.concat(waiting)
    if (chunked !== null) await storeChunk(bytes)
    return { blobId: `B${hash.digest('hex')}`, size, bytes, chunked }
  } catch (error) {
    giveUp()
    throw error
  }
}

/** `attachment` with a file name that every browser reads (RFC 6266, RFC 5987) and no header can be made of. */
export function contentDisposition(name: string): string {
  const clean =
    name
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}/\\]+/gu, '_')
      .slice(0, 200) || 'download'
  const ascii = clean.replace(/[^\x20-\x7e]|["%]/g, '_')
  if (ascii === clean) return `attachment; filename="${clean}"`
  const encoded = encodeURIComponent(clean.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

/** `GET /jmap/download/{accountId}/{blobId}/{name}?type=`, RFC 8620 §6.2. The content is untrusted, and is read as fast as the client takes it. */
export function sendBlob(
  store: MailStore,
  account: MailAccount,
  { blobId, name, type, range }: WantedDownload,
): Response {
  const source = findBlob(store.query, account.key, blobId)
  if (!source) return problemResponse(404, { detail: 'Unknown blob.' })
  const part = range === null ? null : readRange(range, source.size)
  if (part === 'outside')
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${source.size}` } })
  const { start, end } = part ?? { start: 0, end: source.size }
  return new Response(readableBody(partOf(streamSource(store.query, source, start), { start, end })), {
    status: part ? 206 : 200,
    headers: {
      'content-type': mediaType(type),
      'content-length': String(end - start),
      'accept-ranges': 'bytes',
      ...(part ? { 'content-range': `bytes ${start}-${end - 1}/${source.size}` } : {}),
      'content-disposition': contentDisposition(name),
      // Opened by itself it is a document without scripts, origin or network.
      'content-security-policy': `default-src 'none'; sandbox`,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, immutable, max-age=31536000',
    },
  })
}

interface WantedDownload {
  readonly blobId: string
  readonly name: string
  readonly type: string | null
  /** Header `Range` (RFC 9110 §14.2). */
  readonly range: string | null
}

interface BytesRange {
  readonly start: number
  /** Behind the last one. */
  readonly end: number
}

/** One range of bytes; null where it is to be ignored: several ranges, other units. */
function readRange(header: string, size: number): BytesRange | 'outside' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? []
  if (first === '' && last === '') return null
  if (first === '')
    return last === '0' || size === 0 ? 'outside' : { start: Math.max(0, size - Number(last)), end: size }
  const start = Number(first)
  const end = last === '' ? size : Math.min(size, Number(last) + 1)
  if (last !== '' && Number(last) < start) return null
  return start < size ? { start, end } : 'outside'
}

/** Cuts chunks that are from `start` on off at `end`. */
function* partOf(chunks: Iterable<Uint8Array>, { start, end }: BytesRange): Generator<Uint8Array> {
  let left = end - start
  for (const chunk of chunks) {
    if (left <= 0) return
    yield chunk.subarray(0, left)
    left -= chunk.byteLength
  }
}

function mediaType(given: string | null): string {
  const type = given?.trim() ?? ''
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[\w-]+=("[\w .:/+-]*"|[\w.:+-]+))*$/.test(type)
    ? type
    : 'application/octet-stream'
}
