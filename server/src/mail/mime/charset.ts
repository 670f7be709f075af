import iconv from 'iconv-lite'
import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'

export interface DecodedText {
  readonly text: string
  /** The charset was unknown, or the bytes are not of it. */
  readonly problem: boolean
}

/**
 * Bytes of a charset as text. Never throws: what cannot be decoded becomes U+FFFD or a guess. The label is what the
 * sender wrote, which is often loose (`cp-850`, `"utf-8"`), the name of a smaller charset (windows-1252 for latin1,
 * cp949 for ks_c_5601-1987), or wrong.
 */
export function decodeCharset(bytes: Uint8Array, charset: string | null): DecodedText {
  const label = labelOf(charset)
  if (label === '' || undeclared.has(label)) return decodeUndeclared(bytes)
  // Escapes of JIS are no text of these charsets.
  if (mayBeMislabelled.has(label) && hasEscapes(bytes)) return { text: decodeEscaped(bytes), problem: true }
  const text = decodeLabelled(bytes, label)
  if (text === null) return { text: decodeUndeclared(bytes).text, problem: true }
  if (westernLabels.has(label) && isUtf8Text(bytes)) return { text: strictUtf8.decode(bytes), problem: true }
  if (utf8Labels.has(label) && isMoreLikelyWestern(text, bytes))
    return { text: windows1252.decode(bytes), problem: true }
  return { text, problem: text.includes('\ufffd') && !isReplacementOfItsOwn(bytes, label) }
}

/** Whether text of this charset can be read. */
export function isCharset(charset: string): boolean {
  const label = labelOf(charset)
  return undeclared.has(label) || (label !== '' && decodeLabelled(new Uint8Array(), label) !== null)
}

/** Letters of a label, lower case, without quotes, comments and what stands behind it. */
function labelOf(charset: string | null): string {
  const [label = ''] = /[a-z0-9][\w.:+-]{0,60}(?:\(?\d{4}\)?)?/i.exec((charset ?? 'us-ascii').slice(0, 200)) ?? []
  return label.toLowerCase()
}

/** They say nothing of what 8-bit bytes mean. */
const undeclared: ReadonlySet<string> = new Set(
  'us-ascii ascii ansi_x3.4-1968 iso646-us default unknown unknown-8bit x-unknown 8bit 7bit binary none null'.split(
    ' ',
  ),
)

const utf8Labels: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'utf8mb4', 'utf_8', 'unicode-1-1-utf-8', 'x-utf-8'])

const westernLabels: ReadonlySet<string> = new Set(
  'iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 latin-1 l1 cp1252 windows-1252 x-cp1252 iso-8859-15 latin9'.split(
    ' ',
  ),
)

const mayBeMislabelled: ReadonlySet<string> = new Set([...utf8Labels, ...westernLabels])

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')

/** US-ASCII, in name or in fact: escapes of JIS, else 8-bit bytes are UTF-8 when they can be, else Windows-1252. */
function decodeUndeclared(bytes: Uint8Array): DecodedText {
  if (hasEscapes(bytes)) return { text: decodeEscaped(bytes), problem: false }
  const [first, second] = bytes
  if (bytes.length % 2 === 0 && ((first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe)))
    return { text: decodeUtf16(bytes), problem: false }
  try {
    return { text: strictUtf8.decode(bytes), problem: false }
  } catch {
    return { text: windows1252.decode(bytes), problem: true }
  }
}

/** Has letters beyond ASCII, and all of them are UTF-8: no other text looks so by chance. */
function isUtf8Text(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f) && isUtf8(bytes)
}

/** Text said to be UTF-8 in which more letters are broken than whole. */
function isMoreLikelyWestern(text: string, bytes: Uint8Array): boolean {
  // 0xFF is no letter that anybody writes: those bytes are damaged.
  if (!text.includes('\ufffd') || bytes.includes(0xff)) return false
  let broken = 0
  let whole = 0
  for (const letter of text)
    if (letter === '\ufffd') broken += 1
    else if (letter > '\x7f') whole += 1
  return broken > whole
}

/** U+FFFD that the sender wrote. */
function isReplacementOfItsOwn(bytes: Uint8Array, label: string): boolean {
  return utf8Labels.has(label) && isUtf8(bytes)
}

const escape = 0x1b

/** ISO 2022: ESC $ B, ESC $ @, ESC $ ( D for Japanese, ESC $ ) C for Korean, ESC $ ) A for Chinese; all bytes are 7-bit. */
export function hasEscapes(bytes: Uint8Array): boolean {
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = found.indexOf(escape); at >= 0; at = found.indexOf(escape, at + 1)) {
    const mark = found.toString('latin1', at + 1, at + 4)
    if (/^\$(?:[@AB]|\([@BD]|\)[ACG])/.test(mark)) return found.every((byte) => byte < 0x80)
  }
  return false
}

function decodeEscaped(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (start.includes('\x1b$)C', 0, 'latin1')) return iconv.decode(decodeShifts(bytes), 'cp949')
  if (start.includes('\x1b$)A', 0, 'latin1')) return iconv.decode(decodeShifts(bytes), 'gb18030')
  // A designation that another follows at once, as where two encoded words meet, is an error for the platform.
  const clean = start.toString('latin1').replace(/\x1b(?:\([BIJ]|\$[@B]|\$\(D)(?=\x1b[($])/g, '')
  return new TextDecoder('iso-2022-jp').decode(Buffer.from(clean, 'latin1'))
}

/** Labels of charsets that the platform does not know, or knows smaller than what is sent under their name. */
const families: readonly (readonly [pattern: RegExp, decode: (bytes: Uint8Array) => string])[] = [
  [/^(?:utf-?16|ucs-?2|iso-10646-ucs-2|unicode|csunicode)$/, decodeUtf16],
  [/^utf-?16-?be$|^unicodefffe$/, (bytes) => decodeUtf16(bytes, 'utf-16be')],
  [/^utf-?16-?le$/, (bytes) => decodeUtf16(bytes, 'utf-16le')],
  [/^(?:x-|cs)?iso-?2022-?kr$/, (bytes) => iconv.decode(decodeShifts(bytes), 'cp949')],
  [/^(?:x-|cs)?iso-?2022-?cn(?:-ext)?$/, (bytes) => iconv.decode(decodeShifts(bytes), 'gb18030')],
  [/^(?:x-|cs)?iso-?2022-?jp(?:-?\d|-ext|-ms|-2004)?$|^(?:x-)?cp5022[0-2]$|^jis$/, decodeEscaped],
  [/^(?:x-|cs)?hz(?:-gb-?2312|gb2312)?$/, (bytes) => iconv.decode(decodeHz(bytes), 'gb18030')],
  [
    /^(?:x-|cs)?(?:euc[-_]?kr|ks[-_]?c[-_]?5601(?:-?198[79])?|ksc?5601(?:-?198[79])?|cp-?949|(?:x-)?windows-949|ms-?949|uhc|korean|ks_c_5601|iso-ir-149)$/,
    (bytes) => iconv.decode(bytes, 'cp949'),
  ],
  [
    /^(?:x-|cs)?(?:big-?5(?:-?hkscs|-?eten|-?2003)?|cn-big5|cp-?950|(?:x-)?windows-950|big5_hkscs|x-x-big5)$/,
    (bytes) => iconv.decode(bytes, 'big5-hkscs'),
  ],
  [
    /^(?:x-|cs)?(?:gb[-_]?2312(?:-?80)?|gb[-_]?2312[-_]80|gbk|cp-?936|windows-936|ms-?936|euc[-_]?cn|gb[-_]?18030|iso-ir-58|chinese|cn-gb)$/,
    (bytes) => iconv.decode(bytes, 'gb18030'),
  ],
  [/^(?:x-|cs)?(?:shift[-_]?jis|s-?jis|ms[-_]?kanji|ms-?932|cp-?932|windows-?31j|windows-932)$/, platform('shift_jis')],
  [/^(?:x-|cs)?(?:euc[-_]?jp|eucjp|ujis|cp-?51932)$/, platform('euc-jp')],
  [/^(?:x-|cs)?(?:tis-?620|cp-?874|windows-874|iso-?8859-11)$/, platform('windows-874')],
]

function platform(name: string): (bytes: Uint8Array) => string {
  return (bytes) => new TextDecoder(name).decode(bytes)
}

type Decode = (bytes: Uint8Array) => string

const decoders = new Map<string, Decode | null>()

/** null when nothing knows the label. */
function decodeLabelled(bytes: Uint8Array, label: string): string | null {
  let decode = decoders.get(label)
  if (decode === undefined) {
    decode = decoderFor(label)
    // A hostile sender can invent names without end.
    if (decoders.size < 200) decoders.set(label, decode)
  }
  return decode ? decode(bytes) : null
}

function decoderFor(label: string): Decode | null {
  const family = families.find(([pattern]) => pattern.test(label))
  if (family) return family[1]
  for (const name of [label, label.replace(/^x-/, ''), label.replaceAll('_', '-'), label.replace(/-?mb4$/, '')]) {
    try {
      const decoder = new TextDecoder(name)
      return (bytes) => decoder.decode(bytes)
    } catch {
      // Not a label of the Encoding Standard; iconv-lite may know it.
    }
  }
  return iconv.encodingExists(label) ? (bytes) => iconv.decode(bytes, label) : null
}

/** By its mark; without one big-endian (RFC 2781 §4.3), unless its zero bytes say otherwise. */
function decodeUtf16(bytes: Uint8Array, declared?: 'utf-16be' | 'utf-16le'): string {
  const [first, second] = bytes
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  return new TextDecoder(declared ?? likelyOrder(bytes)).decode(bytes)
}

function likelyOrder(bytes: Uint8Array): 'utf-16be' | 'utf-16le' {
  let even = 0
  let odd = 0
  for (const [at, byte] of bytes.subarray(0, 2000).entries())
    if (byte === 0 && at % 2 === 0) even += 1
    else if (byte === 0) odd += 1
  return odd > even ? 'utf-16le' : 'utf-16be'
}

/** RFC 1557, RFC 1922: between SO and SI, until the end of the line at most, pairs of 7-bit bytes are letters. */
function decodeShifts(bytes: Uint8Array): Buffer {
  const out = Buffer.alloc(bytes.length)
  let length = 0
  let shifted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x0e) shifted = true
    else if (byte === 0x0f) shifted = false
    // The designation: ESC $ ) C.
    else if (byte === escape && bytes[at + 1] === 0x24) at += bytes[at + 2] === 0x29 || bytes[at + 2] === 0x2a ? 3 : 2
    else {
      if (byte === 0x0a) shifted = false
      out[length++] = shifted && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte
    }
  }
  return out.subarray(0, length)
}

/** RFC 1843: `~{` to `~}` pairs of 7-bit bytes, `~~` a tilde, a tilde at the end of a line joins lines. */
function decodeHz(bytes: Uint8Array): Buffer {
  const out = Buffer.alloc(bytes.length)
  let length = 0
  let shifted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    const next = bytes[at + 1]
    if (byte === 0x7e && (next === 0x7b || next === 0x7d)) {
      shifted = next === 0x7b
      at += 1
    } else if (byte === 0x7e && !shifted && (next === 0x7e || next === 0x0a || next === 0x0d)) {
      if (next === 0x7e) out[length++] = 0x7e
      at += next === 0x0d && bytes[at + 2] === 0x0a ? 2 : 1
    } else {
      if (byte === 0x0a) shifted = false
      out[length++] = shifted && byte > 0x20 && byte < 0x7f ? byte | 0x80 : byte
    }
  }
  return out.subarray(0, length)
}
