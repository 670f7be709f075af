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

export function encodeBase64Lines(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  return Buffer.from(text.replace(/.{76}(?=.)/g, '$&\r\n'), 'latin1')
}
