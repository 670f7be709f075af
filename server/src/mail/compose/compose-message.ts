import { randomUUID } from 'node:crypto'
import { parseMessage } from '../mime/parse-message.ts'
import type { Message } from '../mime/message.ts'
import { maxComposedParts, maxSizeAttachmentsPerEmail, maxSizeMessage } from '../protocol/limits.ts'
import { invalidProperties, SetFailure } from '../protocol/set-failure.ts'
import { putBlob, putComposedBlob } from '../store/blobs.ts'
import { findBlob, type BlobSource } from '../store/find-blob.ts'
import { saveMessage } from '../store/messages.ts'
import { requireRoom } from '../store/storage-limits.ts'
import { formatUtcDate } from '../store/parse-date-time.ts'
import type { WriteScope } from '../store/write.ts'
import type { NewPart } from './body-part.ts'
import { MessageWriter } from './message-writer.ts'
import type { NewMessage } from './read-email.ts'
import type { RenderedField } from './read-headers.ts'
import { relocate } from './relocate.ts'
import { renderDate } from './render-header.ts'
import { writeMessage } from './write-message.ts'

export interface ComposedMessage {
  readonly blob: string
  readonly message: Message
}

/**
 * Builds and stores the message of a create. Attachments stay where they are: their octets are not
 * written again.
 *
 * @throws SetFailure `blobNotFound`, `invalidProperties`, `tooLarge` or `overQuota`
 */
export function composeMessage(
  scope: WriteScope,
  { fields, body }: NewMessage,
  from: { account: number; domain: string; freed?: number },
): ComposedMessage {
  if (countParts(body) > maxComposedParts)
    throw invalidProperties(['bodyStructure'], `bodyStructure: at most ${maxComposedParts} parts`)
  const sources = findSources(scope, from.account, body)
  const writer = new MessageWriter()
  const whole = { fields: [...generatedFields(fields, from.domain, scope.now), ...fields], body }
  writeMessage(writer, whole, { query: scope.query, now: scope.now, sources })
  const { data, segments, inserts } = writer.finish()
  const parsed = relocate(parseMessage(data), inserts)
  if (parsed.message.size > maxSizeMessage) throw new SetFailure({ type: 'tooLarge', maxSize: maxSizeMessage })
  requireRoom(scope, { account: from.account, size: parsed.message.size - (from.freed ?? 0) })
  const readable = new Set([...sources.values()].flatMap((source) => ('blob' in source ? [source.blob] : [])))
  const blob =
    inserts.length === 0
      ? putBlob(scope.query, data, scope.now)
      : putComposedBlob(scope.query, { data, segments, readable }, scope.now)
  saveMessage(scope.query, blob, parsed)
  return { blob, message: parsed.message }
}

/** What every message has (RFC 8621 §4.6, RFC 2045 §4), where the client did not give it. */
function generatedFields(given: readonly RenderedField[], domain: string, now: number): RenderedField[] {
  const names = new Set(given.map(([name]) => name.toLowerCase()))
  const generated: RenderedField[] = [
    ['Message-ID', ` <${randomUUID()}@${domain}>`],
    ['Date', ` ${renderDate(formatUtcDate(now))}`],
    ['MIME-Version', ' 1.0'],
  ]
  return generated.filter(([name]) => !names.has(name.toLowerCase()))
}

function findSources(scope: WriteScope, account: number, body: NewPart): Map<string, BlobSource> {
  const sources = new Map<string, BlobSource>()
  const missing: string[] = []
  let size = 0
  for (const id of blobIdsOf(body)) {
    const source = sources.get(id) ?? findBlob(scope.query, account, id)
    size += source?.size ?? 0
    if (source) sources.set(id, source)
    else missing.push(id)
  }
  if (missing.length > 0) throw new SetFailure({ type: 'blobNotFound', notFound: [...new Set(missing)] })
  if (size > maxSizeAttachmentsPerEmail) throw new SetFailure({ type: 'tooLarge', maxSize: maxSizeAttachmentsPerEmail })
  return sources
}

function countParts(part: NewPart): number {
  return part.kind === 'multipart' ? part.parts.reduce((sum, child) => sum + countParts(child), 1) : 1
}

function blobIdsOf(part: NewPart): string[] {
  if (part.kind === 'multipart') return part.parts.flatMap(blobIdsOf)
  return part.kind === 'blob' ? [part.blobId] : []
}
