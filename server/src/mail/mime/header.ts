import { isUtf8 } from 'node:buffer'
import { decodeCharset, isCharset } from './charset.ts'
import { decodeTransfer } from './encoding.ts'

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

/** Header fields of one part. Beyond it: the rest is in the raw message only. */
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

/**
 * Where the header of a message begins: behind the mark of UTF-8 and empty lines, which programs that save messages as
 * files put there, if a field follows.
 */
export function headerStart(bytes: Buffer): number {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  let at = mark
  for (let next = at; next < bytes.length;) {
    const newline = bytes.indexOf(lf, next)
    const end = newline < 0 ? bytes.length : newline
    const isEmpty = /^[ \t\r]*$/.test(bytes.toString('latin1', next, Math.min(end, next + 80)))
    if (!isEmpty) {
      at = next
      break
    }
    next = end + 1
  }
  const newline = bytes.indexOf(lf, at)
  const end = lineEnd(bytes, at, newline < 0 ? bytes.length : newline)
  const first = bytes.toString('latin1', at, at + 6)
  return colonOf(bytes, at, end) > 0 || first.startsWith('From ') ? at : mark
}

/** `From ` of an mbox, which some programs leave in front of the first field. */
function skipMailboxSeparator(bytes: Buffer, start: number): number {
  const first = bytes.toString('latin1', start, start + 6)
  if (!first.startsWith('From ') && !first.startsWith('>From ')) return start
  const newline = bytes.indexOf(lf, start)
  return newline < 0 ? start : newline + 1
}

/** Without the line break, CR CR LF too. */
function lineEnd(bytes: Buffer, start: number, newline: number): number {
  if (newline <= start || bytes[newline - 1] !== 0x0d) return newline
  return newline - 1 > start && bytes[newline - 2] === 0x0d ? newline - 2 : newline - 1
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

// RFC 2047 §2, with the language of RFC 2231 §5.
const wordStart = /=\?([!#$%&'+\-^_`{|}~0-9A-Za-z.:]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?/y

/**
 * Characters of one encoded word; RFC 2047 §2 allows 75, programs write whole subjects as one. Beyond it: it is
 * shown as it is written.
 */
const maxWord = 4000

// Encoded NUL and control characters are dropped (RFC 8621 §4.1.2.2).
const controlCharacters = /[\u0000-\u0008\u000a-\u001f\u007f]/g

interface EncodedWord {
  readonly charset: string
  readonly kind: string
  readonly content: string
  /** Behind its `?=`. */
  readonly end: number
}

/**
 * The encoded word that begins at `at`; null when there is none. It may hold what the standard forbids and programs
 * write: blanks, question marks, letters beyond ASCII.
 */
export function readEncodedWord(value: string, at: number): EncodedWord | null {
  wordStart.lastIndex = at
  const [whole, charset = '', kind = ''] = wordStart.exec(value) ?? []
  if (whole === undefined) return null
  const start = at + whole.length
  const rest = value.slice(start, start + maxWord)
  // A word inside of a word is the next one: this one was never closed.
  const next = rest.search(/=\?[^?\s]{1,60}\?[bBqQ]\?/)
  const close = closeOf(next < 0 ? rest : rest.slice(0, next + 1), kind)
  if (close < 0) return null
  return { charset, kind, content: rest.slice(0, close), end: start + close + 2 }
}

/** Where the `?=` is that closes a word; a question mark before an encoded letter (`?=C3`) does not, if another does. */
function closeOf(text: string, kind: string): number {
  const first = text.indexOf('?=')
  if (kind === 'b' || kind === 'B') return first
  let close = first
  while (close >= 0 && /^[0-9A-F]{2}/.test(text.slice(close + 2, close + 4))) close = text.indexOf('?=', close + 1)
  return close < 0 ? first : close
}

/**
 * Decodes the encoded words of an unfolded value. Where RFC 2047 §5 lets them stand, and where programs put them:
 * before and behind punctuation (`Re:=?…?=`, `=?…?=,`), but not within a word.
 */
export function decodeEncodedWords(value: string): string {
  if (!value.includes('=?')) return value
  let text = ''
  let done = 0
  let run: EncodedRun | null = null
  for (let at = value.indexOf('=?'); at >= 0;) {
    const word = mayStart(value, at, done) ? readEncodedWord(value, at) : null
    if (!word || !isKnown(word.charset)) {
      at = value.indexOf('=?', at + 2)
      continue
    }
    const follows = run !== null && isBlank(value, done, at)
    const bytes = decodeContent(word.content, word.kind, word.charset)
    // One character may be cut across two words of one charset.
    if (follows && run?.charset === word.charset.toLowerCase()) run.chunks.push(bytes)
    else {
      text += decodeRun(run) + (follows ? '' : value.slice(done, at))
      run = { charset: word.charset.toLowerCase(), chunks: [bytes] }
    }
    done = word.end
    at = value.indexOf('=?', done)
  }
  return text + decodeRun(run) + value.slice(done)
}

/** Charsets that no one knows are not guessed at in a header: the text may be no encoded word at all. */
function isKnown(charset: string): boolean {
  return isCharset(charset) || /^(?:x-|[a-z]+-?\d|unknown)/i.test(charset)
}

/** White space only: looked at once, because the words before it are decoded and never come again. */
function isBlank(value: string, from: number, to: number): boolean {
  return value.slice(from, to).trim() === ''
}

interface EncodedRun {
  readonly charset: string
  readonly chunks: Uint8Array[]
}

function decodeRun(run: EncodedRun | null): string {
  if (!run) return ''
  return decodeCharset(Buffer.concat(run.chunks), run.charset).text.replace(controlCharacters, '')
}

/** Behind another encoded word, white space or punctuation, not within a word. */
function mayStart(value: string, at: number, done: number): boolean {
  return at === done || !/[\p{L}\p{N}]/u.test(value.charAt(at - 1))
}

function decodeContent(content: string, kind: string, charset: string): Uint8Array {
  if (kind === 'b' || kind === 'B') return decodeTransfer(Buffer.from(content, 'latin1'), 'base64')
  // Blanks at the end are part of it: only a line would lose them.
  const plain = content.replace(/[_ ]/g, '=20')
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

/** Parameters of one field. Beyond it: the rest is ignored. */
const maxParameters = 200

/** A value with parameters (RFC 2045 §5.1), continuations and charsets of RFC 2231 undone. */
export function parseParameters(raw: string): ParameterizedValue {
  const segments = splitSegments(unfold(raw))
  const value = (segments.shift() ?? '').replace(/[\s"]+/g, '').toLowerCase()
  const plain = new Map<string, string>()
  const sections = new Map<string, Section[]>()
  let last = ''
  for (const segment of segments.slice(0, maxParameters)) {
    const equals = segment.indexOf('=')
    if (equals < 1) {
      // A file name without quotes and with a semicolon.
      const before = plain.get(last)
      if (before !== undefined && fileNames.has(last) && segment.trim() !== '') plain.set(last, `${before};${segment}`)
      continue
    }
    const name = segment.slice(0, equals).trim().toLowerCase()
    const text = segment.slice(equals + 1).trim()
    const extended = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(name)
    if (!extended) {
      last = name
      if (!plain.has(name))
        plain.set(name, fileNames.has(name) ? decodePercents(decodeEncodedWords(text)) : decodeEncodedWords(text))
      continue
    }
    last = ''
    const [, base = '', index, star] = extended
    const list = sections.get(base) ?? []
    list.push({ index: Number(index ?? 0), encoded: index === undefined || star !== undefined, text })
    sections.set(base, list)
  }
  for (const [name, list] of sections) plain.set(name, joinSections(list))
  return { value, parameters: plain }
}

const fileNames: ReadonlySet<string> = new Set(['filename', 'name'])

/** A name that is a piece of a URL: all its letters beyond ASCII are percent-encoded UTF-8. */
function decodePercents(name: string): string {
  if (!/%[89a-f][0-9a-f]/i.test(name) || !/^[\x21-\x7e]*$/.test(name)) return name
  const bytes = percentDecode(name)
  return isUtf8(bytes) ? bytes.toString('utf8') : name
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
  const labelled = (charset === '' || isCharset(charset)) && (charset !== '' || rest !== '')
  // Not of RFC 2231, but written: an encoded word cut into sections, or with a star behind its name.
  const whole = ordered.map(({ text }) => text).join('')
  if (!labelled && whole.includes('=?') && decodeEncodedWords(whole) !== whole) return decodeEncodedWords(whole)
  const chunks = ordered.map((section, at) => {
    const text = at === 0 && labelled ? rest : section.text
    return section.encoded ? percentDecode(text) : Buffer.from(text, 'utf8')
  })
  return decodeCharset(Buffer.concat(chunks), (labelled && charset) || 'utf-8').text
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
    else if (!quoted && letter === '=' && readEncodedWord(text, at)) {
      // Its semicolons and brackets are text.
      const end = readEncodedWord(text, at)?.end ?? at + 1
      segment += text.slice(at, end)
      at = end - 1
    } else if (!quoted && letter === '(' && /[\s;]|^$/.test(text.charAt(at - 1))) comment = 1
    else if (!quoted && letter === ';') {
      segments.push(segment)
      segment = ''
    } else segment += letter
  }
  return [...segments, segment]
}
