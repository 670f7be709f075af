import { createHash } from 'node:crypto'
import { createReadStream, promises } from 'node:fs'
import path from 'node:path'
import { readHeaderBlock } from '../mime/header.ts'

/** One file to read. */
interface SourceFile {
  readonly path: string
  readonly size: number
}

export interface FoundMessage {
  /** Says which it is, in a list of failures. */
  readonly name: string
  readonly bytes: Uint8Array
  /** When the mbox says it was received, milliseconds since 1970. */
  readonly receivedAt?: number
  /** Flags that the place it was found in gives. */
  readonly keywords?: readonly string[]
  /** Bytes of the source it took, for progress. */
  readonly length: number
}

/** All files of a source, in the order of their names: one file, or a folder with all below it. */
export async function listSource(source: string): Promise<SourceFile[]> {
  const { size } = await promises.stat(source).then((found) => (found.isDirectory() ? { size: null } : found))
  if (size !== null) return [{ path: source, size }]
  const entries = await promises.readdir(source, { recursive: true, withFileTypes: true })
  const files = entries.filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.') && path.basename(entry.parentPath) !== 'tmp',
  )
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort()
  return Promise.all(paths.map(async (file) => ({ path: file, size: (await promises.stat(file)).size })))
}

/** A file that is one message is not larger. */
const maxFileSize = 75_000_000

/** The messages of a file: an mbox, or one message. */
export async function* readSourceFile({ path: file, size }: SourceFile): AsyncGenerator<FoundMessage> {
  if (await isMbox(file)) yield* readMbox(file)
  else
    yield {
      name: file,
      bytes: size > maxFileSize ? new Uint8Array() : await promises.readFile(file),
      length: size,
      ...maildirKeywords(file),
    }
}

async function isMbox(file: string): Promise<boolean> {
  if (/\.(mbox|mbx)$/i.test(file)) return true
  if (/\.eml$/i.test(file) || /:2,[A-Z]*$/i.test(file)) return false
  const handle = await promises.open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0)
    return bytesRead === 5 && buffer.toString('latin1') === 'From '
  } finally {
    await handle.close()
  }
}

const maildirFlags: Readonly<Record<string, string>> = {
  S: '$seen',
  F: '$flagged',
  R: '$answered',
  D: '$draft',
  P: '$forwarded',
}

/** `cur/1700000000.x.host:2,FS`; what is in `new` has not been seen. */
function maildirKeywords(file: string): { keywords?: readonly string[] } {
  const flags = /:2,([A-Za-z]*)$/.exec(file)?.[1]
  if (flags !== undefined) return { keywords: [...flags].flatMap((flag) => maildirFlags[flag] ?? []) }
  return path.basename(path.dirname(file)) === 'new' ? { keywords: [] } : {}
}

/** `From ada@mail.test Thu Jan  1 00:00:00 1970`; without a time it is a sentence that begins with From. */
const separator = /^From .*\d{1,2}:\d{2}/

/** Bytes of one message at most: beyond it, it is given as too long and the rest of it is skipped. */
const maxMessageSize = 75_000_000

/** The messages of an mbox file, read as a stream, one message in memory at a time. */
async function* readMbox(file: string): AsyncGenerator<FoundMessage> {
  let message: OpenMessage | null = null
  let count = 0
  let blank = true
  for await (const line of readLines(file)) {
    if (blank && line[0] === 0x46 && separator.test(line.toString('latin1', 0, 200))) {
      if (message) yield closeMessage(message)
      count += 1
      message = {
        name: `${file}, message ${count}`,
        chunks: [],
        size: 0,
        length: 0,
        date: dateOf(line.toString('latin1', 0, 200)),
      }
    } else if (message) addLine(message, unquote(line))
    if (message) message.length += line.length
    blank = line[0] === 0x0a || (line[0] === 0x0d && line[1] === 0x0a)
  }
  if (message) yield closeMessage(message)
}

interface OpenMessage {
  readonly name: string
  readonly chunks: Buffer[]
  size: number
  length: number
  readonly date: number | null
}

function addLine(message: OpenMessage, line: Buffer): void {
  message.size += line.length
  if (message.size <= maxMessageSize) message.chunks.push(line)
}

function closeMessage({ name, chunks, size, length, date }: OpenMessage): FoundMessage {
  // The empty line before the next separator is not part of the message.
  const last = chunks.at(-1)
  if (last && (last[0] === 0x0a || (last[0] === 0x0d && last[1] === 0x0a))) chunks.pop()
  const bytes = size > maxMessageSize ? new Uint8Array() : Buffer.concat(chunks)
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

interface MessageStatus {
  /** null when the message says nothing about it. */
  readonly keywords: readonly string[] | null
  /** The same for one message in two states. */
  readonly identity: string
  /** It has at least one field that mail has. */
  readonly isMail: boolean
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
  const { fields, body } = readHeaderBlock(bytes, 0, () => false)
  const status = new Map<string, string>()
  const hash = createHash('sha256')
  let messageId = ''
  let isMail = false
  for (const { name, start, end } of fields) {
    const field = name.toLowerCase()
    const value = bytes.toString('latin1', start, end).trim()
    isMail ||= mailFields.has(field)
    if (field === 'message-id') messageId = value
    if (statusFields.has(field)) status.set(field, value)
    else hash.update(`${field}:${value}\n`)
  }
  hash.update(bytes.subarray(body))
  return { keywords: keywordsOf(status), identity: `${messageId}\n${hash.digest('hex')}`, isMail }
}

const statusLetters: Readonly<Record<string, string>> = { R: '$seen', A: '$answered', F: '$flagged', T: '$draft' }

const mozillaBits: readonly (readonly [bit: number, keyword: string])[] = [
  [1, '$seen'],
  [2, '$answered'],
  [4, '$flagged'],
  [0x1000, '$forwarded'],
]

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
  return [...new Set(keywords)]
}
