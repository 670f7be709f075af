import { unflowText } from '@atrium/mail-contracts'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { readListing } from './header-forms.ts'
import { parseParameters } from './header.ts'
import type { Part, Message, ParsedMessage } from './message.ts'
import { cidOf, buildPart, scanParts, type ScannedPart } from './structure.ts'
import { htmlText, makePreview, partText } from './text.ts'

interface BodyLists {
  readonly textBody: readonly Part[]
  readonly htmlBody: readonly Part[]
  readonly attachments: readonly Part[]
}

interface Lists {
  text: Part[] | null
  html: Part[] | null
  readonly attachments: Part[]
}

/** Splits a tree into what to show and what to attach: the algorithm of RFC 8621 §4.1.4. */
export function bodyLists(structure: Part): BodyLists {
  const text: Part[] = []
  const html: Part[] = []
  const attachments: Part[] = []
  fillLists([structure], { multipart: 'mixed', inAlternative: false, root: 0 }, { text, html, attachments })
  return { textBody: text, htmlBody: html, attachments }
}

interface ListPlace {
  readonly multipart: string
  readonly inAlternative: boolean
  /** Place of the part that the others belong to. */
  readonly root: number
}

/**
 * Place of the part of a multipart/related that shows the others: the one that `start` names (RFC 2387 §3.2), else the
 * first; where that is no text, the first that is.
 */
function rootOf({ headers, parts = [] }: Part): number {
  const [, raw = ''] = headers.find(([name]) => name.toLowerCase() === 'content-type') ?? []
  const start = cidOf(parseParameters(raw).parameters.get('start') ?? null)
  const named = start === null ? -1 : parts.findIndex(({ cid }) => cid === start)
  if (named >= 0) return named
  const isText = ({ type, disposition }: Part): boolean =>
    disposition !== 'attachment' && (type === 'text/html' || type === 'text/plain' || type.startsWith('multipart/'))
  return Math.max(0, parts.findIndex(isText))
}

function fillLists(parts: readonly Part[], place: ListPlace, given: Lists): void {
  // A copy: inside an alternative a branch stops filling one list without stopping its neighbours.
  const lists: Lists = { ...given }
  const textLength = lists.text?.length ?? -1
  const htmlLength = lists.html?.length ?? -1
  for (const [at, part] of parts.entries()) {
    if (part.type.startsWith('multipart/')) {
      const multipart = part.type.slice('multipart/'.length)
      fillLists(
        part.parts ?? [],
        {
          multipart,
          inAlternative: place.inAlternative || multipart === 'alternative',
          root: multipart === 'related' ? rootOf(part) : 0,
        },
        lists,
      )
    } else if (isShown(part, at === place.root, place.multipart)) addShown(part, place, lists)
    else lists.attachments.push(part)
  }
  if (place.multipart === 'alternative') fillMissing(lists, textLength, htmlLength)
}

function isMedia(type: string): boolean {
  return /^(image|audio|video)\//.test(type)
}

function isShown(part: Part, isRoot: boolean, multipart: string): boolean {
  if (part.disposition === 'attachment') return false
  if (part.type !== 'text/plain' && part.type !== 'text/html' && !isMedia(part.type)) return false
  // In multipart/related only the root is the body; a named text that is not first is a file.
  return isRoot || (multipart !== 'related' && (isMedia(part.type) || part.name === null))
}

function addShown(part: Part, place: ListPlace, lists: Lists): void {
  if (place.multipart === 'alternative') {
    if (part.type === 'text/plain' && lists.text) lists.text.push(part)
    else if (part.type === 'text/html' && lists.html) lists.html.push(part)
    else lists.attachments.push(part)
    return
  }
  if (place.inAlternative) {
    if (part.type === 'text/plain') lists.html = null
    if (part.type === 'text/html') lists.text = null
  }
  lists.text?.push(part)
  lists.html?.push(part)
  if ((!lists.text || !lists.html) && isMedia(part.type)) lists.attachments.push(part)
}

/** An alternative in one form only is in both lists. */
function fillMissing(lists: Lists, textLength: number, htmlLength: number): void {
  const { text, html } = lists
  if (!text || !html) return
  if (text.length === textLength && html.length !== htmlLength) text.push(...html.slice(htmlLength))
  else if (html.length === htmlLength && text.length !== textLength) html.push(...text.slice(textLength))
}

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
