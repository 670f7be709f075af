import type { HeaderField, Message, Part } from '../mime/message.ts'
import { readHeaderBlock } from '../mime/read-header-block.ts'
import { readListing } from '../mime/read-listing.ts'
import { renderDate } from '../compose/render-header.ts'
import { putComposedBlob, readBlob } from '../store/blobs.ts'
import { loadText, saveMessage } from '../store/messages.ts'
import { formatUtcDate } from '../store/parse-date-time.ts'
import type { WriteScope } from '../store/write.ts'

/** Up to this size a copy is written whole: reading it is then one step. */
const maxWhole = 200_000

/** Not for recipients (RFC 8621 §7.5), or written anew (RFC 5321 §4.4). */
const removed: ReadonlySet<string> = new Set(['bcc', 'resent-bcc', 'return-path'])

export interface Original {
  readonly blob: string
  readonly message: Message
  readonly mailFrom: string
  readonly domain: string
}

/**
 * The message as its recipients get it: with trace fields, without Bcc. The body stays in the original,
 * and so do attachments; all recipients share the one copy.
 */
export function deliveredCopy(
  scope: WriteScope,
  original: Original,
): { readonly blob: string; readonly message: Message } {
  const { blob, message } = original
  const bodyStart = message.structure.start
  const header = rewriteHeader(
    Buffer.from(readBlob(scope.query, blob, { start: 0, end: bodyStart }) ?? []),
    traceFields(original, scope.now),
  )
  const body = {
    blob,
    start: bodyStart,
    end: message.size,
    transfer: 'identity' as const,
    encode: 'none' as const,
    size: message.size - bodyStart,
  }
  const whole = message.size <= maxWhole
  const data = whole
    ? Buffer.concat([header, readBlob(scope.query, blob, { start: bodyStart, end: message.size }) ?? new Uint8Array()])
    : header
  const readable = new Set(referencedBlobs(message.structure))
  const copy = putComposedBlob(
    scope.query,
    { data, segments: whole ? [data.length] : [header.length, body], readable },
    scope.now,
  )
  const delivered = describe(message, header)
  saveMessage(scope.query, copy, { message: delivered, text: loadText(scope.query, blob) })
  return { blob: copy, message: delivered }
}

function traceFields({ mailFrom, domain }: Original, now: number): string {
  return `Return-Path: <${mailFrom}>\r\nReceived: by ${domain} (Atrium);\r\n\t${renderDate(formatUtcDate(now))}\r\n`
}

function rewriteHeader(header: Buffer, trace: string): Buffer {
  const { fields } = readHeaderBlock(header, 0, () => false)
  const kept = fields.filter(({ name }) => !removed.has(name.toLowerCase()))
  const lines = kept.flatMap(({ name, start, end }) => [
    Buffer.from(`${name}:`, 'latin1'),
    header.subarray(start, end),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([Buffer.from(trace), ...lines, Buffer.from('\r\n')])
}

function describe(message: Message, header: Buffer): Message {
  const delta = header.length - message.structure.start
  const { fields } = readHeaderBlock(header, 0, () => false)
  const guesses = new Map(message.structure.headers.map((field) => [`${field[0]}:${field[1]}`, field]))
  const headers = fields.map(({ name, start, end }): HeaderField => {
    const raw = header.toString('utf8', start, end).replaceAll('\0', '')
    return guesses.get(`${name}:${raw}`) ?? [name, raw]
  })
  const structure = { ...shift(message.structure, delta), headers }
  return { ...message, size: message.size + delta, structure, listing: readListing(headers) }
}

function shift(part: Part, delta: number): Part {
  const moved = { ...part, start: part.start + delta, end: part.end + delta }
  return part.parts ? { ...moved, parts: part.parts.map((child) => shift(child, delta)) } : moved
}

function referencedBlobs(part: Part): string[] {
  const own = part.blobId?.split('-')[0]
  return [...(own === undefined ? [] : [own]), ...(part.parts ?? []).flatMap(referencedBlobs)]
}
