import { isUtf8 } from 'node:buffer'
import { decodeCharset } from './decode-charset.ts'
import { decodeTransfer } from './decode-transfer.ts'
import type { HeaderField, Part } from './message.ts'
import type { FieldRange } from './read-header-block.ts'
import type { ScannedPart } from './scan-parts.ts'

/** Octets of header fields kept of one message; what is beyond is in the raw message only. */
const maxHeaderOctets = 2_000_000

interface Building {
  readonly bytes: Buffer
  nextId: number
  headerOctets: number
}

/** The stored form of a scanned tree. */
export function buildPart(bytes: Buffer, scanned: ScannedPart): Part {
  return build(scanned, { bytes, nextId: 1, headerOctets: 0 }, charsetOfText(scanned))
}

function build(scanned: ScannedPart, building: Building, guess: string | null): Part {
  const { head, start, end } = scanned
  const multipart = scanned.parts.length > 0
  // A multipart that holds nothing is shown as the text it then is.
  const type = !multipart && head.type.startsWith('multipart/') ? 'text/plain' : head.type
  const common = {
    type,
    disposition: head.disposition,
    name: head.name,
    cid: head.cid,
    language: head.language,
    location: head.location,
    headers: headerFields(scanned.fields, building, guess),
    start,
    end,
  }
  if (multipart) {
    const parts = scanned.parts.map((part) => build(part, building, guess))
    return { ...common, id: null, charset: head.charset, transfer: 'identity', size: 0, parts }
  }
  const id = String(building.nextId++)
  const size = decodeTransfer(building.bytes.subarray(start, end), head.transfer).length
  const charset = head.charset ?? (type.startsWith('text/') ? 'us-ascii' : null)
  const part: Part = { ...common, id, charset, transfer: head.transfer, size }
  return head.transferUnknown ? { ...part, transferUnknown: true } : part
}

function headerFields(fields: readonly FieldRange[], building: Building, guess: string | null): HeaderField[] {
  const kept: HeaderField[] = []
  for (const { name, start, end } of fields) {
    building.headerOctets += end - start
    if (building.headerOctets > maxHeaderOctets) break
    const octets = building.bytes.subarray(start, end)
    const raw = octets.toString('utf8').replaceAll('\0', '')
    kept.push(isUtf8(octets) ? [name, raw] : [name, raw, decodeCharset(octets, guess).text.replaceAll('\0', '')])
  }
  return kept
}

/** Raw 8-bit headers are most often in the charset of the text. */
function charsetOfText(part: ScannedPart): string | null {
  if (part.parts.length === 0) return part.head.type.startsWith('text/') ? (part.head.charset ?? null) : null
  for (const child of part.parts) {
    const charset = charsetOfText(child)
    if (charset !== null && charset.toLowerCase() !== 'us-ascii') return charset
  }
  return null
}
