import { decodeCharset } from './decode-charset.ts'
import { decodeEncodedWords } from './decode-encoded-words.ts'
import { unfold } from './unfold.ts'

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
  const pieces = new Map<string, Piece[]>()
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
    const list = pieces.get(base) ?? []
    list.push({ index: Number(index ?? 0), encoded: index === undefined || star !== undefined, text })
    pieces.set(base, list)
  }
  for (const [name, list] of pieces) plain.set(name, joinPieces(list))
  return { value, parameters: plain }
}

interface Piece {
  readonly index: number
  readonly encoded: boolean
  readonly text: string
}

function joinPieces(pieces: readonly Piece[]): string {
  const ordered = [...pieces].sort((a, b) => a.index - b.index)
  const first = ordered[0]
  const [, charset = '', , rest = ''] = first?.encoded ? (/^([^']*)'([^']*)'(.*)$/s.exec(first.text) ?? []) : []
  const labelled = charset !== '' || rest !== ''
  const chunks = ordered.map((piece, at) => {
    const text = at === 0 && labelled ? rest : piece.text
    return piece.encoded ? percentDecode(text) : Buffer.from(text, 'utf8')
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
