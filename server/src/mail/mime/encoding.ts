import type { Transfer } from './message.ts'

/** Undoes a Content-Transfer-Encoding (RFC 2045 §6). Never throws: what is not of the encoding is skipped. */
export function decodeTransfer(bytes: Uint8Array, transfer: Transfer): Uint8Array {
  if (transfer === 'base64') return decodeBase64(bytes)
  if (transfer === 'quoted-printable') return decodeQuotedPrintable(bytes)
  if (transfer === 'uuencode') return decodeUuencode(bytes)
  return bytes
}

/**
 * The same for bytes that come in chunks. They are cut where an encoding can be cut, so that chunks decode to what
 * the whole decodes to.
 */
export function* decodeChunks(chunks: Iterable<Uint8Array>, transfer: Transfer): Generator<Uint8Array> {
  const cut = transfer === 'identity' ? null : cuts[transfer]
  let rest: Uint8Array = new Uint8Array()
  for (const chunk of chunks) {
    const joined = rest.byteLength > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = cut ? cut(joined) : joined.byteLength
    if (end > 0) yield decodeTransfer(joined.subarray(0, end), transfer)
    rest = joined.subarray(end)
  }
  if (rest.byteLength > 0) yield decodeTransfer(rest, transfer)
}

const cuts = { base64: quantumCut, 'quoted-printable': literalCut, uuencode: lineCut } as const

function lineCut(bytes: Uint8Array): number {
  return bytes.lastIndexOf(0x0a) + 1
}

/** Where the last whole quantum of base64 ends: padding begins a new one. */
function quantumCut(bytes: Uint8Array): number {
  let cut = 0
  let sextetsSeen = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x3d) sextetsSeen = 0
    else if ((sextets[byte] ?? -1) >= 0) sextetsSeen = (sextetsSeen + 1) % 4
    if (sextetsSeen === 0) cut = at + 1
  }
  return cut
}

/**
 * Behind the last line end, or character that encodes itself: not in white space, which a line end could take away,
 * nor in `=3D`.
 */
function literalCut(bytes: Uint8Array): number {
  for (let at = bytes.length - 1; at >= 2; at -= 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x0a) return at + 1
    const escaped = bytes[at - 1] === 0x3d || bytes[at - 2] === 0x3d
    if (byte > 0x20 && byte !== 0x3d && !escaped) return at + 1
  }
  return 0
}

const sextets = new Int8Array(256).fill(-1)
for (const [value, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  sextets[letter.charCodeAt(0)] = value

/** Padding in the middle ends a quantum, not the text: some senders encode line by line. */
function decodeBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length * 3) / 4))
  let length = 0
  let bits = 0
  let pending = 0
  for (const byte of bytes) {
    const sextet = sextets[byte] ?? -1
    if (sextet < 0) {
      if (byte === 0x3d) pending = 0
      continue
    }
    bits = ((bits << 6) | sextet) & 0xffffff
    pending += 6
    if (pending < 8) continue
    pending -= 8
    out[length++] = (bits >> pending) & 0xff
  }
  return out.subarray(0, length)
}

/** Bytes of a line of uuencode: its length is one printable letter. Beyond it: the text is no uuencoded file. */
const maxUuencodedLine = 45

/** Lines that are none (`begin`, `end`, text around them) are skipped. */
function decodeUuencode(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start)
    const next = newline < 0 ? bytes.length : newline + 1
    length = decodeUuencodedLine(bytes.subarray(start, next), out, length)
    start = next
  }
  return out.subarray(0, length)
}

/** Whether a line of `length` letters without its end can be one of uuencode; blanks at its end may be gone. */
export function isUuencodedLine(line: Uint8Array): boolean {
  let end = line.length
  while (end > 0 && (line[end - 1] === 0x0a || line[end - 1] === 0x0d)) end -= 1
  const first = line[0] ?? 0
  const size = (first - 0x20) & 0x3f
  if (end === 0 || first < 0x20 || first > 0x60 || size > maxUuencodedLine) return false
  const wanted = Math.ceil((size * 4) / 3)
  // One letter more may be a checksum.
  return end - 1 >= wanted - 2 && end - 1 <= Math.ceil(size / 3) * 4 + 1
}

function decodeUuencodedLine(line: Uint8Array, out: Uint8Array, start: number): number {
  if (!isUuencodedLine(line)) return start
  const size = ((line[0] ?? 0) - 0x20) & 0x3f
  for (let at = 0, group = 1; at < size; group += 4) {
    let bits = 0
    for (let letter = 0; letter < 4; letter += 1) {
      const byte = line[group + letter] ?? 0x20
      bits = (bits << 6) | (byte < 0x20 ? 0 : (byte - 0x20) & 0x3f)
    }
    for (const shift of [16, 8, 0]) if (at < size) out[start + at++] = (bits >> shift) & 0xff
  }
  return start + size
}

function decodeQuotedPrintable(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  /** Where the line's trailing white space begins, which a relay may have added (RFC 2045 §6.7 rule 3). */
  let significant = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x0a || byte === 0x0d) {
      length = significant
      out[length++] = byte
      significant = length
    } else if (byte === 0x3d) {
      const soft = softBreakLength(bytes, at)
      const value = soft > 0 ? -1 : hexPair(bytes, at + 1)
      if (soft > 0) at += soft
      else if (value >= 0) {
        out[length++] = value
        at += 2
      } else out[length++] = byte
      significant = length
    } else {
      out[length++] = byte
      if (byte !== 0x20 && byte !== 0x09) significant = length
    }
  }
  return out.subarray(0, length)
}

/** Bytes after the `=` of a soft line break, up to and with its newline; 0 when it is none. */
function softBreakLength(bytes: Uint8Array, at: number): number {
  let end = at + 1
  while (bytes[end] === 0x20 || bytes[end] === 0x09) end += 1
  if (end >= bytes.length) return end - at
  if (bytes[end] === 0x0a) return end - at
  if (bytes[end] === 0x0d) return (bytes[end + 1] === 0x0a ? end + 1 : end) - at
  return 0
}

function hexPair(bytes: Uint8Array, at: number): number {
  const high = hexDigit(bytes[at])
  const low = hexDigit(bytes[at + 1])
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

interface EncodedBody {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64'
  /** Without a line break at its end, unless the text has one. */
  readonly bytes: Buffer
}

/**
 * Characters of a line that is sent unencoded; RFC 5322 §2.1.1 allows 998, some relays break earlier. Beyond it:
 * the text is encoded.
 */
const maxLine = 900

/** A text for the wire: as it is where it can be, else in the encoding that is shorter. */
export function encodeBody(text: string): EncodedBody {
  const lines = text.replace(/\r\n|\r|\n/g, '\r\n')
  if (
    /^[\x01-\x7f]*$/.test(lines) &&
    lines.split('\r\n').every((line) => line.length <= maxLine && !line.startsWith('From '))
  )
    return { encoding: '7bit', bytes: Buffer.from(lines, 'latin1') }
  const bytes = Buffer.from(lines, 'utf8')
  const printable = encodeQuotedPrintable(bytes)
  const base64Length = Math.ceil((bytes.length * 4) / 3) * 1.03
  if (printable.length <= base64Length) return { encoding: 'quoted-printable', bytes: Buffer.from(printable, 'latin1') }
  return { encoding: 'base64', bytes: Buffer.from(bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'), 'latin1') }
}

/** RFC 2045 §6.7. */
function encodeQuotedPrintable(bytes: Buffer): string {
  const lines: string[] = []
  let line = ''
  const put = (word: string): void => {
    if (line.length + word.length > 75) {
      lines.push(`${line}=`)
      line = ''
    }
    line += word
  }
  for (const [at, byte] of bytes.entries()) {
    if (byte === 0x0d && bytes[at + 1] === 0x0a) continue
    if (byte === 0x0a && bytes[at - 1] === 0x0d) {
      lines.push(line)
      line = ''
    } else
      put(
        isLiteral(byte, line, bytes[at + 1])
          ? String.fromCharCode(byte)
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      )
  }
  return [...lines, line].join('\r\n')
}

function isLiteral(byte: number, line: string, next: number | undefined): boolean {
  // White space at the end of a line would be lost, "From " and a single dot changed by relays.
  if (byte === 0x20 || byte === 0x09) return next !== undefined && next !== 0x0d
  if (line === '' && (byte === 0x46 || byte === 0x2e)) return false
  return byte >= 0x21 && byte <= 0x7e && byte !== 0x3d
}
