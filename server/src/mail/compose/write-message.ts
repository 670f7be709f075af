import { randomUUID } from 'node:crypto'
import type { Query } from '../../database/query.ts'
import { putBlob } from '../store/blobs.ts'
import { readSource, type BlobSource } from '../store/find-blob.ts'
import type { NewPart } from './body-part.ts'
import { encodeBody } from './encode-body.ts'
import { encodeWords } from './encode-words.ts'
import type { MessageWriter } from './message-writer.ts'
import type { NewMessage } from './read-email.ts'
import type { RenderedField } from './read-headers.ts'

export interface WriteSetting {
  readonly query: Query
  readonly now: number
  /** Every blob of the tree, found before. */
  readonly sources: ReadonlyMap<string, BlobSource>
}

/** Texts up to this many octets are written into the message, so that search and preview see them. */
const maxInlineText = 500_000

/** Writes a whole message: its own fields, then those of its body, then the body. */
export function writeMessage(writer: MessageWriter, { fields, body }: NewMessage, setting: WriteSetting): void {
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

/** RFC 2231 where the value is not ASCII or is long, in pieces that fit a line. */
function renderParameter(name: string, value: string): string {
  if (/^[\w.!#$&+^`{}~-]{1,70}$/.test(value)) return `;\r\n ${name}=${value}`
  if (/^[\x20-\x7e]{0,60}$/.test(value)) return `;\r\n ${name}="${value.replace(/["\\]/g, '\\$&')}"`
  const encoded = encodeURIComponent(value.toWellFormed()).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const pieces = `utf-8''${encoded}`.match(/(?:%[0-9A-F]{2}|[^%]){1,55}/g) ?? []
  if (pieces.length === 1) return `;\r\n ${name}*=${pieces[0] ?? ''}`
  return pieces.map((piece, at) => `;\r\n ${name}*${at}*=${piece}`).join('')
}
