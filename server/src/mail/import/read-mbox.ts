import { createReadStream } from 'node:fs'

export interface FoundMessage {
  /** Says which it is, in a list of failures. */
  readonly name: string
  readonly bytes: Uint8Array
  /** When the mbox says it was received, milliseconds since 1970. */
  readonly receivedAt?: number
  /** Flags that the place it was found in gives. */
  readonly keywords?: readonly string[]
  /** Octets of the source it took, for progress. */
  readonly length: number
}

/** `From ada@mail.test Thu Jan  1 00:00:00 1970`; without a time it is a sentence that begins with From. */
const separator = /^From .*\d{1,2}:\d{2}/

/** Octets of one message at most: beyond it, it is given as too long and the rest of it is skipped. */
const maxMessage = 75_000_000

/** The messages of an mbox file, read as a stream, one message in memory at a time. */
export async function* readMbox(file: string): AsyncGenerator<FoundMessage> {
  let message: OpenMessage | null = null
  let count = 0
  let blank = true
  for await (const line of readLines(file)) {
    if (blank && line[0] === 0x46 && separator.test(line.toString('latin1', 0, 200))) {
      if (message) yield close(message)
      count += 1
      message = {
        name: `${file}, message ${count}`,
        chunks: [],
        size: 0,
        length: 0,
        date: dateOf(line.toString('latin1', 0, 200)),
      }
    } else if (message) add(message, unquote(line))
    if (message) message.length += line.length
    blank = line[0] === 0x0a || (line[0] === 0x0d && line[1] === 0x0a)
  }
  if (message) yield close(message)
}

interface OpenMessage {
  readonly name: string
  readonly chunks: Buffer[]
  size: number
  length: number
  readonly date: number | null
}

function add(message: OpenMessage, line: Buffer): void {
  message.size += line.length
  if (message.size <= maxMessage) message.chunks.push(line)
}

function close({ name, chunks, size, length, date }: OpenMessage): FoundMessage {
  // The empty line before the next separator is not part of the message.
  const last = chunks.at(-1)
  if (last && (last[0] === 0x0a || (last[0] === 0x0d && last[1] === 0x0a))) chunks.pop()
  const bytes = size > maxMessage ? new Uint8Array() : Buffer.concat(chunks)
  return { name, bytes, length, ...(date === null ? {} : { receivedAt: date }) }
}

/** `>From ` at the start of a line was `From ` (mboxrd, mboxo). */
function unquote(line: Buffer): Buffer {
  return line[0] === 0x3e && /^>+From /.test(line.toString('latin1', 0, 100)) ? line.subarray(1) : line
}

function dateOf(line: string): number | null {
  const date = /((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .*)$/.exec(line.trimEnd())?.[1]
  // A zone that is not given is UTC, not that of this machine.
  const time =
    date === undefined
      ? NaN
      : Date.parse(/(?:[+-]\d{4}|GMT|UTC|[A-Z]{3,4}) ?\d{0,4}$/.test(date) ? date : `${date} UTC`)
  return Number.isNaN(time) ? null : time
}

/** Lines with their ends. */
async function* readLines(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 17 }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let newline = chunk.indexOf(0x0a); newline >= 0; newline = chunk.indexOf(0x0a, start)) {
      const line = chunk.subarray(start, newline + 1)
      yield rest.length > 0 ? Buffer.concat([...rest, line]) : line
      rest = []
      start = newline + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}
