import { skipSubjectPrefixes } from '@atrium/mail-contracts'
import { createHash } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Query } from '../../database/query.ts'
import { parseDateTime } from '../mime/date.ts'
import type { Address, Listing, Message } from '../mime/message.ts'
import { filesFlag, flagOf, toFlags, writeKeywords } from './keywords.ts'
import { noteLesson } from '../smtp/bayes-filter.ts'
import type { WriteScope } from './mail-store.ts'
import { indexEmail, unindexEmail } from './search-index.ts'

export interface StoredEmail {
  readonly id: number
  readonly thread: number
  readonly blob: string
  readonly received_at: number
  readonly size: number
  readonly flags: number
  readonly has_attachment: number
  readonly preview: string
  readonly listing: string
}

export function readEmail(query: Query, account: number, id: number): StoredEmail | undefined {
  const row = query.one<StoredEmail & { readonly packed: Uint8Array | null }>(
    `SELECT id, thread, blob, received_at, size, flags, has_attachment, preview, listing, packed
     FROM email WHERE id = ? AND account = ?`,
    id,
    account,
  )
  return row && (row.packed === null ? row : { ...row, ...unpackRow(row.packed) })
}

/** What nearly every listing contains: compressed against it, one takes half. It may never change. */
const usualListing = Buffer.from(
  `https://www. .com .org .net Hello, Hi, Dear Thank you for your message. Thanks for the Best regards, Kind regards, Please find attached On wrote: > you your have this that with from the and for are not will can was but all The In To We I'm order account update information email please click here view this email in your browser unsubscribe [null,null,{"messageId":["@mail.gmail.com"],"inReplyTo":["@mail.gmail.com"],"references":["@mail.gmail.com","@mail.gmail.com"],"sender":[{"name":null,"email":"owner-@lists."}],"from":[{"name":"","email":"@gmail.com"}],"to":[{"name":null,"email":"@"},{"name":"","email":"@"}],"cc":[{"name":"","email":"@"}],"bcc":null,"replyTo":[{"name":null,"email":"@"}],"subject":"Re: Fwd: ","sentAt":"2024-01-01T00:00:00Z"}{"messageId":["@"],"inReplyTo":null,"references":null,"sender":null,"from":[{"name":"","email":"@"}],"to":[{"name":null,"email":"@"}],"cc":null,"bcc":null,"replyTo":null,"subject":"","sentAt":"2024-01-01T00:00:00+01:00"}`,
)

function packRow({ preview, listing }: Message): Uint8Array {
  return zstdCompressSync(`${JSON.stringify(listing)}\n${preview}`, { dictionary: usualListing })
}

/** JSON of the listing in one line, and the preview behind it. What is damaged is no JSON, which its reader reports. */
function unpackRow(packed: Uint8Array): Pick<StoredEmail, 'listing' | 'preview'> {
  try {
    const text = zstdDecompressSync(packed, { dictionary: usualListing }).toString()
    const end = text.indexOf('\n')
    return { listing: text.slice(0, end), preview: text.slice(end + 1) }
  } catch {
    return { listing: '', preview: '' }
  }
}

export function mailboxesOf(query: Query, email: number): number[] {
  return query
    .all<{ mailbox: number }>('SELECT mailbox FROM email_mailbox WHERE email = ? ORDER BY mailbox', email)
    .map((row) => row.mailbox)
}

interface NewEmail {
  /** Key of the account. */
  readonly account: number
  /** A stored blob whose parse is saved. */
  readonly blob: string
  readonly message: Message
  /** One at least. */
  readonly mailboxes: readonly number[]
  /** Lower case. */
  readonly keywords: readonly string[]
  /** Milliseconds since 1970. */
  readonly receivedAt: number
}

/** Adds a message to an account: thread, mailboxes, keywords, search. */
export function insertEmail(scope: WriteScope, email: NewEmail): { readonly id: number; readonly thread: number } {
  const { listing } = email.message
  const thread = findThread(scope, email.account, listing)
  // JMAP dates have no fractions of a second: what is compared is what is shown.
  const receivedAt = Math.floor(email.receivedAt / 1000) * 1000
  const { lastId: id } = scope.query.run(
    `INSERT INTO email (account, thread, blob, received_at, sent_at, size, flags, has_attachment,
       subject_sort, from_sort, to_sort, preview, listing, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?)`,
    email.account,
    thread,
    email.blob,
    receivedAt,
    listing.sentAt === null ? null : parseDateTime(listing.sentAt),
    email.message.size,
    toFlags(email.keywords),
    Number(email.message.hasAttachment),
    baseSubject(listing.subject ?? ''),
    sortName(listing.from),
    sortName(listing.to),
    packRow(email.message),
  )
  for (const mailbox of new Set(email.mailboxes))
    scope.query.run(
      'INSERT INTO email_mailbox (mailbox, received_at, email, thread, flags) VALUES (?, ?, ?, ?, ?)',
      mailbox,
      receivedAt,
      id,
      thread,
      toFlags(email.keywords) | (email.message.hasAttachment ? filesFlag : 0),
    )
  writeKeywords(scope.query, id, email.keywords)
  indexEmail(scope.query, { id, account: email.account, blob: email.blob })
  scope.changes(email.account).record('Email', id, 'created')
  return { id, thread }
}

/** Puts what a new parse of its bytes says in place of what an older one said. Its thread and its dates stay. */
export function renewEmail(
  { query }: WriteScope,
  email: { readonly id: number; readonly account: number; readonly blob: string; readonly message: Message },
): void {
  const { id, message } = email
  const { listing } = message
  query.run(
    `UPDATE email SET has_attachment = ?, subject_sort = ?, from_sort = ?, to_sort = ?, preview = '', listing = '',
       packed = ? WHERE id = ?`,
    Number(message.hasAttachment),
    baseSubject(listing.subject ?? ''),
    sortName(listing.from),
    sortName(listing.to),
    packRow(message),
    id,
  )
  unindexEmail(query, id)
  indexEmail(query, email)
}

/** RFC 8621 §4.4.2: the name of the first address, or the address. */
function sortName(addresses: readonly Address[] | null): string {
  const first = addresses?.[0]
  return (first?.name || first?.email || '').slice(0, 200).normalize('NFKC').toLowerCase()
}

interface EmailRow {
  readonly id: number
  readonly thread: number
  readonly received_at: number
}

/** Roles of the mailboxes of a message, and its keywords about spam. */
function standing(query: Query, email: number): ReadonlySet<string> {
  const rows = query.all<{ role: string }>(
    'SELECT role FROM email_mailbox m JOIN mailbox ON mailbox.id = m.mailbox WHERE m.email = ? AND role IS NOT NULL',
    email,
  )
  const flags = query.one<{ flags: number }>('SELECT flags FROM email WHERE id = ?', email)?.flags ?? 0
  const keywords = ['$junk', '$notjunk'].filter((keyword) => (flags & flagOf(keyword)) !== 0)
  return new Set([...rows.map(({ role }) => role), ...keywords])
}

/** Replaces mailboxes and keywords of a message, each where given. */
export function updateEmail(
  scope: WriteScope,
  account: number,
  change: {
    readonly email: EmailRow
    readonly mailboxes?: ReadonlySet<number>
    readonly keywords?: ReadonlySet<string>
  },
): void {
  const { email, mailboxes, keywords } = change
  const changes = scope.changes(account)
  changes.touchThread(email.thread)
  const before = standing(scope.query, email.id)
  if (mailboxes) {
    scope.query.run('DELETE FROM email_mailbox WHERE email = ?', email.id)
    for (const mailbox of mailboxes)
      scope.query.run(
        `INSERT INTO email_mailbox (mailbox, received_at, email, thread, flags)
         SELECT ?, received_at, id, thread, flags | (has_attachment * ${filesFlag}) FROM email WHERE id = ?`,
        mailbox,
        email.id,
      )
  }
  if (keywords) {
    scope.query.run('UPDATE email SET flags = ? WHERE id = ?', toFlags(keywords), email.id)
    writeKeywords(scope.query, email.id, keywords)
  }
  noteLesson(scope, { account, email: email.id, before, after: standing(scope.query, email.id) })
  changes.record('Email', email.id, 'updated')
}

/** Deletes a message permanently. Its blob stays until nothing needs it. */
export function destroyEmail(
  scope: WriteScope,
  account: number,
  email: { readonly id: number; readonly thread: number },
): void {
  const changes = scope.changes(account)
  changes.touchThread(email.thread)
  unindexEmail(scope.query, email.id)
  scope.query.run('DELETE FROM email WHERE id = ?', email.id)
  changes.record('Email', email.id, 'destroyed')
}

/**
 * References of one message that are looked at: the first names the start, the last ones the parents. Beyond it:
 * those between are ignored.
 */
const maxReferences = 100

/** Messages of one thread; longer ones are no conversations. Beyond it: the next message begins another thread. */
const maxThread = 1000

/**
 * The thread a message belongs to, made if need be (RFC 8621 §3): one with which it shares a message id
 * and its base subject. A message that links several threads makes them one.
 */
function findThread(scope: WriteScope, account: number, listing: Listing): number {
  const keys = threadKeys(listing)
  const threads = knownThreads(scope, account, keys)
  const roomy = threads.filter((thread) => sizeOf(scope, thread) < maxThread)
  const [first] = roomy
  const target = first ?? scope.query.run('INSERT INTO thread (account) VALUES (?)', account).lastId
  scope.changes(account).touchThread(target)
  for (const other of roomy.slice(1))
    if (sizeOf(scope, target) + sizeOf(scope, other) <= maxThread)
      moveThread(scope, account, { from: other, to: target })
  for (const key of keys)
    scope.query.run(
      `INSERT INTO thread_reference (account, key, thread) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET thread = excluded.thread WHERE thread != excluded.thread`,
      account,
      key,
      target,
    )
  return target
}

function threadKeys({ messageId, inReplyTo, references, subject }: Listing): Buffer[] {
  const all = references ?? []
  const used = all.length > maxReferences ? [...all.slice(0, 1), ...all.slice(1 - maxReferences)] : all
  const ids = new Set([...(messageId ?? []).slice(0, 1), ...(inReplyTo ?? []).slice(0, 10), ...used])
  const base = baseSubject(subject ?? '')
  return [...ids].map((id) => createHash('sha256').update(`${id}\n${base}`).digest().subarray(0, 16))
}

function knownThreads({ query }: WriteScope, account: number, keys: readonly Buffer[]): number[] {
  const found = keys.flatMap((key) =>
    query.all<{ thread: number }>('SELECT thread FROM thread_reference WHERE account = ? AND key = ?', account, key),
  )
  return [...new Set(found.map((row) => row.thread))].sort((a, b) => a - b)
}

function sizeOf({ query }: WriteScope, thread: number): number {
  return query.one<{ size: number }>('SELECT count(*) AS size FROM email WHERE thread = ?', thread)?.size ?? 0
}

const copiedColumns =
  'account, blob, received_at, sent_at, size, flags, has_attachment, subject_sort, from_sort, to_sort, preview, listing, packed, search'

/**
 * Moves all messages of a thread to another. The thread of a message is immutable, so each is created again
 * as a new one with a new id (RFC 8621 §3).
 */
function moveThread(scope: WriteScope, account: number, { from, to }: { from: number; to: number }): void {
  const changes = scope.changes(account)
  changes.touchThread(from)
  changes.touchThread(to)
  const rows = scope.query.all<{ id: number }>('SELECT id FROM email WHERE thread = ?', from)
  for (const { id } of rows) {
    const { lastId } = scope.query.run(
      `INSERT INTO email (thread, ${copiedColumns}) SELECT ?, ${copiedColumns} FROM email WHERE id = ?`,
      to,
      id,
    )
    scope.query.run('UPDATE email_mailbox SET email = ?, thread = ? WHERE email = ?', lastId, to, id)
    scope.query.run('UPDATE email_keyword SET email = ? WHERE email = ?', lastId, id)
    scope.query.run('UPDATE imported SET email = ? WHERE email = ?', lastId, id)
    // A message that is held can be put back among the drafts by the id that its submission has.
    for (const { submission } of scope.query.all<{ submission: number }>(
      'UPDATE submission SET email = ?, thread = ? WHERE account = ? AND email = ? RETURNING id AS submission',
      lastId,
      to,
      account,
      id,
    ))
      changes.record('EmailSubmission', submission, 'updated')
    scope.query.run('DELETE FROM email WHERE id = ?', id)
    changes.record('Email', id, 'destroyed')
    changes.record('Email', lastId, 'created')
  }
  scope.query.run('UPDATE thread_reference SET thread = ? WHERE thread = ?', to, from)
}

const listTag = /^\[[^[\]]{1,80}\]\s*/u

/**
 * A subject without "Re:", "[list]", "(fwd)" and the like (RFC 5256 §2.1), in lower case and with single
 * spaces: two messages of one conversation have the same.
 */
export function baseSubject(subject: string): string {
  let text = subject.slice(0, 1000).replace(/\s+/gu, ' ').trim()
  for (let round = 0; round < 50; round += 1) {
    const next = strip(text)
    if (next === text) break
    text = next
  }
  return text.normalize('NFC').toLowerCase()
}

function strip(text: string): string {
  const trailing = text.replace(/\s*\(fwd\)\s*$/iu, '')
  if (trailing !== text) return trailing
  const wrapped = /^\[fwd:\s*(.*)\]$/isu.exec(text)
  if (wrapped) return wrapped[1] ?? ''
  const own = skipSubjectPrefixes(text, ['reply', 'forward', 'warning'])
  if (own > 0) return text.slice(own)
  const untagged = text.replace(listTag, '')
  // A subject that is nothing but a tag keeps it.
  return untagged === '' ? text : untagged
}
