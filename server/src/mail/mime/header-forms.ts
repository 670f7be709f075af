import { parseAddresses, parseAddressGroups } from './addresses.ts'
import { parseDate } from './date.ts'
import { headerText, unfold } from './header.ts'
import type { Address, HeaderField, Listing } from './message.ts'

/** Message ids of one field. Beyond it: the last ones count, which are the newest. */
const maxIds = 1000

/** `msg-id`s of a field, without brackets (RFC 8621 §4.1.2.5); null when there is none to be read. */
export function parseMessageIds(raw: string): string[] | null {
  const text = unfold(raw).replace(/\([^()<>]*\)/g, ' ')
  const ids = [...text.matchAll(/<([^<>]+)>/g)].map(([, id = '']) => id.replace(/\s+/g, ''))
  // Some programs leave the brackets out.
  if (ids.length === 0 && !/[<>]/.test(text))
    ids.push(...text.split(/[\s,]+/).filter((word) => /^[^@]+@[^@]+$/.test(word)))
  const found = ids.filter((id) => id !== '')
  return found.length > 0 ? found.slice(-maxIds) : null
}

/** A list of URLs in angle brackets (RFC 2369 §2); null when there is none. */
export function parseUrls(raw: string): string[] | null {
  const urls = [...unfold(raw).matchAll(/<([^<>]*)>/g)].map(([, url = '']) => url.replace(/\s+/g, ''))
  const found = urls.filter((url) => url !== '')
  return found.length > 0 ? found : null
}

export type HeaderForm = 'Raw' | 'Text' | 'Addresses' | 'GroupedAddresses' | 'MessageIds' | 'Date' | 'URLs'

/** `header:{field}[:as{form}][:all]`, RFC 8621 §4.1.3. */
interface HeaderProperty {
  /** Lower case. */
  readonly field: string
  /** As written. */
  readonly name: string
  readonly form: HeaderForm
  readonly all: boolean
}

const addressFields =
  'from sender reply-to to cc bcc resent-from resent-sender resent-reply-to resent-to resent-cc resent-bcc'
const idFields = 'message-id in-reply-to references resent-message-id'
const urlFields = 'list-help list-unsubscribe list-subscribe list-post list-owner list-archive'

/** Fields of RFC 5322 and RFC 2369 with the parsed forms they may have (RFC 8621 §4.1.2); other fields may have any. */
const allowed = new Map<string, readonly HeaderForm[]>([
  ...fieldsOf(addressFields, 'Addresses', 'GroupedAddresses'),
  ...fieldsOf(idFields, 'MessageIds'),
  ...fieldsOf(urlFields, 'URLs'),
  ...fieldsOf('subject comments keywords', 'Text'),
  ...fieldsOf('date resent-date', 'Date'),
  ...fieldsOf('return-path received'),
])

function fieldsOf(names: string, ...forms: HeaderForm[]): [string, readonly HeaderForm[]][] {
  return names.split(' ').map((name) => [name, forms])
}

const forms: readonly HeaderForm[] = ['Raw', 'Text', 'Addresses', 'GroupedAddresses', 'MessageIds', 'Date', 'URLs']

/** null when it is no header property, or one in a form that its field must not have. */
export function headerProperty(property: string): HeaderProperty | null {
  const match = /^header:([!-9;-~]+)(?::as([A-Za-z]+))?(:all)?$/.exec(property)
  if (!match) return null
  const [, name = '', wanted = 'Raw', all] = match
  const form = forms.find((candidate) => candidate === wanted)
  const field = name.toLowerCase()
  if (!form || (form !== 'Raw' && allowed.has(field) && !allowed.get(field)?.includes(form))) return null
  return { field, name, form, all: all !== undefined }
}

/** The value of a header property. */
export function readHeaderProperty(headers: readonly HeaderField[], { field, form, all }: HeaderProperty): unknown {
  const found = readOnce(headers, field, form)
  return all ? found : (found.at(-1) ?? null)
}

/** Values by field and form: a client may name one field in any spelling, and a part is in several lists. */
const read = new WeakMap<readonly HeaderField[], Map<string, readonly unknown[]>>()

function readOnce(headers: readonly HeaderField[], field: string, form: HeaderForm): readonly unknown[] {
  const values = read.get(headers) ?? new Map<string, readonly unknown[]>()
  read.set(headers, values)
  const key = `${form} ${field}`
  const found =
    values.get(key) ?? headers.filter(([name]) => name.toLowerCase() === field).map((header) => readForm(header, form))
  values.set(key, found)
  return found
}

function readForm([, raw, guessed]: HeaderField, form: HeaderForm): unknown {
  const value = guessed ?? raw
  switch (form) {
    case 'Raw':
      return raw
    case 'Text':
      return headerText(value)
    case 'Addresses':
      return parseAddresses(value)
    case 'GroupedAddresses':
      return parseAddressGroups(value)
    case 'MessageIds':
      return parseMessageIds(value)
    case 'Date':
      return parseDate(value)?.text ?? null
    case 'URLs':
      return parseUrls(value)
  }
}

/** The convenience properties of RFC 8621 §4.1.3, from the last field of each name. */
export function readListing(headers: readonly HeaderField[]): Listing {
  const last = new Map(headers.map((field) => [field[0].toLowerCase(), field]))
  const value = (name: string): string | null => {
    const field = last.get(name)
    return field ? (field[2] ?? field[1]) : null
  }
  const ids = (name: string): string[] | null => apply(value(name), parseMessageIds)
  const addresses = (name: string): Address[] | null => apply(value(name), parseAddresses)
  return {
    messageId: ids('message-id'),
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    sender: addresses('sender'),
    from: addresses('from'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    replyTo: addresses('reply-to'),
    subject: apply(value('subject'), headerText),
    sentAt: apply(value('date'), parseDate)?.text ?? null,
  }
}

function apply<Result>(raw: string | null, read: (raw: string) => Result): Result | null {
  return raw === null ? null : read(raw)
}
