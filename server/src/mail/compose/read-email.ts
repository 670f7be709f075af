import * as v from 'valibot'
import { headerProperty } from '../mime/header-property.ts'
import { invalidProperties } from '../protocol/set-failure.ts'
import { readPart, type BodyValues, type NewPart } from './body-part.ts'
import { isConvenience, readHeaders, type RenderedField } from './read-headers.ts'

/** What an Email of a create says of the message itself. */
export interface NewMessage {
  readonly fields: readonly RenderedField[]
  readonly body: NewPart
}

const bodyValueSchema = v.strictObject({
  value: v.string(),
  isEncodingProblem: v.optional(v.literal(false)),
  isTruncated: v.optional(v.literal(false)),
})

const bodyNames: ReadonlySet<string> = new Set(['bodyStructure', 'bodyValues', 'textBody', 'htmlBody', 'attachments'])
const storeNames: ReadonlySet<string> = new Set(['mailboxIds', 'keywords', 'receivedAt'])

type Json = Readonly<Record<string, unknown>>

/**
 * Checks an Email to be created (RFC 8621 §4.6).
 *
 * @throws SetFailure `invalidProperties`
 */
export function readEmail(record: Json): NewMessage {
  for (const name of Object.keys(record)) {
    const known = bodyNames.has(name) || storeNames.has(name) || isConvenience(name) || name.startsWith('header:')
    if (!known) throw invalidProperties([name], `${name}: cannot be set`)
    if (headerProperty(name)?.field.startsWith('content-'))
      throw invalidProperties([name], `${name}: belongs to a body part`)
  }
  const fields = readHeaders(record)
  const body = readBody(record, readBodyValues(record['bodyValues']))
  const own = new Set(fields.map(([name]) => name.toLowerCase()))
  const twice = body.headers.find(([name]) => own.has(name.toLowerCase()))
  if (twice) throw invalidProperties(['bodyStructure'], `bodyStructure: ${twice[0]} is given on the Email already`)
  return { fields, body }
}

function readBodyValues(given: unknown): BodyValues {
  const parsed = v.safeParse(v.nullish(v.record(v.string(), bodyValueSchema)), given)
  if (!parsed.success) throw invalidProperties(['bodyValues'], `bodyValues: ${parsed.issues[0].message}`)
  return new Map(Object.entries(parsed.output ?? {}).map(([id, { value }]) => [id, value]))
}

function readBody(record: Json, values: BodyValues): NewPart {
  const structure = record['bodyStructure'] ?? null
  const flat = ['textBody', 'htmlBody', 'attachments'].filter((name) => (record[name] ?? null) !== null)
  if (structure !== null) {
    if (flat.length > 0)
      throw invalidProperties(['bodyStructure', ...flat], 'either bodyStructure or textBody, htmlBody, attachments')
    return readPart(structure, values, { at: 'bodyStructure' })
  }
  const text = single(record, 'textBody', { values, type: 'text/plain' })
  const html = single(record, 'htmlBody', { values, type: 'text/html' })
  const attachments = list(record, 'attachments').map((given, at) =>
    asAttachment(readPart(given, values, { at: `attachments/${at}` })),
  )
  const inline = html ? attachments.filter((part) => part.cid !== null && part.disposition === 'inline') : []
  const files = attachments.filter((part) => !inline.includes(part))
  const rich = html && inline.length > 0 ? multipart('related', [html, ...inline]) : html
  const shown = text && rich ? multipart('alternative', [text, rich]) : (text ?? rich)
  if (files.length > 0) return multipart('mixed', shown ? [shown, ...files] : files)
  return shown ?? { ...bare, type: 'text/plain', kind: 'text', text: '' }
}

function single(record: Json, name: string, { values, type }: { values: BodyValues; type: string }): NewPart | null {
  const parts = list(record, name)
  if ((record[name] ?? null) === null) return null
  if (parts.length !== 1) throw invalidProperties([name], `${name}: must have one part`)
  const given =
    typeof parts[0] === 'object' && parts[0] !== null && !('type' in parts[0]) ? { ...parts[0], type } : parts[0]
  const part = readPart(given, values, { at: `${name}/0` })
  if (part.type !== type) throw invalidProperties([name], `${name}: must be ${type}`)
  return part
}

function list(record: Json, name: string): readonly unknown[] {
  const value = record[name] ?? []
  if (!Array.isArray(value)) throw invalidProperties([name], `${name}: must be an array`)
  return value
}

/** What says nothing of where it belongs would be taken for a part of the text. */
function asAttachment(part: NewPart): NewPart {
  return part.disposition === null ? { ...part, disposition: 'attachment' } : part
}

const bare = { name: null, disposition: null, cid: null, language: null, location: null, headers: [] }

function multipart(kind: string, parts: readonly NewPart[]): NewPart {
  return { ...bare, type: `multipart/${kind}`, kind: 'multipart', parts }
}
