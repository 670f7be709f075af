import * as v from 'valibot'
import { parseDateTime, renderDate } from '../mime/date.ts'
import { headerProperty, type HeaderForm } from '../mime/header-forms.ts'
import { invalidProperties } from '../protocol/errors.ts'

/** A field to write: name, and the value with its leading space. */
export type RenderedField = readonly [name: string, value: string]

/** Convenience properties of an Email, RFC 8621 §4.1.3. */
const convenienceFields: Readonly<Record<string, readonly [name: string, form: HeaderForm]>> = {
  messageId: ['Message-ID', 'MessageIds'],
  inReplyTo: ['In-Reply-To', 'MessageIds'],
  references: ['References', 'MessageIds'],
  sender: ['Sender', 'Addresses'],
  from: ['From', 'Addresses'],
  to: ['To', 'Addresses'],
  cc: ['Cc', 'Addresses'],
  bcc: ['Bcc', 'Addresses'],
  replyTo: ['Reply-To', 'Addresses'],
  subject: ['Subject', 'Text'],
  sentAt: ['Date', 'Date'],
}

export function isConvenience(property: string): boolean {
  return Object.hasOwn(convenienceFields, property)
}

/**
 * The header fields that the properties of an Email or an EmailBodyPart represent.
 *
 * @throws SetFailure `invalidProperties`: wrong value, forbidden form, or one field given twice
 */
export function readHeaders(record: Readonly<Record<string, unknown>>): RenderedField[] {
  const seen = new Set<string>()
  return Object.entries(record).flatMap(([property, value]) => {
    if (!property.startsWith('header:') && !isConvenience(property)) return []
    const { name, form, all } = targetField(property)
    if (seen.has(name.toLowerCase())) throw invalidProperties([property], `${property}: the field is given twice`)
    seen.add(name.toLowerCase())
    if (value === null || value === undefined) return []
    const values: unknown = all ? value : [value]
    if (!Array.isArray(values)) throw invalidProperties([property], `${property}: must be an array`)
    return values.flatMap((item: unknown) => (isEmptyList(item) ? [] : [renderField(property, name, { form, item })]))
  })
}

function targetField(property: string): { name: string; form: HeaderForm; all: boolean } {
  const known = Object.hasOwn(convenienceFields, property) ? convenienceFields[property] : undefined
  if (known) return { name: known[0], form: known[1], all: false }
  const header = headerProperty(property)
  if (!header) throw invalidProperties([property], `${property}: no header field, or not in that form`)
  return header
}

/** A field without addresses or ids would be no valid field. */
function isEmptyList(item: unknown): boolean {
  return Array.isArray(item) && item.length === 0
}

function renderField(
  property: string,
  name: string,
  { form, item }: { form: HeaderForm; item: unknown },
): RenderedField {
  try {
    return [name, renderHeader(form, item)]
  } catch (error) {
    if (!(error instanceof v.ValiError)) throw error
    throw invalidProperties([property], `${property}: ${error.message}`)
  }
}

// A line break in a value would be a header of the sender's choice.
const lineSchema = v.pipe(v.string(), v.regex(/^[^\r\n\0]*$/, 'must be one line'))

const rawSchema = v.pipe(v.string(), v.regex(/^[^\r\n\0]*(?:\r?\n[ \t][^\r\n\0]*)*$/, 'must be one folded line'))

const addressSchema = v.strictObject({
  name: v.nullish(v.string()),
  email: v.pipe(v.string(), v.regex(/^[^\r\n\0<>]*$/, 'must be an address')),
})

const addressesSchema = v.array(addressSchema)

const groupsSchema = v.array(v.strictObject({ name: v.nullish(v.string()), addresses: addressesSchema }))

const idsSchema = v.array(v.pipe(v.string(), v.regex(/^[^\s<>]+$/, 'must be a message id')))

const urlsSchema = v.array(v.pipe(v.string(), v.regex(/^[^\s<>]+$/, 'must be a URL')))

const dateSchema = v.pipe(
  v.string(),
  v.check((text) => parseDateTime(text) !== null, 'must be a Date'),
)

/**
 * A header value as it follows the colon, folded, from a property in one of its forms
 * (RFC 8621 §4.1.2).
 *
 * @throws ValiError when the value is not of the form
 */
export function renderHeader(form: HeaderForm, value: unknown): string {
  switch (form) {
    case 'Raw':
      return v.parse(rawSchema, value).replace(/\r?\n/g, '\r\n')
    case 'Text':
      return ` ${encodeText(v.parse(lineSchema, value))}`
    case 'Addresses':
      return ` ${v.parse(addressesSchema, value).map(renderAddress).join(',\r\n ')}`
    case 'GroupedAddresses':
      return ` ${v.parse(groupsSchema, value).map(renderGroup).join(',\r\n ')}`
    case 'MessageIds':
      return ` ${v
        .parse(idsSchema, value)
        .map((id) => `<${id}>`)
        .join('\r\n ')}`
    case 'Date':
      return ` ${renderDate(v.parse(dateSchema, value))}`
    case 'URLs':
      return ` ${v
        .parse(urlsSchema, value)
        .map((url) => `<${url}>`)
        .join(',\r\n ')}`
  }
}

function renderAddress({ name, email }: v.InferOutput<typeof addressSchema>): string {
  if (name === null || name === undefined || name.trim() === '')
    return /^[^\s,;:()"[\]\\]+$/.test(email) ? email : `<${email}>`
  return `${renderPhrase(name)} <${email}>`
}

function renderGroup({ name, addresses }: v.InferOutput<typeof groupsSchema>[number]): string {
  const list = addresses.map(renderAddress).join(',\r\n ')
  return name ? `${renderPhrase(name)}: ${list};` : list
}

/** A display name: as it is, quoted, or in encoded words. */
function renderPhrase(name: string): string {
  const clean = name.replace(/\s+/g, ' ').trim()
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(clean) && !clean.includes('=?')) return fold(clean)
  if (/^[\x20-\x7e]*$/.test(clean) && !clean.includes('=?')) return `"${clean.replace(/["\\]/g, '\\$&')}"`
  return encodeWords(clean)
}

/**
 * Bytes of text in one encoded word: 75 characters in all (RFC 2047 §2), base64, `=?utf-8?B??=` around it. Beyond
 * it: another word begins.
 */
const maxWordBytes = 45

/** An unstructured value on header lines: encoded words where it is not plain ASCII (RFC 2047). */
export function encodeText(text: string): string {
  const clean = text.replace(/[\r\n]+/g, ' ')
  // What looks like an encoded word would be read as one.
  if (/^[\x20-\x7e\t]*$/.test(clean) && !clean.includes('=?')) return fold(clean)
  return encodeWords(clean)
}

/** Only encoded words: as a display name must be when it is not ASCII. */
export function encodeWords(text: string): string {
  const words: string[] = []
  let chunk = ''
  for (const letter of text.replace(/[\r\n]+/g, ' ')) {
    if (Buffer.byteLength(chunk + letter) > maxWordBytes) {
      words.push(chunk)
      chunk = ''
    }
    chunk += letter
  }
  if (chunk !== '') words.push(chunk)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

/** RFC 5322 §2.1.1. */
const lineLength = 76

/** Breaks a long line before single spaces. */
function fold(text: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<=\S)(?= \S)/)) {
    if (line.trim() !== '' && line.length + word.length > lineLength) {
      lines.push(line)
      line = ''
    }
    line += word
  }
  return [...lines, line].join('\r\n')
}
