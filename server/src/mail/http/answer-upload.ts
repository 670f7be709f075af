import type { UploadResponse } from '@atrium/mail-contracts'
import { limits } from '../protocol/limits.ts'
import { problemResponse } from '../protocol/problem-response.ts'
import { putBlob } from '../store/blobs.ts'
import type { MailAccount, MailStore } from '../store/mail-store.ts'
import { write } from '../store/write.ts'
import { readBody } from './read-body.ts'

/** Octets of uploads that nothing uses yet, per account (RFC 8620 §6). */
const maxUnused = 500_000_000

/** `POST /jmap/upload/{accountId}`, RFC 8620 §6.1. */
export async function answerUpload(request: Request, store: MailStore, account: MailAccount): Promise<Response> {
  const body = await readBody(request, limits.maxSizeUpload)
  if (!body)
    return problemResponse(413, {
      type: 'limit',
      limit: 'maxSizeUpload',
      detail: `A file has at most ${limits.maxSizeUpload} octets.`,
    })
  const blobId = write(store, (scope) => {
    const id = putBlob(scope.query, body, scope.now)
    scope.query.run(
      'INSERT INTO upload (account, blob, created_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET created_at = excluded.created_at',
      account.key,
      id,
      scope.now,
    )
    forgetOldest(store, account.key)
    return id
  })
  const type = request.headers.get('content-type') ?? 'application/octet-stream'
  const answer: UploadResponse = { accountId: account.id, blobId, type, size: body.byteLength }
  return Response.json(answer, { status: 201, headers: { 'cache-control': 'no-store' } })
}

/** Lets go of the oldest uploads until the rest is within bounds; the newest always stays. */
function forgetOldest({ query }: MailStore, account: number): void {
  const rows = query.all<{ blob: string; size: number }>(
    'SELECT u.blob, b.size FROM upload u JOIN blob b ON b.id = u.blob WHERE u.account = ? ORDER BY u.created_at DESC',
    account,
  )
  let total = 0
  for (const [at, { blob, size }] of rows.entries()) {
    total += size
    if (at > 0 && total > maxUnused) query.run('DELETE FROM upload WHERE account = ? AND blob = ?', account, blob)
  }
}
