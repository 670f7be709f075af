import { readHeaderBlock, type FieldRange } from './read-header-block.ts'
import { readPartHead, type PartHead } from './read-part-head.ts'

/** An entity found in the raw message; octets of its body from `start` to `end`. */
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
