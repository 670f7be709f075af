import { formatUtcDate, renderDate } from '../mime/date.ts'
import { readListing } from '../mime/header-forms.ts'
import { readHeaderBlock } from '../mime/header.ts'
import type { HeaderField, Message, Part } from '../mime/message.ts'
import { putComposedBlob, readBlob } from '../store/blobs.ts'
import type { WriteScope } from '../store/mail-store.ts'
import { loadText, saveMessage } from '../store/messages.ts'

/**
 * Bytes up to which a copy is written whole: reading it is then one step. Beyond it: its header alone is written,
 * and the rest is shared with the original.
 */
const maxWholeCopy = 200_000

/** Not for recipients (RFC 8621 §7.5), or written again (RFC 5321 §4.4). */
const removedFields: ReadonlySet<string> = new Set(['bcc', 'resent-bcc', 'return-path'])

interface Original {
  readonly blob: string
  readonly message: Message
  readonly mailFrom: string
  readonly domain: string
  /** Address of the account here that it passed through: it ends loops (RFC 9228). Default: it comes from here. */
  readonly deliveredTo?: string
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
  const whole = message.size <= maxWholeCopy
  const data = whole
    ? Buffer.concat([header, readBlob(scope.query, blob, { start: bodyStart, end: message.size }) ?? new Uint8Array()])
    : header
  const readable = new Set(referencedBlobs(message.structure))
  const copy = putComposedBlob(
    scope.query,
    { data, segments: whole ? [data.length] : [header.length, body], readable },
    scope.now,
  )
  const delivered = describeCopy(message, header)
  saveMessage(scope.query, copy, { message: delivered, text: loadText(scope.query, blob) })
  return { blob: copy, message: delivered }
}

function traceFields({ mailFrom, domain, deliveredTo }: Original, now: number): string {
  const passed = deliveredTo === undefined ? '' : `Delivered-To: ${deliveredTo}\r\n`
  return `Return-Path: <${mailFrom}>\r\n${passed}Received: by ${domain} (Atrium);\r\n\t${renderDate(formatUtcDate(now))}\r\n`
}

function rewriteHeader(header: Buffer, trace: string): Buffer {
  const { fields } = readHeaderBlock(header, 0, () => false)
  const remaining = fields.filter(({ name }) => !removedFields.has(name.toLowerCase()))
  const lines = remaining.flatMap(({ name, start, end }) => [
    Buffer.from(`${name}:`, 'latin1'),
    header.subarray(start, end),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([Buffer.from(trace), ...lines, Buffer.from('\r\n')])
}

function describeCopy(message: Message, header: Buffer): Message {
  const delta = header.length - message.structure.start
  const { fields } = readHeaderBlock(header, 0, () => false)
  const guesses = new Map(message.structure.headers.map((field) => [`${field[0]}:${field[1]}`, field]))
  const headers = fields.map(({ name, start, end }): HeaderField => {
    const raw = header.toString('utf8', start, end).replaceAll('\0', '')
    return guesses.get(`${name}:${raw}`) ?? [name, raw]
  })
  const structure = { ...shiftRanges(message.structure, delta), headers }
  return { ...message, size: message.size + delta, structure, listing: readListing(headers) }
}

/** What the parse of a message becomes when one field is put in front of it; `size`: bytes of the field. */
export function withField(message: Message, field: HeaderField, size: number): Message {
  const structure = shiftRanges(message.structure, size)
  return {
    ...message,
    size: message.size + size,
    structure: { ...structure, headers: [field, ...structure.headers] },
  }
}

function shiftRanges(part: Part, delta: number): Part {
  const moved = { ...part, start: part.start + delta, end: part.end + delta }
  return part.parts ? { ...moved, parts: part.parts.map((child) => shiftRanges(child, delta)) } : moved
}

function referencedBlobs(part: Part): string[] {
  const own = part.blobId?.split('-')[0]
  return [...(own === undefined ? [] : [own]), ...(part.parts ?? []).flatMap(referencedBlobs)]
}
