import { decodeCharset } from './charset.ts'

/** A file in a `winmail.dat`. */
export interface TnefFile {
  readonly name: string
  /** Lower case; null when it does not say. */
  readonly type: string | null
  /** Bytes of the file in the `winmail.dat`, decoded. */
  readonly start: number
  readonly end: number
}

/** Files of one `winmail.dat`. Beyond it: they are not listed. */
const maxFiles = 200

/** Properties of one file; Outlook writes some forty. Beyond it: the rest is ignored. */
const maxProperties = 500

const signature = 0x223e9f78

/** Attributes of MS-OXTNEF §2.1.3.2, and properties of MS-OXPROPS. */
const attribute = {
  codePage: 0x0006_9007,
  /** Begins a file. */
  rendering: 0x0006_9002,
  title: 0x0001_8010,
  data: 0x0006_800f,
  properties: 0x0006_9005,
} as const

const property = { longName: 0x3707, name: 0x3704, mimeType: 0x370e, displayName: 0x3001, data: 0x3701 } as const

interface OpenFile {
  title: string
  longName: string
  type: string | null
  start: number
  end: number
}

/**
 * The files in a `winmail.dat` (MS-OXTNEF), which Outlook sends in place of attachments. Never throws: of a damaged one
 * what can be read of it. One walk over its attributes: linear, and nothing in it makes it recurse.
 */
export function readTnef(bytes: Buffer): TnefFile[] {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return []
  const files: OpenFile[] = []
  let charset = 'windows-1252'
  for (let at = 6; at + 9 <= bytes.length && files.length <= maxFiles;) {
    const id = bytes.readUInt32LE(at + 1)
    const length = bytes.readUInt32LE(at + 5)
    const start = at + 9
    const end = Math.min(start + length, bytes.length)
    const file = files.at(-1)
    if (id === attribute.codePage && end - start >= 4) charset = charsetOf(bytes.readUInt32LE(start))
    else if (id === attribute.rendering) files.push({ title: '', longName: '', type: null, start: 0, end: 0 })
    else if (file && id === attribute.title) file.title = textOf(bytes.subarray(start, end), charset)
    else if (file && id === attribute.data) Object.assign(file, { start, end })
    else if (file && id === attribute.properties) readProperties(bytes, { start, end, charset }, file)
    // Behind the data two bytes of a checksum, which some programs do not fill in.
    at = start + length + 2
  }
  return files
    .filter((file) => file.end > file.start)
    .slice(0, maxFiles)
    .map(({ title, longName, type, start, end }) => ({ name: longName || title || 'file', type, start, end }))
}

function charsetOf(codePage: number): string {
  if (codePage === 65_001) return 'utf-8'
  return codePage >= 874 && codePage < 1300 ? `cp${codePage}` : 'windows-1252'
}

/** Up to the NUL at its end, without what a line of names must not have. */
function textOf(bytes: Buffer, charset: string): string {
  const { text } = decodeCharset(bytes.subarray(0, 2000), charset)
  return (text.split('\0')[0] ?? '').replace(/\p{Cc}+/gu, ' ').trim()
}

/** Bytes of values of a fixed size by type, MS-OXCDATA §2.11.1; in TNEF all take a multiple of four. */
const fixedSizes: Readonly<Record<number, number>> = {
  ...{ 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0a: 4, 0x0b: 4, 0x14: 8, 0x40: 8, 0x48: 16 },
}

interface PropertyRange {
  readonly start: number
  readonly end: number
  readonly charset: string
}

function readProperties(bytes: Buffer, { start, end, charset }: PropertyRange, file: OpenFile): void {
  const reader = new PropertyReader(bytes, start, end)
  const count = Math.min(reader.number(), maxProperties)
  for (let read = 0; read < count && !reader.isOver(); read += 1) {
    const type = reader.short()
    const id = reader.short()
    if (id >= 0x8000) reader.skipName()
    const value = reader.value(type)
    if (!value) return
    const text = (): string =>
      textOf(bytes.subarray(value.start, value.end), (type & 0xfff) === 0x1f ? 'utf-16le' : charset)
    if (id === property.longName) file.longName = text()
    else if ((id === property.name || id === property.displayName) && file.title === '') file.title = text()
    else if (id === property.mimeType) file.type = /^[\w.+-]+\/[\w.+-]+$/.exec(text())?.[0].toLowerCase() ?? null
    else if (id === property.data && file.end === 0 && (type & 0xfff) === 0x102) Object.assign(file, value)
  }
}

/** Reads on from property to property; beyond the end everything is 0. */
class PropertyReader {
  private readonly bytes: Buffer
  private at: number
  private readonly end: number

  constructor(bytes: Buffer, start: number, end: number) {
    this.bytes = bytes
    this.at = start
    this.end = end
  }

  isOver(): boolean {
    return this.at >= this.end
  }

  number(): number {
    const value = this.at + 4 <= this.end ? this.bytes.readUInt32LE(this.at) : 0
    this.at += 4
    return value
  }

  short(): number {
    const value = this.at + 2 <= this.end ? this.bytes.readUInt16LE(this.at) : 0
    this.at += 2
    return value
  }

  /** A named property: a GUID, and a number or a name. */
  skipName(): void {
    this.at += 16
    if (this.number() === 0) this.at += 4
    else this.at += padded(this.number())
  }

  /** The range of a value, of several the last one; null for an unknown type, behind which nothing can be read. */
  value(type: number): { start: number; end: number } | null {
    const base = type & 0xfff
    const fixed = fixedSizes[base]
    const isMultiple = (type & 0x1000) !== 0
    const isVariable = base === 0x1e || base === 0x1f || base === 0x102 || base === 0x0d
    if (fixed === undefined && !isVariable) return null
    const count = isMultiple || isVariable ? this.number() : 1
    let range = { start: this.at, end: this.at }
    for (let read = 0; read < count && !this.isOver(); read += 1) {
      const size = fixed ?? this.number()
      range = { start: Math.min(this.at, this.end), end: Math.min(this.at + size, this.end) }
      this.at += padded(size)
    }
    return range
  }
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4
}
