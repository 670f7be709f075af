import type { Transfer } from '../mime/message.ts'

/** A part of a composed blob that is in another one. */
export interface InsertedSegment {
  readonly blob: string
  /** Range in that blob, `transfer` still on it. */
  readonly start: number
  readonly end: number
  readonly transfer: Transfer
  readonly encode: 'base64' | 'none'
  /** Octets before encoding. */
  readonly size: number
}

/** A number: so many octets of the composed blob's own data. */
export type Segment = number | InsertedSegment

/** Octets of encoded text in a line of base64: RFC 2045 §6.8 allows 76 characters. */
export const base64LineOctets = 57

/** Octets a segment takes in the composed blob. */
export function segmentLength(segment: Segment): number {
  if (typeof segment === 'number') return segment
  if (segment.encode === 'none') return segment.size
  const characters = Math.ceil(segment.size / 3) * 4
  return characters + Math.max(0, Math.ceil(segment.size / base64LineOctets) - 1) * 2
}

/** Characters of a full line, with its line break. */
export const base64LineLength = 78

/** Lines of base64 with CRLF between them, none behind the last one. */
export function* encodeBase64Chunks(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  let begun = false
  for (const chunk of chunks) {
    const octets = rest.byteLength > 0 ? Buffer.concat([rest, chunk]) : chunk
    const whole = octets.byteLength - (octets.byteLength % base64LineOctets)
    if (whole > 0) yield encodeLines(octets.subarray(0, whole), begun)
    begun ||= whole > 0
    rest = octets.subarray(whole)
  }
  if (rest.byteLength > 0) yield encodeLines(rest, begun)
}

function encodeLines(bytes: Uint8Array, begun: boolean): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return Buffer.from((begun ? '\r\n' : '') + text.replace(/.{76}(?=.)/g, '$&\r\n'), 'latin1')
}
