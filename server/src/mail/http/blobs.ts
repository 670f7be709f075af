import type { UploadResponse } from '@atrium/jmap/types'
import { whenWritable } from '../../database/busy.ts'
import { problemResponse } from '../protocol/errors.ts'
import { limits } from '../protocol/limits.ts'
import { blobIdOf, putBlob } from '../store/blobs.ts'
import { write, type MailAccount, type MailStore } from '../store/mail-store.ts'
import { findBlob, streamSource } from '../store/messages.ts'
import { maxUnusedUploads, purgeReleased, roomForUpload } from '../store/storage-limits.ts'
import { readableBody, readBody } from './request-gate.ts'

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
  const body = await readBody(request, limits.maxSizeUpload)
  if (!body) return refuseUpload('maxSizeUpload')
  const outcome = await whenWritable(() =>
    write(store, (scope) => {
      const limit = roomForUpload(scope, { account: account.key, size: body.byteLength, blob: blobIdOf(body) })
      purgeReleased(scope.query, account.key)
      if (limit) return { limit }
      const blobId = putBlob(scope.query, body, scope.now)
      scope.query.run(
        'INSERT INTO upload (account, blob, created_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET created_at = excluded.created_at',
        account.key,
        blobId,
        scope.now,
      )
      return { blobId }
    }),
  )
  if (outcome.limit) return refuseUpload(outcome.limit)
  const type = request.headers.get('content-type') ?? 'application/octet-stream'
  const uploaded: UploadResponse = { accountId: account.id, blobId: outcome.blobId, type, size: body.byteLength }
  return Response.json(uploaded, { status: 201, headers: { 'cache-control': 'no-store' } })
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
  { blobId, name, type }: { readonly blobId: string; readonly name: string; readonly type: string | null },
): Response {
  const source = findBlob(store.query, account.key, blobId)
  if (!source) return problemResponse(404, { detail: 'Unknown blob.' })
  return new Response(readableBody(streamSource(store.query, source)), {
    headers: {
      'content-type': mediaType(type),
      'content-length': String(source.size),
      'content-disposition': contentDisposition(name),
      // Opened by itself it is a document without scripts, origin or network.
      'content-security-policy': `default-src 'none'; sandbox`,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, immutable, max-age=31536000',
    },
  })
}

function mediaType(given: string | null): string {
  const type = given?.trim() ?? ''
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;\s*[\w-]+=("[\w .:/+-]*"|[\w.:+-]+))*$/.test(type)
    ? type
    : 'application/octet-stream'
}
