import { decodeCharset, decodeTransfer } from './encoding.ts'

/** Takes folding out of a raw header value (RFC 5322 §2.2.3): the line break goes, the white space stays. */
export function unfold(raw: string): string {
  return raw.includes('\n') || raw.includes('\r') ? raw.replace(/\r?\n|\r/g, '') : raw
}

/** A field of a header block, by bytes. */
export interface FieldRange {
  readonly name: string
  readonly start: number
  readonly end: number
}

interface HeaderBlock {
  readonly fields: readonly FieldRange[]
  /** Offset of the first byte of the body. */
  readonly body: number
}

/** More fields than this are left in the raw message only. */
const maxFields = 25_000

const lf = 0x0a

/**
 * Splits the header block that begins at `start`, in one walk. `isEnd` recognises a line that ends the
 * block though no empty line was seen: a boundary of an enclosing multipart.
 */
export function readHeaderBlock(
  bytes: Buffer,
  start: number,
  isEnd: (start: number, end: number) => boolean,
): HeaderBlock {
  const fields: FieldRange[] = []
  let at = skipMailboxSeparator(bytes, start)
  let open: { name: string; start: number; end: number } | null = null
  while (at < bytes.length) {
    const newline = bytes.indexOf(lf, at)
    const next = newline < 0 ? bytes.length : newline + 1
    const end = lineEnd(bytes, at, newline < 0 ? bytes.length : newline)
    if (end === at) return { fields, body: next }
    const first = bytes[at]
    if (open && (first === 0x20 || first === 0x09)) {
      open.end = end
    } else {
      if (isEnd(at, end)) return { fields, body: at }
      const colon = colonOf(bytes, at, end)
      if (colon < 0 && !looksLikeField(bytes, next)) return { fields, body: at }
      open = colon < 0 ? null : { name: nameOf(bytes, at, colon), start: colon + 1, end }
      if (open && fields.length < maxFields) fields.push(open)
    }
    at = next
  }
  return { fields, body: bytes.length }
}

/** `From ` of an mbox, which some programs leave in front of the first field. */
function skipMailboxSeparator(bytes: Buffer, start: number): number {
  const first = bytes.toString('latin1', start, start + 6)
  if (!first.startsWith('From ') && !first.startsWith('>From ')) return start
  const newline = bytes.indexOf(lf, start)
  return newline < 0 ? start : newline + 1
}

function lineEnd(bytes: Buffer, start: number, newline: number): number {
  return newline > start && bytes[newline - 1] === 0x0d ? newline - 1 : newline
}

/** Index of the colon behind a field name (RFC 5322 §2.2), or -1. White space before it is obsolete but seen. */
function colonOf(bytes: Buffer, start: number, end: number): number {
  let at = start
  while (at < end && isNameByte(bytes[at])) at += 1
  const nameEnd = at
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1
  return nameEnd > start && bytes[at] === 0x3a && at < end ? at : -1
}

function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte !== 0x3a && byte !== 0x7f
}

function nameOf(bytes: Buffer, start: number, colon: number): string {
  return bytes.toString('latin1', start, colon).trimEnd()
}

/** A line that is no field is skipped when the header continues behind it; else it begins the body. */
function looksLikeField(bytes: Buffer, at: number): boolean {
  if (at >= bytes.length) return false
  const newline = bytes.indexOf(lf, at)
  const end = lineEnd(bytes, at, newline < 0 ? bytes.length : newline)
  return end === at || colonOf(bytes, at, end) > 0
}

// RFC 2047 §2, with the language of RFC 2231 §5, and with raw 8-bit letters, which some programs leave in.
// No part of it can match the same text in two ways: linear.
const encodedWord =
  /=\?([!#$%&'+\-^_`{|}~0-9A-Za-z.:]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([!->@-~\u0080-\uffff]*)\?=/g

// Encoded NUL and control characters are dropped (RFC 8621 §4.1.2.2).
const controlCharacters = /[\u0000-\u0008\u000a-\u001f\u007f]/g

/**
 * Decodes the encoded words of an unfolded value, as long as they stand where RFC 2047 §5 lets them:
 * between white space, parentheses or other encoded words.
 */
export function decodeEncodedWords(value: string): string {
  if (!value.includes('=?')) return value
  let text = ''
  let done = 0
  let run: EncodedRun | null = null
  /** Up to where everything behind `done` is white space: a gap is looked at once, however many words follow it. */
  let blank = 0
  for (const match of value.matchAll(encodedWord)) {
    const [whole, charset = '', kind = '', content = ''] = match
    const end = match.index + whole.length
    if (blank >= 0 && blank < match.index) blank = value.slice(blank, match.index).trim() === '' ? match.index : -1
    const follows = run !== null && blank >= 0
    if (!(follows || mayStart(value, match.index)) || !mayEnd(value, end)) {
      blank = -1
      continue
    }
    const bytes = decodeContent(content, kind, charset)
    // One character may be cut across two words of one charset.
    if (follows && run?.charset === charset.toLowerCase()) run.chunks.push(bytes)
    else {
      text += decodeRun(run) + (follows ? '' : value.slice(done, match.index))
      run = { charset: charset.toLowerCase(), chunks: [bytes] }
    }
    done = end
    blank = end
  }
  return text + decodeRun(run) + value.slice(done)
}

interface EncodedRun {
  readonly charset: string
  readonly chunks: Uint8Array[]
}

function decodeRun(run: EncodedRun | null): string {
  if (!run) return ''
  return decodeCharset(Buffer.concat(run.chunks), run.charset).text.replace(controlCharacters, '')
}

function mayStart(value: string, at: number): boolean {
  return at === 0 || /[\s("]/.test(value.charAt(at - 1))
}

function mayEnd(value: string, at: number): boolean {
  return at === value.length || /[\s)"]/.test(value.charAt(at)) || value.startsWith('=?', at)
}

function decodeContent(content: string, kind: string, charset: string): Uint8Array {
  if (kind === 'b' || kind === 'B') return decodeTransfer(Buffer.from(content, 'latin1'), 'base64')
  const plain = content.replaceAll('_', '=20')
  if (!/[\u0080-\uffff]/.test(plain)) return decodeTransfer(Buffer.from(plain, 'latin1'), 'quoted-printable')
  // The raw letters are characters already: only bytes of single-byte charsets can stand beside them.
  const bytes = plain.replace(/[\u0100-\uffff]/g, '?')
  return /^utf-?8$/i.test(charset)
    ? decodeTransfer(Buffer.from(plain, 'utf8'), 'quoted-printable')
    : decodeTransfer(Buffer.from(bytes, 'latin1'), 'quoted-printable')
}

/** The Text form of a raw header value, RFC 8621 §4.1.2.2. */
export function headerText(raw: string): string {
  return decodeEncodedWords(unfold(raw)).replace(/^ +/, '').normalize('NFC')
}

export interface ParameterizedValue {
  /** Lower case, without comments. */
  readonly value: string
  /** By lower-case name, decoded. */
  readonly parameters: ReadonlyMap<string, string>
}

/** More parameters than this are noise. */
const maxParameters = 200

/** A value with parameters (RFC 2045 §5.1), continuations and charsets of RFC 2231 undone. */
export function parseParameters(raw: string): ParameterizedValue {
  const segments = splitSegments(unfold(raw))
  const value = (segments.shift() ?? '').replace(/[\s"]+/g, '').toLowerCase()
  const plain = new Map<string, string>()
  const sections = new Map<string, Section[]>()
  for (const segment of segments.slice(0, maxParameters)) {
    const equals = segment.indexOf('=')
    if (equals < 1) continue
    const name = segment.slice(0, equals).trim().toLowerCase()
    const text = segment.slice(equals + 1).trim()
    const extended = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(name)
    if (!extended) {
      if (!plain.has(name)) plain.set(name, decodeEncodedWords(text))
      continue
    }
    const [, base = '', index, star] = extended
    const list = sections.get(base) ?? []
    list.push({ index: Number(index ?? 0), encoded: index === undefined || star !== undefined, text })
    sections.set(base, list)
  }
  for (const [name, list] of sections) plain.set(name, joinSections(list))
  return { value, parameters: plain }
}

interface Section {
  readonly index: number
  readonly encoded: boolean
  readonly text: string
}

function joinSections(sections: readonly Section[]): string {
  const ordered = [...sections].sort((a, b) => a.index - b.index)
  const first = ordered[0]
  const [, charset = '', , rest = ''] = first?.encoded ? (/^([^']*)'([^']*)'(.*)$/s.exec(first.text) ?? []) : []
  const labelled = charset !== '' || rest !== ''
  const chunks = ordered.map((section, at) => {
    const text = at === 0 && labelled ? rest : section.text
    return section.encoded ? percentDecode(text) : Buffer.from(text, 'utf8')
  })
  return decodeCharset(Buffer.concat(chunks), charset || 'utf-8').text
}

function percentDecode(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  const out = Buffer.alloc(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const pair = bytes[at] === 0x25 ? bytes.toString('latin1', at + 1, at + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      out[length++] = Number.parseInt(pair, 16)
      at += 2
    } else out[length++] = bytes[at] ?? 0
  }
  return out.subarray(0, length)
}

/** Cuts at semicolons outside quotes and comments; quotes and comments are taken off on the way. */
function splitSegments(text: string): string[] {
  const segments: string[] = []
  let segment = ''
  let quoted = false
  let comment = 0
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (letter === '\\' && (quoted || comment > 0)) {
      at += 1
      // Windows paths come unescaped: only a quote or a backslash can have been meant.
      if (comment === 0) segment += /["\\]/.test(text.charAt(at)) ? text.charAt(at) : `\\${text.charAt(at)}`
    } else if (comment > 0) {
      if (letter === '(') comment += 1
      else if (letter === ')') comment -= 1
    } else if (letter === '"') quoted = !quoted
    else if (!quoted && letter === '(' && /[\s;]|^$/.test(text.charAt(at - 1))) comment = 1
    else if (!quoted && letter === ';') {
      segments.push(segment)
      segment = ''
    } else segment += letter
  }
  return [...segments, segment]
}
