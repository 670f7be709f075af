export interface EncodedBody {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64'
  /** Without a line break at its end, unless the text has one. */
  readonly bytes: Buffer
}

/** RFC 5322 §2.1.1 allows 998; some relays break earlier. */
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
  const put = (piece: string): void => {
    if (line.length + piece.length > 75) {
      lines.push(`${line}=`)
      line = ''
    }
    line += piece
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
