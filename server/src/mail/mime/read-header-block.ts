/** A field of a header block, by octets. */
export interface FieldRange {
  readonly name: string
  readonly start: number
  readonly end: number
}

export interface HeaderBlock {
  readonly fields: readonly FieldRange[]
  /** First octet of the body. */
  readonly body: number
}

/** More fields than this are left in the raw message only. */
const maxFields = 25_000

const lf = 0x0a

/**
 * Splits the header block that begins at `start`, in one walk. `isEnd` tells a line that ends the
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
  while (at < end && isNameOctet(bytes[at])) at += 1
  const nameEnd = at
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1
  return nameEnd > start && bytes[at] === 0x3a && at < end ? at : -1
}

function isNameOctet(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0x20 && byte !== 0x3a && byte !== 0x7f
}

function nameOf(bytes: Buffer, start: number, colon: number): string {
  return bytes.toString('latin1', start, colon).trimEnd()
}

/** A line that is no field is skipped when the header goes on behind it; else it begins the body. */
function looksLikeField(bytes: Buffer, at: number): boolean {
  if (at >= bytes.length) return false
  const newline = bytes.indexOf(lf, at)
  const end = lineEnd(bytes, at, newline < 0 ? bytes.length : newline)
  return end === at || colonOf(bytes, at, end) > 0
}
