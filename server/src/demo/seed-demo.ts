import type { Incoming } from '../mail/incoming.ts'
import { buildMessage } from './build-message.ts'
import type { DemoMessage, Party, Person } from './demo-message.ts'
import { daily } from './threads/daily.ts'
import { friends } from './threads/friends.ts'
import { invitation } from './threads/invitation.ts'
import { languages } from './threads/languages.ts'
import { mailingList } from './threads/list.ts'
import { newsletters } from './threads/newsletters.ts'
import { work } from './threads/work.ts'

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
    key === undefined ? [] : [...chain(byKey.get(key)?.answers), idOf(key)]
  return messages.map((message) => {
    const date = dateOf(message, setting.now)
    const answered = message.answers === undefined ? undefined : byKey.get(message.answers)
    const quote = message.quotes && answered ? quoteOf(answered, person(answered.from)) : ''
    const bytes = buildMessage({
      messageId: idOf(message.key),
      from: person(message.from),
      to: (message.to ?? ['alex']).map(person),
      cc: (message.cc ?? []).map(person),
      subject: message.subject,
      date,
      references: chain(message.answers),
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

function quoteOf(answered: DemoMessage, from: Person): string {
  const lines = answered.text
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
  return `\n\n${from.name} wrote:\n${lines.join('\n')}`
}

function concerns({ from, to = ['alex'], cc = [], mailbox }: DemoMessage, key: AccountKey): boolean {
  if (from === key) return true
  // A draft is nobody else's.
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
