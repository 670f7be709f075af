import * as v from 'valibot'
import { headerProperty } from '../mime/header-forms.ts'
import { invalidProperties } from '../protocol/errors.ts'
import { isConvenience, readHeaders, type RenderedField } from './headers.ts'

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

/** A part to write. */
export type NewPart = {
  readonly type: string
  readonly name: string | null
  readonly disposition: string | null
  readonly cid: string | null
  readonly language: readonly string[] | null
  readonly location: string | null
  readonly headers: readonly RenderedField[]
} & (
  | { readonly kind: 'multipart'; readonly parts: readonly NewPart[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'blob'; readonly blobId: string; readonly charset: string | null }
)

const lineSchema = v.pipe(v.string(), v.regex(/^[^\r\n\0]*$/, 'must be one line'))

const tokenSchema = v.pipe(v.string(), v.regex(/^[!#$%&'*+\-.^_`{|}~0-9A-Za-z]+$/, 'must be a token'))

const partSchema = v.looseObject({
  partId: v.nullish(v.string()),
  blobId: v.nullish(v.string()),
  size: v.nullish(v.number()),
  name: v.nullish(lineSchema),
  type: v.nullish(
    v.pipe(v.string(), v.regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, 'must be a media type'), v.toLowerCase()),
  ),
  charset: v.nullish(tokenSchema),
  disposition: v.nullish(tokenSchema),
  cid: v.nullish(v.pipe(v.string(), v.regex(/^[^\s<>]+$/, 'must be a content id'))),
  language: v.nullish(v.array(tokenSchema)),
  location: v.nullish(lineSchema),
  subParts: v.nullish(v.array(v.unknown())),
})

type GivenPart = v.InferOutput<typeof partSchema>

type BodyValues = ReadonlyMap<string, string>

/** Parts inside each other in a message that a client composes. Beyond it: `invalidProperties`. */
const maxDepth = 20

/**
 * An EmailBodyPart of a create, checked against the rules of RFC 8621 §4.6. `at` names it in errors.
 *
 * @throws SetFailure `invalidProperties`
 */
function readPart(given: unknown, values: BodyValues, { at, depth = 0 }: { at: string; depth?: number }): NewPart {
  const refuse = (problem: string): never => {
    throw invalidProperties([at], `${at}: ${problem}`)
  }
  const parsed = v.safeParse(partSchema, given)
  if (!parsed.success)
    return refuse(`${parsed.issues[0].path?.map(({ key }) => String(key)).join('.') ?? ''} ${parsed.issues[0].message}`)
  if (depth > maxDepth) return refuse('is nested too deeply')
  const part = parsed.output
  for (const name of Object.keys(part)) checkName(name, refuse)
  const common = {
    name: part.name ?? null,
    disposition: part.disposition ?? null,
    cid: part.cid ?? null,
    language: part.language ?? null,
    location: part.location ?? null,
    headers: readHeaders(part),
  }
  const type = part.type ?? (part.subParts ? 'multipart/mixed' : 'text/plain')
  if (type.startsWith('multipart/')) {
    if (part.partId || part.blobId) return refuse('a multipart has neither partId nor blobId')
    const parts = (part.subParts ?? []).map((child, index) =>
      readPart(child, values, { at: `${at}/subParts/${index}`, depth: depth + 1 }),
    )
    return { ...common, type, kind: 'multipart', parts }
  }
  if (part.subParts && part.subParts.length > 0) return refuse('only a multipart has subParts')
  return { ...common, type, ...readContent(part, values, refuse) }
}

type Refuse = (problem: string) => never

function readContent(
  part: GivenPart,
  values: BodyValues,
  refuse: Refuse,
): { kind: 'text'; text: string } | { kind: 'blob'; blobId: string; charset: string | null } {
  if (typeof part.partId === 'string') {
    if (part.blobId) return refuse('either a partId or a blobId')
    if (part.charset) return refuse('charset must not be given with a partId')
    if (part.size !== null && part.size !== undefined) return refuse('size must not be given with a partId')
    if (part.type && !part.type.startsWith('text/')) return refuse('a partId is for text')
    const text = values.get(part.partId)
    return text === undefined ? refuse(`unknown body value "${part.partId}"`) : { kind: 'text', text }
  }
  if (typeof part.blobId === 'string') return { kind: 'blob', blobId: part.blobId, charset: part.charset ?? null }
  return refuse('a partId or a blobId is needed')
}

const ownProperties: ReadonlySet<string> = new Set(Object.keys(partSchema.entries))

/** Which property a Content-* header field would say again. */
const fieldOfProperty: Readonly<Record<string, string>> = {
  'content-type': 'type',
  'content-disposition': 'disposition',
  'content-id': 'cid',
  'content-language': 'language',
  'content-location': 'location',
  'content-transfer-encoding': 'the encoding',
}

function checkName(name: string, refuse: Refuse): void {
  if (name === 'headers') refuse('headers must be given one by one')
  if (!name.startsWith('header:')) {
    if (!ownProperties.has(name)) refuse(`unknown property "${name}"`)
    return
  }
  const field = (name.split(':')[1] ?? '').toLowerCase()
  const property = fieldOfProperty[field]
  if (property !== undefined) refuse(`${name}: give ${property} instead`)
}
