import { problemResponse } from '../protocol/problem-response.ts'
import { findBlob, readSource } from '../store/find-blob.ts'
import type { MailAccount, MailStore } from '../store/mail-store.ts'
import { contentDisposition } from './content-disposition.ts'

/** `GET /jmap/download/{accountId}/{blobId}/{name}?type=`, RFC 8620 §6.2. The octets are a stranger's. */
export function answerDownload(
  store: MailStore,
  account: MailAccount,
  { blobId, name, type }: { readonly blobId: string; readonly name: string; readonly type: string | null },
): Response {
  const source = findBlob(store.query, account.key, blobId)
  if (!source) return problemResponse(404, { detail: 'There is no such blob.' })
  const bytes = readSource(store.query, source)
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mediaType(type),
      'content-length': String(bytes.byteLength),
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
