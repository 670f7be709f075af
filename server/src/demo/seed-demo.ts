import { encodeBody, formatUtcDate, renderDate, renderHeader, type HeaderForm, type Incoming } from '../mail/index.ts'
import type { DemoAttachment, DemoMessage, Party, Person } from './demo-message.ts'
import { daily } from './threads/daily.ts'
import { friends } from './threads/friends.ts'
import { languages } from './threads/languages.ts'
import { mailingList, newsletters } from './threads/newsletters.ts'
import { invitation, work } from './threads/work.ts'

interface BuiltMessage {
  readonly messageId: string
  readonly from: Person
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly subject: string
  /** Milliseconds since 1970. */
  readonly date: number
  /** Message ids of the thread so far, oldest first. */
  readonly references: readonly string[]
  readonly text: string
  readonly html?: string
  readonly attachments: readonly DemoAttachment[]
  readonly fields: Readonly<Record<string, string>>
}

/** Bytes of a message. The same description always gives the same bytes. */
function buildMessage(message: BuiltMessage): Uint8Array {
  const inline = message.attachments.filter(({ cid }) => cid !== undefined)
  const files = message.attachments.filter(({ cid }) => cid === undefined)
  const text = textPart('text/plain', message.text)
  const html = message.html === undefined ? null : textPart('text/html', message.html)
  const rich = html && inline.length > 0 ? multipart('related', [html, ...inline.map(filePart)]) : html
  const shown = rich ? multipart('alternative', [text, rich]) : text
  const body = files.length > 0 ? multipart('mixed', [shown, ...files.map(filePart)]) : shown
  return Buffer.from(`${headerOf(message)}${body}`, 'utf8')
}

function headerOf(message: BuiltMessage): string {
  const field = (name: string, form: HeaderForm, value: unknown): string => `${name}:${renderHeader(form, value)}\r\n`
  const { references } = message
  return [
    field('From', 'Addresses', [message.from]),
    field('To', 'Addresses', message.to),
    message.cc.length > 0 ? field('Cc', 'Addresses', message.cc) : '',
    field('Subject', 'Text', message.subject),
    `Date: ${renderDate(formatUtcDate(message.date))}\r\n`,
    field('Message-ID', 'MessageIds', [message.messageId]),
    references.length > 0 ? field('In-Reply-To', 'MessageIds', references.slice(-1)) : '',
    references.length > 0 ? field('References', 'MessageIds', references) : '',
    ...Object.entries(message.fields).map(([name, value]) => field(name, 'Raw', ` ${value}`)),
    'MIME-Version: 1.0\r\n',
  ].join('')
}

function textPart(type: string, content: string): string {
  const { encoding, bytes } = encodeBody(`${content.trim()}\n`)
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${bytes.toString('latin1')}`
}

function filePart({ name, type, content, cid }: DemoAttachment): string {
  const encoded = Buffer.from(content)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n')
  const place = cid === undefined ? '' : `Content-ID: <${cid}>\r\n`
  return (
    `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: ${cid === undefined ? 'attachment' : 'inline'}; filename="${name}"\r\n` +
    `${place}Content-Transfer-Encoding: base64\r\n\r\n${encoded}`
  )
}

function multipart(kind: string, parts: readonly string[]): string {
  const boundary = `=_atrium_${kind}`
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
}

/** The three accounts of the demo: local part and name. */
export const demoPeople = {
  alex: { localPart: 'demo', name: 'Alex Winter' },
  clara: { localPart: 'clara', name: 'Clara Lindqvist' },
  jonas: { localPart: 'jonas', name: 'Jonas Weber' },
} as const

type AccountKey = keyof typeof demoPeople

export interface DemoOptions {
  readonly mail: Pick<Incoming, 'parse' | 'importParsed'>
  /** Domain of the three addresses. */
  readonly domain: string
  /**
   * Gives the account of a local part, made when there is none; null to do without it. Its mailboxes
   * must exist.
   */
  readonly account: (person: {
    readonly localPart: string
    readonly name: string
  }) => Promise<{ readonly accountId: string } | null>
  /** Milliseconds since 1970, which the dates of the messages count back from. Default: now. */
  readonly now?: number
}

/** Fills the demo accounts with their mail. What is there already is not added again. @returns messages added */
export async function seedDemo({ mail, domain, account, now = Date.now() }: DemoOptions): Promise<number> {
  const people = Object.fromEntries(
    Object.entries(demoPeople).map(([key, { localPart, name }]) => [key, { name, email: `${localPart}@${domain}` }]),
  ) as Record<AccountKey, Person>
  const messages = [
    ...work,
    ...friends,
    ...languages,
    ...mailingList,
    ...newsletters,
    ...daily,
    ...invitation(now, people),
  ]
  const built = buildAll(messages, { people, domain, now })
  let added = 0
  for (const key of Object.keys(demoPeople) as AccountKey[]) {
    const owner = await account(demoPeople[key])
    if (!owner) continue
    const own = built.filter(({ message }) => concerns(message, key))
    const ready = await Promise.all(
      own.map(async ({ message, bytes, date }) => ({
        message: {
          accountId: owner.accountId,
          bytes,
          receivedAt: date,
          sameAs: `demo:${message.key}`,
          ...placement(message, key),
        },
        parsed: await mail.parse(bytes),
      })),
    )
    // Oldest first, so that threads and ids grow as they would have.
    ready.sort((a, b) => a.message.receivedAt - b.message.receivedAt)
    added += mail.importParsed(ready).filter(Boolean).length
  }
  return added
}

interface Setting {
  readonly people: Readonly<Record<AccountKey, Person>>
  readonly domain: string
  readonly now: number
}

interface Built {
  readonly message: DemoMessage
  readonly bytes: Uint8Array
  readonly date: number
}

function buildAll(messages: readonly DemoMessage[], setting: Setting): Built[] {
  const byKey = new Map(messages.map((message) => [message.key, message]))
  const person = (party: Party): Person => (typeof party === 'string' ? setting.people[party] : party)
  const idOf = (key: string): string => `${key}@demo.${setting.domain}`
  const chain = (key: string | undefined): string[] =>
    key === undefined ? [] : [...chain(byKey.get(key)?.inReplyTo), idOf(key)]
  return messages.map((message) => {
    const date = dateOf(message, setting.now)
    const original = message.inReplyTo === undefined ? undefined : byKey.get(message.inReplyTo)
    const quote = message.quotes && original ? quoteOf(original, person(original.from)) : ''
    const bytes = buildMessage({
      messageId: idOf(message.key),
      from: person(message.from),
      to: (message.to ?? ['alex']).map(person),
      cc: (message.cc ?? []).map(person),
      subject: message.subject,
      date,
      references: chain(message.inReplyTo),
      text: message.text + quote,
      ...(message.html === undefined ? {} : { html: message.html }),
      attachments: message.attachments ?? [],
      fields: message.fields ?? {},
    })
    return { message, bytes, date }
  })
}

/** Never in the future: what would be later today was yesterday. */
function dateOf({ at: [days, time] }: DemoMessage, now: number): number {
  const day = 24 * 3600 * 1000
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const date = Math.floor(now / day) * day - days * day + (hours * 60 + minutes) * 60_000
  return date > now ? date - day : date
}

function quoteOf(original: DemoMessage, from: Person): string {
  const lines = original.text
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
  return `\n\n${from.name} wrote:\n${lines.join('\n')}`
}

function concerns({ from, to = ['alex'], cc = [], mailbox }: DemoMessage, key: AccountKey): boolean {
  if (from === key) return true
  // A draft is in its author's mailbox only.
  return mailbox !== 'drafts' && [...to, ...cc].includes(key)
}

function placement(
  message: DemoMessage,
  key: AccountKey,
): { mailboxes: readonly string[]; keywords: readonly string[] } {
  const fresh = key !== 'alex' && message.from !== key && message.at[0] < 1
  const unread = key === 'alex' ? message.unread === true : fresh
  const keywords = [...(unread ? [] : ['$seen']), ...(key === 'alex' ? (message.keywords ?? []) : [])]
  const role =
    message.from === key
      ? message.mailbox === 'drafts'
        ? 'drafts'
        : 'sent'
      : key === 'alex'
        ? (message.mailbox ?? 'inbox')
        : 'inbox'
  return { mailboxes: [role], keywords }
}
