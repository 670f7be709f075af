import { isUtf8 } from 'node:buffer'
import { decodeCharset, hasEscapes } from './charset.ts'
import { decodeTransfer, isUuencodedLine } from './encoding.ts'
import {
  headerStart,
  headerText,
  parseParameters,
  readHeaderBlock,
  unfold,
  type FieldRange,
  type ParameterizedValue,
} from './header.ts'
import type { HeaderField, Part, Transfer } from './message.ts'
import { readTnef } from './tnef.ts'

/** An entity found in the raw message; bytes of its body from `start` to `end`. */
export interface ScannedPart {
  readonly fields: readonly FieldRange[]
  readonly head: PartHead
  readonly start: number
  end: number
  /** Of a multipart that has any. */
  readonly parts: ScannedPart[]
}

/** Multiparts inside each other. Beyond it: deeper ones are shown as text. */
const maxDepth = 100

/** Parts of a message. Beyond it: what follows belongs to the last one. */
const maxParts = 1000

/** Bytes of a boundary; RFC 2046 §5.1.1 allows 70, programs are less strict. Beyond it: a line is no boundary. */
const maxBoundary = 300

/**
 * Finds the MIME tree in one walk over the lines that begin with two hyphens: each is looked up among
 * the boundaries of all multiparts that are open, so depth costs nothing.
 */
export function scanParts(bytes: Buffer): ScannedPart {
  return new Scanner(bytes).scan()
}

interface Level {
  readonly part: ScannedPart
  readonly boundary: string
}

class Scanner {
  private readonly bytes: Buffer
  private readonly open: Level[] = []
  /** Boundary → places in `open`, innermost last. */
  private readonly places = new Map<string, number[]>()
  private current: ScannedPart | null = null
  private count = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  scan(): ScannedPart {
    const root = this.begin(headerStart(this.bytes), 'text/plain')
    let at = root.start
    while (this.open.length > 0) {
      const line = this.nextHyphens(at)
      if (line < 0) break
      at = this.takeLine(line)
    }
    this.closeFrom(0, this.bytes.length)
    return root
  }

  /** Start of the next line that begins with `--`, from the start of a line on. */
  private nextHyphens(at: number): number {
    if (this.bytes[at] === 0x2d && this.bytes[at + 1] === 0x2d) return at
    const found = this.bytes.indexOf('\n--', at, 'latin1')
    return found < 0 ? -1 : found + 1
  }

  /** Acts on a line that begins with `--`; returns where to go on, always the start of a line. */
  private takeLine(line: number): number {
    const newline = this.bytes.indexOf(0x0a, line)
    const next = newline < 0 ? this.bytes.length : newline + 1
    const mark = this.match(line, next)
    if (!mark || (!mark.closes && this.count >= maxParts)) return next
    const end = this.contentEnd(line)
    this.closeFrom(mark.place + 1, end)
    const level = this.open[mark.place]
    if (mark.closes || !level) {
      this.closeFrom(mark.place, end)
      return next
    }
    const part = this.begin(next, level.part.head.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain')
    level.part.parts.push(part)
    return part.start
  }

  private match(line: number, next: number): { place: number; closes: boolean } | null {
    if (next - line > maxBoundary + 6) return null
    const text = this.bytes.toString('latin1', line + 2, next).trimEnd()
    const place = this.places.get(text)?.at(-1)
    if (place !== undefined) return { place, closes: false }
    const closing = text.endsWith('--') ? this.places.get(text.slice(0, -2))?.at(-1) : undefined
    return closing === undefined ? null : { place: closing, closes: true }
  }

  /** The line break before a delimiter belongs to the delimiter (RFC 2046 §5.1.1). */
  private contentEnd(line: number): number {
    if (line === 0) return 0
    return this.bytes[line - 2] === 0x0d ? line - 2 : line - 1
  }

  private closeFrom(place: number, end: number): void {
    if (this.current) this.current.end = Math.max(this.current.start, end)
    this.current = null
    for (const level of this.open.splice(place)) {
      level.part.end = Math.max(level.part.start, end)
      this.places.get(level.boundary)?.pop()
      if (this.places.get(level.boundary)?.length === 0) this.places.delete(level.boundary)
    }
  }

  private begin(at: number, implicitType: string): ScannedPart {
    this.count += 1
    const block = readHeaderBlock(this.bytes, at, (start, end) => this.isDelimiter(start, end))
    const head = readPartHead(this.bytes, block.fields, implicitType)
    const part: ScannedPart = { fields: block.fields, head, start: block.body, end: this.bytes.length, parts: [] }
    const boundary = head.type.startsWith('multipart/') ? this.boundaryOf(part) : ''
    if (boundary === '' || this.open.length >= maxDepth) {
      this.current = part
      return part
    }
    const places = this.places.get(boundary) ?? []
    places.push(this.open.length)
    this.places.set(boundary, places)
    this.open.push({ part, boundary })
    return part
  }

  private isDelimiter(start: number, end: number): boolean {
    if (this.bytes[start] !== 0x2d || this.bytes[start + 1] !== 0x2d || this.open.length === 0) return false
    return this.match(start, end) !== null
  }

  /** As declared, else what the first line with hyphens looks like. */
  private boundaryOf(part: ScannedPart): string {
    const declared = Buffer.from(part.head.boundary.trimEnd(), 'utf8').toString('latin1').slice(0, maxBoundary)
    if (declared !== '') return declared
    const preamble = this.bytes.toString('latin1', part.start, part.start + 10_000)
    return /(?:^|\n)--([^\s-][^\s]{0,200})[ \t]*\r?\n/.exec(preamble)?.[1] ?? ''
  }
}

/** What the Content-* fields of an entity say (RFC 8621 §4.1.4). */
interface PartHead {
  readonly type: string
  readonly charset: string | null
  /** Of a multipart; empty when it is missing. */
  readonly boundary: string
  readonly disposition: string | null
  readonly name: string | null
  readonly cid: string | null
  readonly language: readonly string[] | null
  readonly location: string | null
  readonly transfer: Transfer
  readonly transferUnknown: boolean
}

const transfers: ReadonlyMap<string, Transfer> = new Map<string, Transfer>([
  ['', 'identity'],
  ['7bit', 'identity'],
  ['8bit', 'identity'],
  ['binary', 'identity'],
  ['base64', 'base64'],
  ['quoted-printable', 'quoted-printable'],
  ['quoted-printible', 'quoted-printable'],
  ['uuencode', 'uuencode'],
  ['x-uuencode', 'uuencode'],
  ['x-uue', 'uuencode'],
  ['uue', 'uuencode'],
])

/** `implicitType` is what the place in the tree makes of a part that does not say. */
function readPartHead(bytes: Buffer, fields: readonly FieldRange[], implicitType: string): PartHead {
  const raw = (name: string): string | null => {
    const field = fields.find((candidate) => candidate.name.toLowerCase() === name)
    return field ? decodeField(bytes.subarray(field.start, field.end)) : null
  }
  const given = raw('content-type')
  const content = given === null ? null : parseParameters(given)
  const type = typeOf(content, implicitType)
  const disposition = parseParameterField(raw('content-disposition'))
  const transfer = (parseParameterField(raw('content-transfer-encoding'))?.value ?? '').replace(/[^a-z0-9-]+/g, '')
  const known = transfers.get(transfer)
  return {
    type,
    charset: charsetOf(content, type),
    boundary: content?.parameters.get('boundary') ?? '',
    disposition: disposition?.value || null,
    name: nameOf(disposition, content),
    cid: cidOf(raw('content-id')),
    language: languageOf(raw('content-language')),
    location: unfold(raw('content-location') ?? '').trim() || null,
    transfer: known ?? 'identity',
    transferUnknown: known === undefined,
  }
}

function decodeField(field: Buffer): string {
  return decodeCharset(field, null).text.replaceAll('\0', '')
}

function parseParameterField(raw: string | null): ParameterizedValue | null {
  return raw === null ? null : parseParameters(raw)
}

function typeOf(content: ParameterizedValue | null, implicitType: string): string {
  if (content === null) return implicitType
  // RFC 2045 §5.2: what cannot be read is text/plain.
  return /^[^/;,]+\/[^/;,]+$/.test(content.value) ? content.value : 'text/plain'
}

function charsetOf(content: ParameterizedValue | null, type: string): string | null {
  const charset = content?.parameters.get('charset')?.trim()
  if (charset) return charset
  return type.startsWith('text/') ? 'us-ascii' : null
}

function nameOf(disposition: ParameterizedValue | null, content: ParameterizedValue | null): string | null {
  return cleanName(disposition?.parameters.get('filename')?.trim() || (content?.parameters.get('name') ?? ''))
}

function cleanName(name: string): string | null {
  return (
    name
      .replace(/[\u0000-\u001f\u007f]+/g, ' ')
      .trim()
      .slice(0, 1000) || null
  )
}

export function cidOf(raw: string | null): string | null {
  const text = unfold(raw ?? '').trim()
  return (/<([^<>]*)>/.exec(text)?.[1] ?? text).trim() || null
}

function languageOf(raw: string | null): string[] | null {
  const tags = (raw === null ? '' : unfold(raw))
    .replace(/\([^()]*\)/g, '')
    .split(',')
    .map((tag) => tag.trim())
  const found = tags.filter((tag) => tag !== '')
  return found.length > 0 ? found : null
}

/** Bytes of header fields stored of one message. Beyond it: the rest is in the raw message only. */
const maxHeaderBytes = 2_000_000

interface Building {
  readonly bytes: Buffer
  nextId: number
  headerBytes: number
}

/** The stored form of a scanned tree. */
export function buildPart(bytes: Buffer, scanned: ScannedPart): Part {
  return buildTree(scanned, { bytes, nextId: 1, headerBytes: 0 }, charsetOfText(scanned))
}

function buildTree(scanned: ScannedPart, building: Building, guess: string | null): Part {
  const { head, start, end } = scanned
  const multipart = scanned.parts.length > 0
  // A multipart that holds nothing is shown as the text it then is.
  const type = !multipart && head.type.startsWith('multipart/') ? 'text/plain' : head.type
  const common = {
    type,
    disposition: head.disposition,
    name: head.name ?? nameOfMessage(scanned, building.bytes),
    cid: head.cid,
    language: head.language,
    location: head.location,
    headers: headerFields(scanned.fields, building, guess),
    start,
    end,
  }
  const inside = multipart ? scanned.parts : uuencodedParts(scanned, building.bytes)
  if (inside.length > 0) {
    const parts = inside.map((part) => buildTree(part, building, guess))
    const shown = multipart ? type : 'multipart/mixed'
    return { ...common, type: shown, id: null, charset: head.charset, transfer: 'identity', size: 0, parts }
  }
  const files = filesOfWinmail(scanned, building)
  if (files.length > 0)
    return {
      ...common,
      type: 'multipart/mixed',
      name: null,
      id: null,
      charset: null,
      transfer: 'identity',
      size: 0,
      parts: files,
    }
  const id = String(building.nextId++)
  const size = decodeTransfer(building.bytes.subarray(start, end), head.transfer).length
  const charset = head.charset ?? (type.startsWith('text/') ? 'us-ascii' : null)
  const part: Part = { ...common, id, charset, transfer: head.transfer, size }
  return head.transferUnknown ? { ...part, transferUnknown: true } : part
}

/** The files of a winmail.dat as parts of their own; empty when it is none, or there is none in it. */
function filesOfWinmail({ head, start, end }: ScannedPart, building: Building): Part[] {
  const isTnef = /^application\/(?:vnd\.)?ms-tnef$/.test(head.type) || head.name?.toLowerCase() === 'winmail.dat'
  if (!isTnef) return []
  const decoded = Buffer.from(decodeTransfer(building.bytes.subarray(start, end), head.transfer))
  return readTnef(decoded).map((file) => ({
    id: String(building.nextId++),
    type: file.type ?? typeOfName(file.name),
    charset: null,
    disposition: 'attachment',
    name: cleanName(file.name),
    cid: null,
    language: null,
    location: null,
    headers: [],
    start,
    end,
    transfer: head.transfer,
    within: { start: file.start, end: file.end },
    size: file.end - file.start,
  }))
}

/** Uuencoded files in one text. Beyond it: they stay text. */
const maxUuencoded = 100

/**
 * A text with uuencoded files in it, as programs from before MIME write, as what it means: texts and files by turns.
 * Empty when there is none.
 */
function uuencodedParts({ head, start, end }: ScannedPart, bytes: Buffer): ScannedPart[] {
  if (head.type !== 'text/plain' || head.transfer !== 'identity' || head.name !== null) return []
  const parts: ScannedPart[] = []
  const add = (from: number, to: number, more: Partial<PartHead>): void => {
    const whole: PartHead = { ...head, disposition: null, cid: null, language: null, location: null, ...more }
    parts.push({ fields: [], head: whole, start: from, end: to, parts: [] })
  }
  let text = start
  for (let at = start; at >= start && at < end && parts.length < maxUuencoded * 2;) {
    const file = bytes.toString('latin1', at, at + 6) === 'begin ' ? readUuencoded(bytes, at, end) : null
    if (file) {
      if (bytes.toString('latin1', text, at).trim() !== '') add(text, at, {})
      const { name } = file
      add(at, file.end, {
        type: typeOfName(name),
        charset: null,
        disposition: 'attachment',
        name,
        transfer: 'uuencode',
      })
      text = file.end
    }
    // In this text only: a message of many parts would be walked through for each of them.
    const from = file ? file.end - 1 : at
    const next = bytes.subarray(from, end).indexOf('\nbegin ', 0, 'latin1')
    at = next < 0 ? -1 : from + next + 1
  }
  if (parts.length > 0 && bytes.toString('latin1', text, end).trim() !== '') add(text, end, {})
  return parts
}

/** A file from `begin 644 name` to `end`, every line of it of the right length; null when it is none. */
function readUuencoded(bytes: Buffer, start: number, end: number): { name: string; end: number } | null {
  let next = lineAfter(bytes, start, end)
  const [, name = ''] =
    /^begin [0-7]{3,4} +(\S[^\r\n]{0,250})/.exec(bytes.toString('utf8', start, Math.min(next, start + 300))) ?? []
  if (name === '') return null
  for (let lines = 0; next < end; lines += 1) {
    const line = bytes.subarray(next, lineAfter(bytes, next, end))
    next += line.length
    if (/^end[ \t]*\r?\n?$/.test(line.toString('latin1', 0, 40)))
      return lines > 0 ? { name: name.trim(), end: next } : null
    if (!isUuencodedLine(line)) return null
  }
  return null
}

function lineAfter(bytes: Buffer, start: number, end: number): number {
  const newline = bytes.subarray(start, end).indexOf(lineFeed)
  return newline < 0 ? end : start + newline + 1
}

const lineFeed = 0x0a

/** What the names of files say without a field for it. */
function typeOfName(name: string): string {
  return typesOfNames[/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}

const typesOfNames: Readonly<Record<string, string>> = {
  ...{ txt: 'text/plain', pdf: 'application/pdf', zip: 'application/zip', rtf: 'text/rtf', csv: 'text/csv' },
  ...{
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    gif: 'image/gif',
    html: 'text/html',
    ics: 'text/calendar',
  },
  doc: 'application/msword',
}

/**
 * Bytes of an attached message in which its subject is looked for. Beyond it: the message is listed without a
 * subject.
 */
const maxInnerHeader = 64_000

/** An attached message has its subject for a name, and so can be listed and saved. */
function nameOfMessage({ head, start, end }: ScannedPart, bytes: Buffer): string | null {
  if (head.type !== 'message/rfc822' && head.type !== 'message/global') return null
  const raw = Buffer.from(decodeTransfer(bytes.subarray(start, Math.min(end, start + maxInnerHeader)), head.transfer))
  const { fields } = readHeaderBlock(raw, headerStart(raw), () => false)
  const field = fields.find(({ name }) => name.toLowerCase() === 'subject')
  const subject = field ? headerText(decodeField(raw.subarray(field.start, field.end))) : ''
  const name = subject
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed()
  return name === '' ? null : `${name}.eml`
}

function headerFields(fields: readonly FieldRange[], building: Building, guess: string | null): HeaderField[] {
  const stored: HeaderField[] = []
  for (const { name, start, end } of fields) {
    building.headerBytes += end - start
    if (building.headerBytes > maxHeaderBytes) break
    const field = building.bytes.subarray(start, end)
    const raw = field.toString('utf8').replaceAll('\0', '')
    const isPlain = isUtf8(field) && !hasEscapes(field)
    stored.push(isPlain ? [name, raw] : [name, raw, decodeCharset(field, guess).text.replaceAll('\0', '')])
  }
  return stored
}

/** Raw 8-bit headers are most often in the charset of the text. */
function charsetOfText(part: ScannedPart): string | null {
  if (part.parts.length === 0) return part.head.type.startsWith('text/') ? (part.head.charset ?? null) : null
  for (const child of part.parts) {
    const charset = charsetOfText(child)
    if (charset !== null && charset.toLowerCase() !== 'us-ascii') return charset
  }
  return null
}
