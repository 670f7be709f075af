import { unflowText } from '@atrium/mail-contracts'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { bodyLists } from './body-lists.ts'
import { readListing } from './header-forms.ts'
import type { Message, ParsedMessage, Part } from './message.ts'
import { buildPart, scanParts, type ScannedPart } from './structure.ts'
import { htmlText, makePreview, partText } from './text.ts'

/** Characters of a message that search sees. Beyond it: the rest is not found. */
const maxText = 200_000

/** Parses a raw message (RFC 5322, MIME). Never throws; linear in time and memory. */
export function parseMessage(raw: Uint8Array): ParsedMessage {
  const bytes = withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  return describeMessage(bytes, buildPart(bytes, scanParts(bytes)))
}

/**
 * What is shown of a message whose parse took too long or too much: its header and the start of its
 * text. All of it can still be downloaded.
 */
export function parseStart(raw: Uint8Array): ParsedMessage {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 64_000))
  const scanned = scanParts(bytes)
  const leaf: ScannedPart = {
    ...scanned,
    head: { ...scanned.head, type: 'text/plain', transfer: 'identity' },
    end: bytes.length,
    parts: [],
  }
  const { message, text } = describeMessage(bytes, buildPart(bytes, leaf))
  return { message: { ...message, size: raw.byteLength, partial: true }, text }
}

function describeMessage(bytes: Buffer, structure: Part): ParsedMessage {
  const lists = bodyLists(structure)
  const texts = readTexts(bytes, [...new Set([...lists.textBody, ...lists.htmlBody])])
  const message: Message = {
    size: bytes.length,
    structure,
    textBody: idsOf(lists.textBody),
    htmlBody: idsOf(lists.htmlBody),
    attachments: idsOf(lists.attachments),
    hasAttachment: lists.attachments.some((part) => isOffered(part)) || hasFileInText(lists.htmlBody),
    listing: readListing(structure.headers),
    preview: makePreview(texts.find((text) => text.trim() !== '') ?? ''),
  }
  return { message, text: texts.join('\n').slice(0, maxText) }
}

function idsOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => (part.id === null ? [] : [part.id]))
}

/** RFC 8621 §4.1.4, hasAttachment: not what is there only to be shown inside the text. */
function isOffered(part: Part): boolean {
  return (
    part.disposition !== 'inline' && !(part.cid !== null && part.disposition === null && part.type.startsWith('image/'))
  )
}

/** A picture, sound or film between texts (RFC 8621 §4.1.4) that no HTML can show in its own place. */
function hasFileInText(shown: readonly Part[]): boolean {
  const hasHtml = shown.some(({ type }) => type === 'text/html')
  return shown.some(({ type, cid }) => !type.startsWith('text/') && !(hasHtml && cid !== null))
}

function readTexts(bytes: Buffer, parts: readonly Part[]): string[] {
  let left = maxText * 2
  return parts.flatMap((part) => {
    if (!part.type.startsWith('text/') || left <= 0) return []
    // Markup is longer than its words, but not without end.
    const { text } = partText(part, bytes.subarray(part.start, Math.min(part.end, part.start + maxText * 10)))
    const words = part.type === 'text/html' ? htmlText(text) : unflowText(text, contentTypeOf(part))
    left -= words.length
    return [words]
  })
}

function contentTypeOf({ headers }: Part): string | null {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null
}

/** Old Macintosh line ends: replaced one for one, so that every offset stays. */
function withLineFeeds(bytes: Buffer): Buffer {
  if (bytes.includes(0x0a) || !bytes.includes(0x0d)) return bytes
  const copy = Buffer.from(bytes)
  for (let at = copy.indexOf(0x0d); at >= 0; at = copy.indexOf(0x0d, at + 1)) copy[at] = 0x0a
  return copy
}

/** Parses untrusted bytes. Never throws: of what costs too much only the start is parsed. */
export type ParseMessage = (raw: Uint8Array) => Promise<ParsedMessage>

interface WorkerParser {
  readonly parse: ParseMessage
  readonly close: () => Promise<void>
}

interface Task {
  readonly raw: Uint8Array
  readonly done: (parsed: ParsedMessage) => void
}

interface WorkerLimits {
  /** Milliseconds for one message. Default: 2000. */
  readonly timeout?: number
  /** Mebibytes of heap. Default: 256. */
  readonly memory?: number
  /** Default: our parser. */
  readonly script?: string
}

/** One worker thread that parses messages one after another, each within a time and a memory limit. */
export function createWorkerParser(limits: WorkerLimits = {}): WorkerParser {
  const thread = new ParserThread({ timeout: 2000, memory: 256, script: defaultScript, ...limits })
  return { parse: (raw) => thread.parse(raw), close: () => thread.close() }
}

const defaultScript = path.join(import.meta.dirname, 'parse-worker.ts')

class ParserThread {
  private readonly limits: Required<WorkerLimits>
  private readonly queue: Task[] = []
  private worker: Worker | null = null
  private ready = false
  private task: Task | null = null
  private timer: NodeJS.Timeout | undefined

  constructor(limits: Required<WorkerLimits>) {
    this.limits = limits
  }

  parse(raw: Uint8Array): Promise<ParsedMessage> {
    return new Promise((done) => {
      this.queue.push({ raw, done })
      this.next()
    })
  }

  async close(): Promise<void> {
    const worker = this.worker
    this.worker = null
    clearTimeout(this.timer)
    await worker?.removeAllListeners().terminate()
  }

  private next(): void {
    if (this.task) return
    if (this.queue.length === 0) {
      // An idle parser does not keep the process alive.
      this.worker?.unref()
      return
    }
    this.worker ??= this.start()
    this.worker.ref()
    if (!this.ready) return
    this.task = this.queue.shift() ?? null
    this.timer = setTimeout(() => this.replace(), this.limits.timeout)
    this.worker.postMessage(this.task?.raw, [])
  }

  private start(): Worker {
    const worker = new Worker(this.limits.script, { resourceLimits: { maxOldGenerationSizeMb: this.limits.memory } })
    worker.on('message', (message: 'ready' | ParsedMessage) => {
      if (message === 'ready') this.ready = true
      else this.finish(message)
      this.next()
    })
    worker.on('error', () => this.replace())
    worker.on('exit', () => this.replace())
    return worker
  }

  /** The thread hangs or has died: what it had is parsed from its start, a fresh one takes the rest. */
  private replace(): void {
    const old = this.worker
    this.worker = null
    this.ready = false
    void old
      ?.removeAllListeners()
      .on('error', () => undefined)
      .terminate()
    this.finish(null)
    this.next()
  }

  private finish(parsed: ParsedMessage | null): void {
    clearTimeout(this.timer)
    const finished = this.task
    this.task = null
    finished?.done(parsed ?? parseStart(finished.raw))
  }
}
