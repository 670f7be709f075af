import type { UploadResponse } from '@atrium/mail-contracts'
import { whenWritable } from '../../database/busy.ts'
import { limits } from '../protocol/limits.ts'
import { problemResponse } from '../protocol/problem-response.ts'
import { blobIdOf, putBlob } from '../store/blobs.ts'
import type { MailAccount, MailStore } from '../store/mail-store.ts'
import { maxUnusedUploads, purgeReleased, roomForUpload } from '../store/storage-limits.ts'
import { write } from '../store/write.ts'
import { readBody } from './read-body.ts'

const details = {
  maxSizeUpload: `A file has at most ${limits.maxSizeUpload} octets.`,
  maxUnusedUploads: `Files that no message uses have at most ${maxUnusedUploads} octets. Save the message, or try again in an hour.`,
  quota: 'The account has no room for this file. Delete messages to make room.',
} as const

const refused = (limit: keyof typeof details): Response => problemResponse(413, { type: 'limit', limit, detail: details[limit] })

/** `POST /jmap/upload/{accountId}`, RFC 8620 §6.1. */
export async function answerUpload(request: Request, store: MailStore, account: MailAccount): Promise<Response> {
  const growth = Number(request.headers.get('content-length') ?? 0) || 0
  if (store.storage?.disk?.hasRoom(growth) === false) {
    await request.body?.cancel()
    return problemResponse(507, { detail: 'The disk of the server is nearly full. Nothing can be added; deleting works.' })
  }
  const body = await readBody(request, limits.maxSizeUpload)
  if (!body) return refused('maxSizeUpload')
  const outcome = await whenWritable(() => write(store, (scope) => {
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
  }))
  if (outcome.limit) return refused(outcome.limit)
  const type = request.headers.get('content-type') ?? 'application/octet-stream'
  const answer: UploadResponse = { accountId: account.id, blobId: outcome.blobId, type, size: body.byteLength }
  return Response.json(answer, { status: 201, headers: { 'cache-control': 'no-store' } })
}
