import { createHash } from 'node:crypto'
import type { ImportedMessage, Incoming } from '../incoming.ts'
import { headerStart, readHeaderBlock } from '../mime/header.ts'
import type { ParsedMessage } from '../mime/message.ts'
import { isKeyword } from '../store/keywords.ts'
import type { FoundMessage } from './mbox.ts'
import { listSource, readSourceFile } from './source.ts'

export interface MessageStatus {
  /** null when the message says nothing about it. */
  readonly keywords: readonly string[] | null
  /** The same for one message in two states. */
  readonly identity: string
  /** It has at least one field that mail has. */
  readonly isMail: boolean
  /** Where a program says that it is now. */
  readonly place: 'trash' | 'junk' | 'sent' | 'drafts' | 'archive' | null
  /** It is there until a program tidies its file, and was deleted or moved long ago; or is no mail of a person at all. */
  readonly isLeftOver: boolean
}

/** Written by mail programs into their own files; they change while the message does not. */
const statusFields: ReadonlySet<string> = new Set([
  'status',
  'x-status',
  'x-keywords',
  'x-uid',
  'x-mozilla-status',
  'x-mozilla-status2',
  'x-mozilla-keys',
  'x-gmail-labels',
])

const mailFields: ReadonlySet<string> = new Set([
  'from',
  'to',
  'date',
  'subject',
  'message-id',
  'received',
  'return-path',
  'sender',
  'mime-version',
  'content-type',
])

/** The state that a message in a file records. */
export function readStatus(raw: Uint8Array): MessageStatus {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const { fields, body } = readHeaderBlock(bytes, headerStart(bytes), () => false)
  const status = new Map<string, string>()
  const hash = createHash('sha256')
  let messageId = ''
  let isMail = false
  for (const { name, start, end } of fields) {
    const field = name.toLowerCase()
    const value = bytes.toString('latin1', start, end).trim()
    isMail ||= mailFields.has(field)
    if (field === 'message-id') messageId = value
    if (statusFields.has(field) || field.startsWith('x-imap')) status.set(field, value)
    if (!statusFields.has(field)) hash.update(`${field}:${value}\n`)
  }
  hash.update(bytes.subarray(body))
  return {
    keywords: keywordsOf(status),
    identity: `${messageId}\n${hash.digest('hex')}`,
    isMail,
    place: placeOf(status),
    isLeftOver: isLeftOver(status, bytes.subarray(body, body + 500)),
  }
}

/** Thunderbird: deleted on the server, or at the next compacting; Gmail: labels of an export. */
function placeOf(status: ReadonlyMap<string, string>): MessageStatus['place'] {
  if ((hexOf(status.get('x-mozilla-status2')) & 0x200000) !== 0) return 'trash'
  if (status.get('x-status')?.includes('D')) return 'trash'
  const labels = status.get('x-gmail-labels')?.toLowerCase()
  if (labels === undefined || /\binbox\b/.test(labels)) return null
  if (/\btrash\b/.test(labels)) return 'trash'
  if (/\bspam\b/.test(labels)) return 'junk'
  if (/\bdrafts?\b/.test(labels)) return 'drafts'
  return /\bsent\b/.test(labels) ? 'sent' : 'archive'
}

/** Thunderbird's mark of a message that was moved or deleted; the first message of an mbox of UW IMAP and Pine. */
function isLeftOver(status: ReadonlyMap<string, string>, body: Buffer): boolean {
  if ((hexOf(status.get('x-mozilla-status')) & 8) !== 0) return true
  return (
    (status.has('x-imap') || status.has('x-imapbase')) &&
    /internal (?:format|data) (?:of|for) your mail folder|^This text is part of the internal format/i.test(
      body.toString('latin1'),
    )
  )
}

function hexOf(text: string | undefined): number {
  return Number.parseInt(text ?? '', 16) || 0
}

const statusLetters: Readonly<Record<string, string>> = { R: '$seen', A: '$answered', F: '$flagged', T: '$draft' }

const mozillaBits: readonly (readonly [bit: number, keyword: string])[] = [
  [1, '$seen'],
  [2, '$answered'],
  [4, '$flagged'],
  [0x1000, '$forwarded'],
]

/** Keywords that a file gives one message, as many as a client may set. Beyond it: the rest is ignored. */
const maxKeywords = 100

function keywordsOf(status: ReadonlyMap<string, string>): readonly string[] | null {
  const mbox = `${status.get('status') ?? ''}${status.get('x-status') ?? ''}`
  const mozilla = Number.parseInt(status.get('x-mozilla-status') ?? '', 16)
  const labels = status.get('x-gmail-labels')?.toLowerCase()
  if (mbox === '' && Number.isNaN(mozilla) && labels === undefined) return status.has('status') ? [] : null
  const keywords = [...mbox].flatMap((letter) => statusLetters[letter] ?? [])
  if (!Number.isNaN(mozilla))
    keywords.push(...mozillaBits.flatMap(([bit, keyword]) => ((mozilla & bit) === 0 ? [] : [keyword])))
  if (labels !== undefined && !labels.includes('unread')) keywords.push('$seen')
  if (labels?.includes('starred')) keywords.push('$flagged')
  const tags = `${status.get('x-mozilla-keys') ?? ''} ${status.get('x-keywords') ?? ''}`.toLowerCase().split(/[\s,]+/)
  return [...new Set([...keywords, ...tags.filter((tag) => isKeyword(tag))])].slice(0, maxKeywords)
}

export interface ImportOptions {
  readonly mail: Pick<Incoming, 'parse' | 'importParsed' | 'hasImported'>
  readonly accountId: string
  /** An mbox, one message, or a folder of either, a Maildir too. */
  readonly source: string
  /** Name or role; made when it does not exist. Default: the folder it is in at the source, else the inbox. */
  readonly mailbox?: string
  /** Messages that do not say whether they were read are new. Default: false, they were read. */
  readonly unread?: boolean
  /** Stops the import after the current messages. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  readonly added: number
  /** In the account from an import before. */
  readonly known: number
  readonly failed: number
  /** Deleted at the source and still in its files. */
  readonly leftOut: number
  /** Bytes of the source. */
  readonly done: number
  readonly total: number
}

export interface ImportResult extends ImportProgress {
  readonly failures: readonly { readonly name: string; readonly reason: string }[]
  /** Stopped by the signal before the end. */
  readonly stopped: boolean
}

/** Messages of one transaction: a crash loses no more, and each costs one flush to disk less. */
const batchSize = 100

/** Bytes of one batch, so that large messages do not pile up. */
const batchBytes = 32_000_000

/** Imports mail into an account. Messages imported before are skipped, so it can be stopped and run again. */
export async function importMail(options: ImportOptions): Promise<ImportResult> {
  const files = await listSource(options.source)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const run = new ImportRun(options, total)
  let stopped = false
  for (const file of files) {
    for await (const found of readSourceFile(file)) {
      await run.add(found)
      stopped = options.signal?.aborted === true
      if (stopped) break
    }
    if (stopped) break
  }
  return { ...(await run.finish()), stopped }
}

interface Pending {
  readonly message: ImportedMessage
  readonly name: string
  readonly parsed: Promise<ParsedMessage>
}

class ImportRun {
  private readonly options: ImportOptions
  private readonly total: number
  private readonly failures: { name: string; reason: string }[] = []
  private batch: Pending[] = []
  private bytes = 0
  /** The batch before, being stored while the next one is read and parsed. */
  private storing: Promise<void> = Promise.resolve()
  private added = 0
  private known = 0
  private leftOut = 0
  private done = 0

  constructor(options: ImportOptions, total: number) {
    this.options = options
    this.total = total
  }

  async add(found: FoundMessage): Promise<void> {
    const { mail, accountId, unread } = this.options
    this.done += found.length
    const status = readStatus(found.bytes)
    if (found.failure !== undefined) {
      this.failures.push({ name: found.name, reason: found.failure })
      return
    }
    if (status.isLeftOver) {
      this.leftOut += 1
      return
    }
    if (!status.isMail && (found.bytes.length === 0 || !/\.eml(?:\.gz)?$/i.test(found.name))) {
      this.failures.push({
        name: found.name,
        reason: found.bytes.length === 0 ? 'is empty or too long' : 'is no message',
      })
      return
    }
    if (
      mail.hasImported(accountId, status.identity) ||
      this.batch.some(({ message }) => message.sameAs === status.identity)
    ) {
      this.known += 1
      return
    }
    const message: ImportedMessage = {
      accountId,
      bytes: found.bytes,
      keywords: found.keywords ?? status.keywords ?? (unread ? [] : ['$seen']),
      sameAs: status.identity,
      mailboxes: [this.mailboxOf(found, status)],
      ...(found.receivedAt === undefined ? {} : { separatorDate: found.receivedAt }),
    }
    this.batch.push({ message, name: found.name, parsed: mail.parse(found.bytes) })
    this.bytes += found.bytes.length
    if (this.batch.length >= batchSize || this.bytes >= batchBytes) await this.flush()
  }

  private mailboxOf(found: FoundMessage, { place }: MessageStatus): readonly string[] {
    if (found.trashed || place === 'trash') return ['trash']
    const { mailbox } = this.options
    if (mailbox !== undefined) return [mailbox]
    return place !== null || found.folder.length === 0 ? [place ?? 'inbox'] : found.folder
  }

  async finish(): Promise<Omit<ImportResult, 'stopped'>> {
    await this.flush()
    await this.storing
    return { ...this.progress(), failures: this.failures }
  }

  private progress(): ImportProgress {
    const { added, known, leftOut, done, total } = this
    return { added, known, leftOut, failed: this.failures.length, done, total }
  }

  private async flush(): Promise<void> {
    const batch = this.batch
    this.batch = []
    this.bytes = 0
    await this.storing
    this.storing = this.store(batch)
  }

  private async store(batch: readonly Pending[]): Promise<void> {
    const ready = await Promise.all(
      batch.map(async ({ message, name, parsed }) => ({ message, name, parsed: await parsed })),
    )
    try {
      this.count(this.options.mail.importParsed(ready))
    } catch {
      // One of them cannot be stored: find out which.
      for (const one of ready) this.importAlone(one)
    }
    this.options.onProgress?.(this.progress())
  }

  private importAlone(one: { message: ImportedMessage; name: string; parsed: ParsedMessage }): void {
    try {
      this.count(this.options.mail.importParsed([one]))
    } catch (error) {
      this.failures.push({ name: one.name, reason: error instanceof Error ? error.message : String(error) })
    }
  }

  private count(outcome: readonly boolean[]): void {
    const added = outcome.filter(Boolean).length
    this.added += added
    this.known += outcome.length - added
  }
}
