import * as v from 'valibot'
import type { HeaderForm } from '../mime/header-property.ts'
import { parseDateTime } from '../store/parse-date-time.ts'
import { encodeText, encodeWords, fold } from './encode-words.ts'

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
 * A header value as it stands behind the colon, folded, from a property in one of its forms
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

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 5322 §3.3, in the zone that the date was given in. */
export function renderDate(text: string): string {
  const [, sign = '+', hours = '00', minutes = '00'] = /([+-])(\d{2}):(\d{2})$/.exec(text) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  const local = new Date((parseDateTime(text) ?? 0) + offset * 60_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':')
  const day = `${days[local.getUTCDay()]}, ${local.getUTCDate()} ${months[local.getUTCMonth()]} ${local.getUTCFullYear()}`
  return `${day} ${time} ${sign}${hours}${minutes}`
}
