import { parseDate } from '../mime/date.ts'

export interface FoundMessage {
  /** Says which it is, in a list of failures. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly folder: readonly string[]
  /** When the mbox says it was received, milliseconds since 1970. */
  readonly receivedAt?: number
  /** Flags that the place it was found in gives. */
  readonly keywords?: readonly string[]
  /** The place says that it is in the trash. */
  readonly trashed?: boolean
  /** Why it is no message, where reading it says so. */
  readonly failure?: string
  /** Bytes of the source it took, for progress. */
  readonly length: number
}

/** A line that may begin a message: `From ada@mail.test Thu Jan  1 00:00:00 1970`. */
interface Separator {
  /** With a date as programs write it; otherwise with an address alone. */
  readonly dated: boolean
}

const dated = /^From .*(?:\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b,?\s.*\d{1,2}:\d{2}|\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2})/

function readSeparator(line: Buffer): Separator | null {
  if (line[0] !== 0x46) return null
  const text = line.toString('latin1', 0, 300).trimEnd()
  if (!text.startsWith('From ')) return null
  if (dated.test(text)) return { dated: true }
  return /^From (?:\S+@\S*|"[^"]{0,100}"@\S+|-|MAILER-DAEMON)(?:\s.*\d{4}.*)?$/.test(text) ? { dated: false } : null
}

const fieldStart = /^(?:[!-9;-~]{1,100}[ \t]{0,10}:|>From )/

const isField = (line: Buffer | undefined): boolean =>
  line !== undefined && fieldStart.test(line.toString('latin1', 0, 120))

const isEmptyLine = (line: Buffer): boolean => line[0] === 0x0a || line[0] === 0x0d

/** Bytes of one message. Beyond it: it is reported as too long, and the rest of it is skipped. */
const maxMessageSize = 75_000_000

/**
 * Messages of one file whose Content-Length may be wrong; each costs a second look. Beyond it: Content-Length is
 * ignored in the rest of the file.
 */
const maxWrongLengths = 3

/**
 * The messages of an mbox file, read as a stream, one message in memory at a time. A line that begins with `From ` is a
 * separator when it looks like one and a header field follows; within the bytes that a right Content-Length counts, none
 * is (mboxcl).
 */
export async function* readMbox(bytes: AsyncIterable<Buffer>, source: MboxSource): AsyncGenerator<FoundMessage> {
  const reader = new MboxReader(source)
  for await (const line of readLines(bytes)) {
    reader.take(line)
    yield* reader.found()
  }
  reader.end()
  yield* reader.found()
}

interface MboxSource {
  readonly name: string
  readonly folder: readonly string[]
}

class MboxReader {
  private readonly source: MboxSource
  private message: OpenMessage | null = null
  private count = 0
  private blank = true
  private wrongLengths = 0
  /** Bytes before the first message. */
  private before = 0
  private beforeIsEmpty = true
  /** The line whose successor decides what it is. */
  private held: Buffer | null = null
  private finished: FoundMessage[] = []

  constructor(source: MboxSource) {
    this.source = source
  }

  /** Messages that are complete. */
  found(): readonly FoundMessage[] {
    const { finished } = this
    if (finished.length > 0) this.finished = []
    return finished
  }

  take(line: Buffer): void {
    const { held } = this
    this.held = line
    if (held) this.read(held, line)
  }

  end(): void {
    if (this.held) this.read(this.held, undefined)
    this.held = null
    const { message } = this
    if (message?.counted && Math.abs(message.counted.left) <= lengthSlack)
      for (const line of message.counted.lines) this.addCounted(message, line)
    else if (message?.counted) this.recount(message)
    if (this.message) this.finished.push(this.close(this.message))
    else if (!this.beforeIsEmpty || this.count === 0)
      this.finished.push(this.failure(this.source.name, this.before === 0 ? 'is empty' : 'holds no message'))
    this.message = null
  }

  private read(line: Buffer, next: Buffer | undefined): void {
    const { message } = this
    if (message?.counted) {
      this.readCounted(message, message.counted, line)
      return
    }
    if (this.isSeparator(line, next)) this.open(line)
    else if (message) this.addLine(message, line)
    else this.addBefore(line)
    this.blank = isEmptyLine(line)
  }

  private isSeparator(line: Buffer, next: Buffer | undefined): boolean {
    const start = this.message ? line : withoutMark(line)
    const separator = readSeparator(start)
    if (!separator) return false
    if (!this.message && this.count === 0) return true
    return isField(next) && (this.blank || separator.dated)
  }

  private open(line: Buffer): void {
    if (this.message) this.finished.push(this.close(this.message))
    else if (!this.beforeIsEmpty)
      this.finished.push(this.failure(`${this.source.name}, before the first message`, 'is no message'))
    this.beforeIsEmpty = true
    this.count += 1
    const text = withoutMark(line).toString('latin1', 0, 300)
    this.message = {
      name: `${this.source.name}, message ${this.count}`,
      chunks: [],
      size: 0,
      length: line.length,
      date: dateOf(text),
      inHeader: true,
      counted: null,
    }
  }

  private addBefore(line: Buffer): void {
    this.before += line.length
    if (!isEmptyLine(line)) this.beforeIsEmpty = false
  }

  private addLine(message: OpenMessage, line: Buffer): void {
    message.length += line.length
    message.size += line.length
    if (message.size <= maxMessageSize) message.chunks.push(unquote(line))
    if (!message.inHeader) return
    if (isEmptyLine(line)) {
      message.inHeader = false
      const { contentLength } = message
      if (
        contentLength !== undefined &&
        contentLength > 0 &&
        contentLength <= maxMessageSize &&
        this.wrongLengths < maxWrongLengths
      )
        message.counted = { left: contentLength, lines: [] }
    } else {
      const length = /^content-length:\s*(\d{1,9})\s*$/i.exec(line.toString('latin1', 0, 60))?.[1]
      if (length !== undefined) message.contentLength = Number(length)
    }
  }

  /** Lines that the Content-Length counts are kept until it proves right. */
  private readCounted(message: OpenMessage, counted: CountedLines, line: Buffer): void {
    if (counted.left > 0) {
      counted.left -= line.length
      counted.lines.push(line)
      return
    }
    // Behind the last of them: an empty line or a separator, or it was wrong.
    if (counted.left < -lengthSlack || !(isEmptyLine(line) || readSeparator(line))) {
      counted.lines.push(line)
      this.recount(message)
      return
    }
    for (const one of counted.lines) this.addCounted(message, one)
    message.counted = null
    this.blank = true
    if (readSeparator(line)) this.open(line)
    else this.addLine(message, line)
  }

  private addCounted(message: OpenMessage, line: Buffer): void {
    message.length += line.length
    message.size += line.length
    if (message.size <= maxMessageSize) message.chunks.push(unquote(line))
  }

  /** The Content-Length was wrong: what it counted is read line by line. */
  private recount(message: OpenMessage): void {
    const lines = message.counted?.lines ?? []
    this.wrongLengths += 1
    message.counted = null
    this.blank = true
    for (const [at, line] of lines.entries()) this.read(line, lines[at + 1] ?? this.held ?? undefined)
  }

  private close({ name, chunks, size, length, date }: OpenMessage): FoundMessage {
    // The empty line before the next separator is not part of the message.
    const last = chunks.at(-1)
    if (last && isEmptyLine(last)) chunks.pop()
    const bytes = size > maxMessageSize ? new Uint8Array() : Buffer.concat(chunks)
    return { name, bytes, length, folder: this.source.folder, ...(date === null ? {} : { receivedAt: date }) }
  }

  private failure(name: string, failure: string): FoundMessage {
    return { name, bytes: new Uint8Array(), length: this.before, folder: [], failure }
  }
}

/** Bytes by which a Content-Length may be too small: programs count line ends differently. */
const lengthSlack = 4

interface CountedLines {
  /** Bytes until the Content-Length is used up. */
  left: number
  readonly lines: Buffer[]
}

interface OpenMessage {
  readonly name: string
  readonly chunks: Buffer[]
  size: number
  length: number
  readonly date: number | null
  inHeader: boolean
  contentLength?: number
  counted: CountedLines | null
}

/** Without the mark of UTF-8 that some editors put before the first line. */
function withoutMark(line: Buffer): Buffer {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? line.subarray(3) : line
}

/** `>From ` at the start of a line was `From ` (mboxrd, mboxo). */
function unquote(line: Buffer): Buffer {
  return line[0] === 0x3e && /^>+From /.test(line.toString('latin1', 0, 100)) ? line.subarray(1) : line
}

function dateOf(line: string): number | null {
  const date = /((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*|\d{4}-\d{2}-\d{2}.*)$/.exec(line.trimEnd())?.[1]
  // A zone that is not given is UTC, not that of this machine.
  return date === undefined ? null : (parseDate(date.replace(/ remote from .*$/, ''))?.time ?? null)
}

/** Lines with their ends: LF, or CR where the start of the file has no other. */
async function* readLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let end = 0
  for await (const chunk of bytes) {
    if (end === 0) end = chunk.includes(0x0a) || !chunk.includes(0x0d) ? 0x0a : 0x0d
    let start = 0
    for (let newline = chunk.indexOf(end); newline >= 0; newline = chunk.indexOf(end, start)) {
      const line = chunk.subarray(start, newline + 1)
      yield rest.length > 0 ? Buffer.concat([...rest, line]) : line
      rest = []
      start = newline + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}
