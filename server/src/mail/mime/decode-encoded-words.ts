import { decodeCharset } from './decode-charset.ts'
import { decodeTransfer } from './decode-transfer.ts'

// RFC 2047 §2, with the language of RFC 2231 §5, and with raw 8-bit letters, which some programs leave in.
// No part of it can match the same text in two ways: linear.
const encodedWord =
  /=\?([!#$%&'+\-^_`{|}~0-9A-Za-z.:]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([!->@-~\u0080-\uffff]*)\?=/g

// Encoded NUL and control characters are dropped (RFC 8621 §4.1.2.2).
const controls = /[\u0000-\u0008\u000a-\u001f\u007f]/g

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
  return decodeCharset(Buffer.concat(run.chunks), run.charset).text.replace(controls, '')
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
  // The raw letters are characters already: only octets of single-byte charsets can stand beside them.
  const octets = plain.replace(/[\u0100-\uffff]/g, '?')
  return /^utf-?8$/i.test(charset)
    ? decodeTransfer(Buffer.from(plain, 'utf8'), 'quoted-printable')
    : decodeTransfer(Buffer.from(octets, 'latin1'), 'quoted-printable')
}
