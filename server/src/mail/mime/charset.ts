import { TextDecoder } from 'node:util'
import iconv from 'iconv-lite'

export interface DecodedText {
  readonly text: string
  /** The charset was unknown, or the bytes are not of it. */
  readonly problem: boolean
}

/** Bytes of a charset as text. Never throws: what cannot be decoded becomes U+FFFD or a guess. */
export function decodeCharset(bytes: Uint8Array, charset: string | null): DecodedText {
  const label = (charset ?? 'us-ascii').trim().toLowerCase()
  if (label === '' || asciiLabels.has(label)) return decodeUndeclared(bytes)
  const decoder = decoderFor(label)
  if (decoder) {
    try {
      return { text: decoder.strict.decode(bytes), problem: false }
    } catch {
      return { text: decoder.lenient.decode(bytes), problem: true }
    }
  }
  if (iconv.encodingExists(label)) return { text: iconv.decode(bytes, label), problem: false }
  return { text: decodeUndeclared(bytes).text, problem: true }
}

/** US-ASCII, in name or in fact: 8-bit bytes in it are UTF-8 when they can be, else Windows-1252. */
function decodeUndeclared(bytes: Uint8Array): DecodedText {
  try {
    return { text: strictUtf8.decode(bytes), problem: false }
  } catch {
    return { text: windows1252.decode(bytes), problem: true }
  }
}

const asciiLabels: ReadonlySet<string> = new Set(['us-ascii', 'ascii', 'ansi_x3.4-1968', 'default'])
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')

interface Decoder {
  readonly strict: TextDecoder
  readonly lenient: TextDecoder
}

const decoders = new Map<string, Decoder | null>()

function decoderFor(label: string): Decoder | null {
  const known = decoders.get(label)
  if (known !== undefined) return known
  let made: Decoder | null = null
  try {
    made = { strict: new TextDecoder(label, { fatal: true }), lenient: new TextDecoder(label) }
  } catch {
    // Not a label of the Encoding Standard; iconv-lite may know it.
  }
  // A hostile sender can invent names without end.
  if (decoders.size < 200) decoders.set(label, made)
  return made
}
