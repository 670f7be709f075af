import { decodeCharset, type DecodedText } from './decode-charset.ts'
import { decodeTransfer } from './decode-transfer.ts'
import type { Part } from './message.ts'

/** The text of a text part from the octets of its range, with LF line ends (RFC 8621 §4.1.4, EmailBodyValue). */
export function partText(part: Part, octets: Uint8Array): DecodedText {
  const bytes = decodeTransfer(octets, part.transfer)
  const { text, problem } = decodeCharset(bytes, charsetOf(part, bytes))
  return { text: text.replace(/\r\n?/g, '\n'), problem: problem || part.transferUnknown === true }
}

/** An HTML part that names no charset may name one inside. */
function charsetOf(part: Part, bytes: Uint8Array): string | null {
  if (part.type !== 'text/html' || (part.charset !== null && part.charset.toLowerCase() !== 'us-ascii'))
    return part.charset
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString('latin1')
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(start)?.[1] ?? part.charset
}
