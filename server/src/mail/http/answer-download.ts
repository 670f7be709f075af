import { problemResponse } from '../protocol/problem-response.ts'
import { findBlob, streamSource } from '../store/find-blob.ts'
import type { MailAccount, MailStore } from '../store/mail-store.ts'
import { contentDisposition } from './content-disposition.ts'
import { readableBody } from './under-way.ts'

/** `GET /jmap/download/{accountId}/{blobId}/{name}?type=`, RFC 8620 §6.2. The octets are a stranger's, and are read as the client takes them. */
export function answerDownload(
  store: MailStore,
  account: MailAccount,
  { blobId, name, type }: { readonly blobId: string; readonly name: string; readonly type: string | null },
): Response {
  const source = findBlob(store.query, account.key, blobId)
  if (!source) return problemResponse(404, { detail: 'There is no such blob.' })
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
