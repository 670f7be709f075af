import { isUtf8 } from 'node:buffer'
import type { Transfer } from './message.ts'
import { parseParameters, type ParameterizedValue } from './parse-parameters.ts'
import type { FieldRange } from './read-header-block.ts'
import { unfold } from './unfold.ts'

/** What the Content-* fields of an entity say (RFC 8621 §4.1.4). */
export interface PartHead {
  readonly type: string
  readonly charset: string | null
  /** Of a multipart; empty when it is missing. */
  readonly boundary: string
  readonly disposition: string | null
  readonly name: string | null
  readonly cid: string | null
  readonly language: readonly string[] | null
  readonly location: string | null
  readonly transfer: Transfer
  readonly transferUnknown: boolean
}

/** `implicitType` is what the place in the tree makes of a part that does not say. */
export function readPartHead(bytes: Buffer, fields: readonly FieldRange[], implicitType: string): PartHead {
  const raw = (name: string): string | null => {
    const field = fields.find((candidate) => candidate.name.toLowerCase() === name)
    return field ? decodeField(bytes.subarray(field.start, field.end)) : null
  }
  const given = raw('content-type')
  const content = given === null ? null : parseParameters(given)
  const type = typeOf(content, implicitType)
  const disposition = parse(raw('content-disposition'))
  const transfer = parse(raw('content-transfer-encoding'))?.value ?? ''
  const known = transfers.get(transfer)
  return {
    type,
    charset: charsetOf(content, type),
    boundary: content?.parameters.get('boundary') ?? '',
    disposition: disposition?.value || null,
    name: nameOf(disposition, content),
    cid: cidOf(raw('content-id')),
    language: languageOf(raw('content-language')),
    location: unfold(raw('content-location') ?? '').trim() || null,
    transfer: known ?? 'identity',
    transferUnknown: known === undefined,
  }
}

const transfers: ReadonlyMap<string, Transfer> = new Map<string, Transfer>([
  ['', 'identity'],
  ['7bit', 'identity'],
  ['8bit', 'identity'],
  ['binary', 'identity'],
  ['base64', 'base64'],
  ['quoted-printable', 'quoted-printable'],
])

function decodeField(octets: Buffer): string {
  return octets.toString(isUtf8(octets) ? 'utf8' : 'latin1').replaceAll('\0', '')
}

function parse(raw: string | null): ParameterizedValue | null {
  return raw === null ? null : parseParameters(raw)
}

function typeOf(content: ParameterizedValue | null, implicitType: string): string {
  if (content === null) return implicitType
  // RFC 2045 §5.2: what cannot be read is text/plain.
  return /^[^/;,]+\/[^/;,]+$/.test(content.value) ? content.value : 'text/plain'
}

function charsetOf(content: ParameterizedValue | null, type: string): string | null {
  const charset = content?.parameters.get('charset')?.trim()
  if (charset) return charset
  return type.startsWith('text/') ? 'us-ascii' : null
}

function nameOf(disposition: ParameterizedValue | null, content: ParameterizedValue | null): string | null {
  const name = disposition?.parameters.get('filename') ?? content?.parameters.get('name') ?? ''
  return (
    name
      .replace(/[\u0000-\u001f\u007f]+/g, ' ')
      .trim()
      .slice(0, 1000) || null
  )
}

function cidOf(raw: string | null): string | null {
  const text = unfold(raw ?? '').trim()
  return (/<([^<>]*)>/.exec(text)?.[1] ?? text).trim() || null
}

function languageOf(raw: string | null): string[] | null {
  const tags = (raw === null ? '' : unfold(raw))
    .replace(/\([^()]*\)/g, '')
    .split(',')
    .map((tag) => tag.trim())
  const found = tags.filter((tag) => tag !== '')
  return found.length > 0 ? found : null
}
