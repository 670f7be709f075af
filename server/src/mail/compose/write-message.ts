import { randomUUID } from 'node:crypto'
import type { Query } from '../../database/query.ts'
import { formatUtcDate, renderDate } from '../mime/date.ts'
import type { Message, ParsedMessage, Part } from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { encodeBody } from '../mime/encoding.ts'
import { invalidProperties, SetFailure } from '../protocol/errors.ts'
import { maxComposedParts, maxSizeAttachmentsPerEmail, maxSizeMessage } from '../protocol/limits.ts'
import { putBlob, putComposedBlob, segmentLength, type InsertedSegment, type Segment } from '../store/blobs.ts'
import type { WriteScope } from '../store/mail-store.ts'
import { findBlob, readSource, saveMessage, type BlobSource } from '../store/messages.ts'
import { requireRoom } from '../store/storage-limits.ts'
import { encodeWords, type RenderedField } from './headers.ts'
import type { NewMessage, NewPart } from './read-email.ts'

interface ComposedMessage {
  readonly blob: string
  readonly message: Message
}

/**
 * Builds and stores the message of a create. Attachments stay where they are: their bytes are not
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
  const parsed = shiftByInserts(parseMessage(data), inserts)
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

interface WriteSetting {
  readonly query: Query
  readonly now: number
  /** Every blob of the tree, found before. */
  readonly sources: ReadonlyMap<string, BlobSource>
}

/**
 * Bytes of a text part that is written into the message, so that search and preview see it. Beyond it: the part is
 * taken from its blob as it is, like an attachment.
 */
const maxInlineText = 500_000

/** Writes a whole message: its own fields, then those of its body, then the body. */
function writeMessage(writer: MessageWriter, { fields, body }: NewMessage, setting: WriteSetting): void {
  writeFields(writer, fields)
  writePart(writer, body, setting)
}

function writeFields(writer: MessageWriter, fields: readonly RenderedField[]): void {
  for (const [name, value] of fields) writer.text(`${name}:${value}\r\n`)
}

function writePart(writer: MessageWriter, part: NewPart, setting: WriteSetting): void {
  writeFields(writer, part.headers)
  if (part.kind === 'multipart') writeMultipart(writer, part, setting)
  else if (part.kind === 'text') writeText(writer, part, part.text)
  else writeBlob(writer, part, setting)
}

function writeMultipart(writer: MessageWriter, part: NewPart & { kind: 'multipart' }, setting: WriteSetting): void {
  const boundary = `=_${randomUUID().replaceAll('-', '')}`
  writeContentFields(writer, part, { boundary })
  writer.text('\r\n')
  for (const child of part.parts) {
    writer.text(`--${boundary}\r\n`)
    writePart(writer, child, setting)
    writer.text('\r\n')
  }
  writer.text(`--${boundary}--\r\n`)
}

function writeText(writer: MessageWriter, part: NewPart, text: string): void {
  const { encoding, bytes } = encodeBody(text)
  writeContentFields(writer, part, { charset: 'utf-8' })
  writer.text(`Content-Transfer-Encoding: ${encoding}\r\n\r\n`)
  writer.bytes(bytes)
}

function writeBlob(
  writer: MessageWriter,
  part: NewPart & { kind: 'blob' },
  { query, now, sources }: WriteSetting,
): void {
  const source = sources.get(part.blobId)
  if (!source) throw new Error(`blob ${part.blobId} was not looked up`)
  writeContentFields(writer, part, part.charset === null ? {} : { charset: part.charset })
  // A message must not be encoded (RFC 2046 §5.2.1).
  const encode = part.type === 'message/rfc822' || part.type === 'message/global' ? 'none' : 'base64'
  writer.text(`Content-Transfer-Encoding: ${encode === 'none' ? '8bit' : 'base64'}\r\n\r\n`)
  if (part.type.startsWith('text/') && part.disposition !== 'attachment' && source.size <= maxInlineText) {
    writer.mark(part.blobId)
    const encoded = Buffer.from(readSource(query, source))
      .toString('base64')
      .replace(/.{76}(?=.)/g, '$&\r\n')
    writer.text(encoded)
    return
  }
  const stored =
    'blob' in source
      ? source
      : {
          blob: putBlob(query, source.bytes, now),
          start: 0,
          end: source.size,
          transfer: 'identity' as const,
          size: source.size,
        }
  writer.insert({ ...stored, encode }, part.blobId)
}

function writeContentFields(writer: MessageWriter, part: NewPart, parameters: Readonly<Record<string, string>>): void {
  // Without a disposition the name has only the type to stand on (RFC 8621 §4.1.4).
  const named = part.disposition === null && part.name !== null ? { ...parameters, name: part.name } : parameters
  writer.text(`Content-Type: ${part.type}${renderParameters(named)}\r\n`)
  if (part.disposition !== null)
    writer.text(
      `Content-Disposition: ${part.disposition}${renderParameters(part.name === null ? {} : { filename: part.name })}\r\n`,
    )
  if (part.cid !== null) writer.text(`Content-ID: <${part.cid}>\r\n`)
  if (part.language !== null) writer.text(`Content-Language: ${part.language.join(', ')}\r\n`)
  if (part.location !== null) writer.text(`Content-Location: ${encodeIfNeeded(part.location)}\r\n`)
}

function encodeIfNeeded(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : encodeWords(text)
}

function renderParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => renderParameter(name, value))
    .join('')
}

/** RFC 2231 where the value is not ASCII or is long, in sections that fit a line. */
function renderParameter(name: string, value: string): string {
  if (/^[\w.!#$&+^`{}~-]{1,70}$/.test(value)) return `;\r\n ${name}=${value}`
  if (/^[\x20-\x7e]{0,60}$/.test(value)) return `;\r\n ${name}="${value.replace(/["\\]/g, '\\$&')}"`
  const encoded = encodeURIComponent(value.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const sections = `utf-8''${encoded}`.match(/(?:%[0-9A-F]{2}|[^%]){1,55}/g) ?? []
  if (sections.length === 1) return `;\r\n ${name}*=${sections[0] ?? ''}`
  return sections.map((section, at) => `;\r\n ${name}*${at}*=${section}`).join('')
}

/** Gathers a message: bytes of its own, and ranges of other blobs by reference. */
class MessageWriter {
  private readonly chunks: Buffer[] = []
  private readonly segments: Segment[] = []
  private readonly inserts: Insert[] = []
  /** Own bytes so far, and those since the last reference. */
  private written = 0
  private open = 0

  text(text: string): void {
    this.bytes(Buffer.from(text, 'utf8'))
  }

  bytes(bytes: Buffer): void {
    this.chunks.push(bytes)
    this.written += bytes.length
    this.open += bytes.length
  }

  /** The part that begins here has the content of a blob, which follows as bytes. */
  mark(blobId: string): void {
    this.inserts.push({ at: this.written, length: 0, blobId })
  }

  /** The part that begins here is a blob that stays where it is. */
  insert(segment: InsertedSegment, blobId: string): void {
    if (this.open > 0) this.segments.push(this.open)
    this.open = 0
    this.segments.push(segment)
    this.inserts.push({ at: this.written, length: segmentLength(segment), blobId, size: segment.size })
  }

  finish(): { data: Buffer; segments: readonly Segment[]; inserts: readonly Insert[] } {
    return {
      data: Buffer.concat(this.chunks),
      segments: this.open > 0 ? [...this.segments, this.open] : this.segments,
      inserts: this.inserts,
    }
  }
}

/** Content of a part that came from a blob. */
interface Insert {
  /** Its offset in the bytes of the message. */
  readonly at: number
  /** Bytes that are not among them; 0 when they were written there. */
  readonly length: number
  readonly blobId: string
  /** Bytes of the blob, where `length` is not 0. */
  readonly size?: number
}

/** Turns the parse of a message's own bytes into that of the whole message. */
function shiftByInserts({ message, text }: ParsedMessage, inserts: readonly Insert[]): ParsedMessage {
  if (inserts.length === 0) return { message, text }
  const total = inserts.reduce((sum, insert) => sum + insert.length, 0)
  const moved: Message = { ...message, size: message.size + total, structure: move(message.structure, inserts) }
  return { message: moved, text }
}

function move(part: Part, inserts: readonly Insert[]): Part {
  const own = part.id === null ? undefined : inserts.find((insert) => insert.at === part.start)
  const start = part.start + lengthBefore(inserts, (insert) => insert.at < part.start)
  const end = part.end + lengthBefore(inserts, (insert) => insert.at < part.end || insert === own)
  return {
    ...part,
    start,
    end,
    ...(own ? { blobId: own.blobId } : {}),
    ...(own?.size === undefined ? {} : { size: own.size }),
    ...(part.parts ? { parts: part.parts.map((child) => move(child, inserts)) } : {}),
  }
}

function lengthBefore(inserts: readonly Insert[], counts: (insert: Insert) => boolean): number {
  return inserts.reduce((sum, insert) => (counts(insert) ? sum + insert.length : sum), 0)
}
