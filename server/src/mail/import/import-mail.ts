import type { ParsedMessage } from '../mime/message.ts'
import type { ImportedMessage, Incoming } from '../incoming.ts'
import type { FoundMessage } from './mbox.ts'
import { readStatus, type MessageStatus } from './message-status.ts'
import { listSource, readSourceFile } from './source.ts'

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
