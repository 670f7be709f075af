import type { InsertedSegment, Segment } from '../store/blob-segments.ts'
import { segmentLength } from '../store/blob-segments.ts'
import type { Insert } from './relocate.ts'

/** Gathers a message: octets of its own, and ranges of other blobs by reference. */
export class MessageWriter {
  private readonly chunks: Buffer[] = []
  private readonly segments: Segment[] = []
  private readonly inserts: Insert[] = []
  /** Own octets so far, and those since the last reference. */
  private written = 0
  private open = 0

  text(text: string): void {
    this.bytes(Buffer.from(text, 'utf8'))
  }

  bytes(bytes: Buffer): void {
    this.chunks.push(bytes)
    this.written += bytes.length
    this.open += bytes.length
  }

  /** The part that begins here has the content of a blob, which follows as octets. */
  mark(blobId: string): void {
    this.inserts.push({ at: this.written, length: 0, blobId })
  }

  /** The part that begins here is a blob that stays where it is. */
  insert(segment: InsertedSegment, blobId: string): void {
    if (this.open > 0) this.segments.push(this.open)
    this.open = 0
    this.segments.push(segment)
    this.inserts.push({ at: this.written, length: segmentLength(segment), blobId, size: segment.size })
  }

  finish(): { data: Buffer; segments: readonly Segment[]; inserts: readonly Insert[] } {
    return {
      data: Buffer.concat(this.chunks),
      segments: this.open > 0 ? [...this.segments, this.open] : this.segments,
      inserts: this.inserts,
    }
  }
}
