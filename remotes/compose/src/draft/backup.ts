import { type ComposeRequest, type EmailAddress, unsentPrefix } from '@atrium/mail-contracts'
import type { LostRequest } from '@atrium/mail'
import { basePath, showToast } from '@atrium/remote'
import { type Composer, findComposer, isUnsaved, useComposers } from '../composers.ts'
import { say } from '../strings.ts'
import { type Attachment, type Draft, emptyDraft } from './draft.ts'

/** A message that had not reached the server, as it is kept in the browser. */
export interface Backup {
  readonly draft: Draft
  /** What it was opened as. Default: a new message. */
  readonly request: ComposeRequest
  /** Where an earlier state of it is stored. */
  readonly emailId: string | null
  /** Null in a backup of an earlier release. */
  readonly messageId: string | null
  /** What was on its way to the server. */
  readonly attempted: Pick<LostRequest, 'kind' | 'content'> | null
}

/** Milliseconds of typing that are lost at most when the browser's process is killed, besides what the disk takes. */
const pause = 500

/** One for each document: two of them may be writing. */
const tab = `${Date.now().toString(36)}${Math.trunc(performance.now()).toString(36)}`

/**
 * Whose messages are in this page. It outlives the session: what is typed in the last moment of a session, or
 * after it has expired, is the same person's.
 */
let owner: string | null = null

/** By installation, person and document; the person's prefix is what the host looks for. */
const tabPrefix = (accountId: string): string => `${unsentPrefix(accountId)}${basePath()}:${tab}:`
const keyFor = (accountId: string, key: string): string => `${tabPrefix(accountId)}${key}`

/** The document that wrote a backup, as its lock is called; one of an earlier release has no part for the message. */
const lockOf = (storageKey: string): string => storageKey.replace(/:message-\d+$/, ':')

/** Storage may be full, or forbidden: then there is no second net, and the first one still holds. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

const backupOf = ({ draft, request, emailId, messageId, attempted }: Composer): Backup => ({
  draft: { ...draft, attachments: draft.attachments.filter(({ blobId }) => blobId !== null) },
  request,
  emailId,
  messageId,
  attempted,
})

/**
 * Writes what is unsaved of a message into the browser, and removes it once the server has confirmed all of it.
 * @returns Whether it was written.
 */
export function backUp(key: string): boolean {
  waiting.delete(key)
  const composer = findComposer(key)
  if (owner === null || !composer) return false
  const storageKey = keyFor(owner, key)
  if (!isUnsaved(key)) {
    quietly(() => localStorage.removeItem(storageKey))
    return false
  }
  const written = quietly(() => (localStorage.setItem(storageKey, JSON.stringify(backupOf(composer))), true)) ?? false
  if (!written) reportOnce()
  return written
}

let reported = false

/** Says once in a page that this browser keeps nothing: the server alone has what is written. */
function reportOnce(): void {
  if (reported) return
  reported = true
  showToast({ tone: 'neutral', text: say('notKeptHere'), duration: 0 })
}

const waiting = new Set<string>()

/** Backs a message up within half a second, however fast its writer types. */
export function backUpSoon(key: string): void {
  if (waiting.has(key)) return
  waiting.add(key)
  setTimeout(() => waiting.has(key) && backUp(key), pause)
}

/** Backs up everything now: the page or the session is about to end. */
export function backUpUnsaved(): void {
  for (const { key } of useComposers.getState().list) backUp(key)
}

/** Removes the backup of a message that was sent, stored or discarded. */
export function dropBackup(key: string): void {
  waiting.delete(key)
  const accountId = owner
  if (accountId !== null) quietly(() => localStorage.removeItem(keyFor(accountId, key)))
}

/**
 * Says whose messages are written here, and holds the document's name for as long as it lives, so that no other
 * one takes its backups.
 */
export function ownBackups(accountId: string): void {
  if (owner === accountId) return
  owner = accountId
  void navigator.locks?.request(tabPrefix(accountId), () => new Promise(() => undefined))
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const texts = (value: unknown): string[] => list(value).filter((item) => typeof item === 'string')

const addresses = (value: unknown): EmailAddress[] =>
  list(value).flatMap((item) =>
    isRecord(item) && typeof item['email'] === 'string'
      ? [{ name: textOrNull(item['name']), email: item['email'] }]
      : [],
  )

/** Only what the server has: a file on its way was lost with its page. */
const attachments = (value: unknown): Attachment[] =>
  list(value).flatMap((item) => {
    if (!isRecord(item) || !textOrNull(item['blobId']) || typeof item['size'] !== 'number') return []
    const { size } = item
    const blobId = text(item['blobId'])
    const type = text(item['type']) || 'application/octet-stream'
    return [
      {
        id: text(item['id']) || `kept-${blobId}`,
        name: text(item['name']),
        type,
        size,
        blobId,
        progress: 1,
        error: null,
        cid: textOrNull(item['cid']),
      },
    ]
  })

const draftOf = (value: Readonly<Record<string, unknown>>): Draft => ({
  ...emptyDraft,
  identityId: textOrNull(value['identityId']),
  to: addresses(value['to']),
  cc: addresses(value['cc']),
  bcc: addresses(value['bcc']),
  subject: text(value['subject']),
  // A backup of an earlier release has no HTML: it is its text.
  format: value['format'] === 'plain' ? 'plain' : 'rich',
  text: text(value['text']),
  html: text(value['html']),
  htmlText: text(value['htmlText']),
  quote: text(value['quote']),
  quoteHtml: text(value['quoteHtml']),
  attachments: attachments(value['attachments']),
  inReplyTo: texts(value['inReplyTo']),
  references: texts(value['references']),
})

function attemptOf(value: unknown): Backup['attempted'] {
  if (!isRecord(value) || !isRecord(value['content']) || (value['kind'] !== 'save' && value['kind'] !== 'send'))
    return null
  const { content, kind } = value
  const [from] = addresses([content['from']])
  if (!from) return null
  const { to, cc, bcc, subject, text: body, inReplyTo, references } = draftOf(content)
  const files = attachments(content['attachments']).flatMap(({ blobId, name, type, size, cid }) =>
    blobId === null ? [] : [{ blobId, name, type, size, ...(cid === null ? {} : { cid }) }],
  )
  const html = typeof content['html'] === 'string' ? { html: content['html'] } : {}
  return {
    kind,
    content: { from, to, cc, bcc, subject, text: body, ...html, attachments: files, inReplyTo, references },
  }
}

const kinds = ['reply', 'reply-all', 'forward'] as const

function requestOf(value: unknown): ComposeRequest {
  const emailId = isRecord(value) ? textOrNull(value['emailId']) : null
  const kind = kinds.find((one) => isRecord(value) && value['kind'] === one)
  return kind && emailId !== null ? { kind, emailId } : { kind: 'new' }
}

/** Takes of a backup what can be used; nothing of it when no word or recipient is left. */
function readBackup(value: unknown): Backup[] {
  if (!isRecord(value) || !isRecord(value['draft'])) return []
  const draft = draftOf(value['draft'])
  const { to, cc, bcc, subject, text: body, quote, attachments: files } = draft
  if ([to, cc, bcc, subject, body, quote, files].every(({ length }) => length === 0)) return []
  const messageId = textOrNull(value['messageId'])
  const attempted = attemptOf(value['attempted'])
  return [{ draft, request: requestOf(value['request']), emailId: textOrNull(value['emailId']), messageId, attempted }]
}

function readBackups(stored: string | null): Backup[] {
  const value: unknown = quietly(() => JSON.parse(stored ?? 'null'))
  // An earlier release kept all messages of a document together.
  return Array.isArray(value) ? value.flatMap(readBackup) : readBackup(value)
}

/** Milliseconds in which the document before this one, of a reload, has let go of its backups. */
const letGoTime = 3000

async function withLock(name: string, work: () => void): Promise<void> {
  if (!navigator.locks) return work()
  try {
    await navigator.locks.request(name, { signal: AbortSignal.timeout(letGoTime) }, work)
  } catch {
    // Its document is alive and keeps it.
  }
}

/**
 * Takes what documents that are gone have left behind. One that cannot be read stays where it is, for a later
 * release to read, and harms no other.
 *
 * @param recover Opens a window for a backup and returns its key.
 * @returns How many were recovered.
 */
export async function takeBackups(accountId: string, recover: (backup: Backup) => string): Promise<number> {
  const own = tabPrefix(accountId)
  const left = (quietly(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(unsentPrefix(accountId)))
  let count = 0
  const take = (storageKey: string): void => {
    const stored = quietly(() => localStorage.getItem(storageKey)) ?? null
    const backups = readBackups(stored)
    const keys = backups.map(recover)
    count += keys.length
    if (stored === null || keys.length === 0) return
    // First the copy under this document's name, then away with the old one; where both have no room, the old one goes first.
    if (!keys.every(backUp)) {
      quietly(() => localStorage.removeItem(storageKey))
      if (!keys.every(backUp)) return void quietly(() => localStorage.setItem(storageKey, stored))
    }
    quietly(() => localStorage.removeItem(storageKey))
  }
  await Promise.all(left.filter((key) => !key.startsWith(own)).map((key) => withLock(lockOf(key), () => take(key))))
  return count
}
