import type { Message, ParsedMessage, Part } from '../mime/message.ts'
import { putBlob } from '../store/blobs.ts'
import { insertEmail } from '../store/emails.ts'
import { findAccount, write, type MailStore } from '../store/mail-store.ts'
import { mailboxOfRole } from '../store/mailboxes.ts'
import { saveMessage } from '../store/messages.ts'

/** Small, fast and the same in every run. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const common = 'the to and of a in is for you we on that this with it be have are our as not at can will your from'
const syllables = [
  'con',
  're',
  'ta',
  'mi',
  'ber',
  'so',
  'lin',
  'pro',
  'ka',
  'den',
  'ver',
  'un',
  'tor',
  'el',
  'ma',
  'ri',
]

/** Words of the language that the generated messages are written in: the frequent ones first. */
function vocabulary(next: () => number): readonly string[] {
  const words = common.split(' ')
  const known = new Set(words)
  while (words.length < 20_000) {
    const length = 2 + Math.floor(next() * 3)
    const word = Array.from({ length }, () => syllables[Math.floor(next() * syllables.length)]).join('')
    const given = known.has(word) ? `${word}${words.length}` : word
    known.add(given)
    words.push(given)
  }
  return words
}

/** By Zipf: the word of rank n is about 1/n as frequent as the first. */
const pick = (words: readonly string[], next: () => number): string =>
  words[Math.floor(words.length ** next()) - 1] ?? 'the'

const sentence = (words: readonly string[], length: number, next: () => number): string =>
  Array.from({ length }, () => pick(words, next)).join(' ')

const hex = (length: number, next: () => number): string =>
  Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('')

interface Generated {
  readonly bytes: Buffer
  readonly parsed: ParsedMessage
  readonly receivedAt: number
  readonly isUnread: boolean
  readonly role: string
}

/** One message each five minutes, from here on. */
const firstArrival = Date.UTC(2015, 0, 1)
const interval = 5 * 60_000

interface Conversation {
  readonly subject: string
  readonly references: string[]
}

/** Messages one after another; with the same seed the same ones. */
export function* generateMessages(seed = 1): Generator<Generated> {
  const next = randomNumbers(seed)
  const words = vocabulary(next)
  const people = Array.from({ length: 2000 }, (_, at) => ({
    name: `${pick(words, next)} ${pick(words, next)}`,
    email: `person${at}@example.org`,
  }))
  const open: Conversation[] = []
  for (let number = 0; ; number += 1) {
    const old = next() < 0.5 ? open[Math.floor(next() * open.length)] : undefined
    const conversation = old ?? { subject: sentence(words, 3 + Math.floor(next() * 6), next), references: [] }
    if (!old) open.push(conversation)
    if (open.length > 300) open.splice(Math.floor(next() * open.length), 1)
    const receivedAt = firstArrival + number * interval + seed * 1000
    const sender = people[Math.floor(people.length * next() ** 2)] ?? { name: 'x', email: 'x@example.org' }
    const messageId = `${number}.${hex(16, next)}@example.org`
    const subject = old ? `Re: ${conversation.subject}` : conversation.subject
    const lines = Array.from({ length: 6 + Math.floor(next() * 12) }, () => sentence(words, 11, next))
    const text = lines.join('\r\n')
    yield {
      ...written({
        number,
        next,
        sender,
        messageId,
        subject,
        text,
        receivedAt,
        references: [...conversation.references],
      }),
      receivedAt,
      isUnread: next() < 0.05,
      role: next() < 0.8 ? 'inbox' : 'archive',
    }
    conversation.references.push(messageId)
    if (conversation.references.length > 8) conversation.references.shift()
  }
}

interface Draft {
  readonly number: number
  readonly next: () => number
  readonly sender: { readonly name: string; readonly email: string }
  readonly messageId: string
  readonly references: readonly string[]
  readonly subject: string
  readonly text: string
  readonly receivedAt: number
}

/** The message as bytes, and what the parser would make of it. */
function written({ number, next, sender, messageId, references, subject, text, receivedAt }: Draft) {
  const sentAt = new Date(receivedAt).toISOString().slice(0, 19)
  const fields: Fields = [
    [
      'Received',
      ` from mx${number % 7}.example.org (mx${number % 7}.example.org [192.0.2.${number % 250}])\r\n\tby mail.test; ${new Date(receivedAt).toUTCString()}`,
    ],
    ['DKIM-Signature', ` v=1; a=rsa-sha256; d=example.org; s=mail; bh=${hex(43, next)};\r\n\tb=${hex(172, next)}`],
    ['From', ` ${sender.name} <${sender.email}>`],
    ['To', ' Ada Byron <ada@mail.test>'],
    ['Subject', ` ${subject}`],
    ['Date', ` ${new Date(receivedAt).toUTCString()}`],
    ['Message-ID', ` <${messageId}>`],
    ...(references.length > 0 ? [['References', ` ${references.map((id) => `<${id}>`).join(' ')}`] as const] : []),
    ...(number % 3 === 0 ? [['List-Id', ` <list${number % 50}.example.org>`] as const] : []),
    ...(isMarkedUp(number)
      ? ([
          ['MIME-Version', ' 1.0'],
          ['Content-Type', ` multipart/alternative; boundary="${boundary}"`],
        ] as const)
      : [['Content-Type', ' text/plain; charset=utf-8'] as const]),
  ]
  const { bytes, structure } = isMarkedUp(number) ? alternative(fields, text) : plain(fields, text)
  const message: Message = {
    size: bytes.byteLength,
    structure,
    textBody: ['1'],
    htmlBody: [isMarkedUp(number) ? '2' : '1'],
    attachments: [],
    hasAttachment: number % 20 === 0,
    listing: {
      messageId: [messageId],
      inReplyTo: references.length > 0 ? references.slice(-1) : null,
      references: references.length > 0 ? references : null,
      sender: null,
      from: [sender],
      to: [{ name: 'Ada Byron', email: 'ada@mail.test' }],
      cc: null,
      bcc: null,
      replyTo: null,
      subject,
      sentAt: `${sentAt}Z`,
    },
    preview: text.slice(0, 256),
  }
  return { bytes, parsed: { message, text } }
}

type Fields = readonly (readonly [string, string])[]

/** Two of five messages are text and HTML, as programs with formatting send them. */
const isMarkedUp = (number: number): boolean => number % 5 < 2

const boundary = '=_part_of_a_generated_message_='

const headOf = (fields: Fields): string => `${fields.map(([name, value]) => `${name}:${value}\r\n`).join('')}\r\n`

const emptyPart: Omit<Part, 'headers' | 'start' | 'end'> = {
  id: null,
  type: 'text/plain',
  charset: 'utf-8',
  disposition: null,
  name: null,
  cid: null,
  language: null,
  location: null,
  transfer: 'identity',
  size: 0,
}

function plain(fields: Fields, text: string): { readonly bytes: Buffer; readonly structure: Part } {
  const head = headOf(fields)
  const bytes = Buffer.from(head + text)
  const start = head.length
  const end = bytes.byteLength
  return { bytes, structure: { ...emptyPart, id: '1', headers: fields, start, end, size: end - start } }
}

const htmlOf = (text: string): string =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body style="margin:0;padding:0;background-color:#ffffff"><table width="100%" cellpadding="0" cellspacing="0" border="0"><tbody>${text
    .split('\r\n')
    .map(
      (line) =>
        `<tr><td align="left" valign="top" style="padding:0 24px;font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px;color:#333333"><p>${line}</p></td></tr>`,
    )
    .join('\r\n')}</tbody></table></body></html>`

function alternative(fields: Fields, text: string): { readonly bytes: Buffer; readonly structure: Part } {
  let raw = headOf(fields)
  const first = raw.length
  const parts = [
    ['text/plain', text],
    ['text/html', htmlOf(text)],
  ].map(([type = '', body = ''], at): Part => {
    const headers: Fields = [['Content-Type', ` ${type}; charset=utf-8`]]
    raw += `--${boundary}\r\n${headOf(headers)}`
    const start = raw.length
    raw += body
    const end = raw.length
    raw += '\r\n'
    return { ...emptyPart, id: String(at + 1), type, headers, start, end, size: end - start }
  })
  raw += `--${boundary}--\r\n`
  const type = 'multipart/alternative'
  const end = parts.at(-1)?.end ?? first
  const structure: Part = { ...emptyPart, type, charset: null, headers: fields, start: first, end, parts }
  return { bytes: Buffer.from(raw), structure }
}

/** Messages of one transaction. */
const batch = 2000

interface Filling {
  /** JMAP account id. */
  readonly accountId: string
  readonly messages: number
  readonly seed?: number
  readonly onProgress?: (stored: number) => void
}

/** Stores generated messages in an account. @returns bytes of the messages */
export function fillMailbox(store: MailStore, { accountId, messages, seed, onProgress }: Filling): number {
  const account = findAccount(store.query, accountId)
  if (!account) throw new Error(`unknown account ${accountId}`)
  const source = generateMessages(seed)
  let bytes = 0
  for (let stored = 0; stored < messages; stored += batch) {
    write(store, (scope) => {
      const roles = new Map(
        ['inbox', 'archive'].map((role) => [role, mailboxOfRole(scope.query, account.key, role) ?? 0]),
      )
      for (let at = stored; at < Math.min(messages, stored + batch); at += 1) {
        const generated = source.next().value
        const blob = putBlob(scope.query, generated.bytes, scope.now)
        saveMessage(scope.query, blob, generated.parsed)
        insertEmail(scope, {
          account: account.key,
          blob,
          message: generated.parsed.message,
          mailboxes: [roles.get(generated.role) ?? 0],
          keywords: generated.isUnread ? [] : ['$seen'],
          receivedAt: generated.receivedAt,
        })
        bytes += generated.bytes.byteLength
      }
    })
    onProgress?.(Math.min(messages, stored + batch))
  }
  return bytes
}
