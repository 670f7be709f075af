import { isUtf8 } from 'node:buffer'
import { decodeCharset, decodeTransfer } from './encoding.ts'
import { parseParameters, readHeaderBlock, unfold, type FieldRange, type ParameterizedValue } from './header.ts'
import type { HeaderField, Part, Transfer } from './message.ts'

/** An entity found in the raw message; bytes of its body from `start` to `end`. */
export interface ScannedPart {
  readonly fields: readonly FieldRange[]
  readonly head: PartHead
  readonly start: number
  end: number
  /** Of a multipart that has any. */
  readonly parts: ScannedPart[]
}

/** Deeper ones are shown as text; more parts than that stay in the last one. */
const maxDepth = 100

const maxParts = 1000

/** RFC 2046 §5.1.1 allows 70; programs are less strict. */
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
    const root = this.begin(0, 'text/plain')
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
  const transfer = parseParameterField(raw('content-transfer-encoding'))?.value ?? ''
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
  return field.toString(isUtf8(field) ? 'utf8' : 'latin1').replaceAll('\0', '')
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
  const name = disposition?.parameters.get('filename') ?? content?.parameters.get('name') ?? ''
  return (
    name
      .replace(/[\u0000-\u001f\u007f]+/g, ' ')
      .trim()
      .slice(0, 1000) || null
  )
}

function cidOf(raw: string | null): string | null {
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

/** Bytes of header fields stored of one message; what is beyond is in the raw message only. */
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
    name: head.name,
    cid: head.cid,
    language: head.language,
    location: head.location,
    headers: headerFields(scanned.fields, building, guess),
    start,
    end,
  }
  if (multipart) {
    const parts = scanned.parts.map((part) => buildTree(part, building, guess))
    return { ...common, id: null, charset: head.charset, transfer: 'identity', size: 0, parts }
  }
  const id = String(building.nextId++)
  const size = decodeTransfer(building.bytes.subarray(start, end), head.transfer).length
  const charset = head.charset ?? (type.startsWith('text/') ? 'us-ascii' : null)
  const part: Part = { ...common, id, charset, transfer: head.transfer, size }
  return head.transferUnknown ? { ...part, transferUnknown: true } : part
}

function headerFields(fields: readonly FieldRange[], building: Building, guess: string | null): HeaderField[] {
  const stored: HeaderField[] = []
  for (const { name, start, end } of fields) {
    building.headerBytes += end - start
    if (building.headerBytes > maxHeaderBytes) break
    const field = building.bytes.subarray(start, end)
    const raw = field.toString('utf8').replaceAll('\0', '')
    stored.push(isUtf8(field) ? [name, raw] : [name, raw, decodeCharset(field, guess).text.replaceAll('\0', '')])
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
  fillLists([structure], { multipart: 'mixed', inAlternative: false }, { text, html, attachments })
  return { textBody: text, htmlBody: html, attachments }
}

interface ListPlace {
  readonly multipart: string
  readonly inAlternative: boolean
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
        { multipart, inAlternative: place.inAlternative || multipart === 'alternative' },
        lists,
      )
    } else if (isShown(part, at, place.multipart)) addShown(part, place, lists)
    else lists.attachments.push(part)
  }
  if (place.multipart === 'alternative') fillMissing(lists, textLength, htmlLength)
}

function isMedia(type: string): boolean {
  return /^(image|audio|video)\//.test(type)
}

function isShown(part: Part, at: number, multipart: string): boolean {
  if (part.disposition === 'attachment') return false
  if (part.type !== 'text/plain' && part.type !== 'text/html' && !isMedia(part.type)) return false
  // In multipart/related only the first is the body; a named text that is not first is a file.
  return at === 0 || (multipart !== 'related' && (isMedia(part.type) || part.name === null))
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
