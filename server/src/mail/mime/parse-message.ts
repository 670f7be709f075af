import { bodyLists } from './body-lists.ts'
import { buildPart } from './build-part.ts'
import { htmlText } from './html-text.ts'
import { makePreview } from './make-preview.ts'
import type { Message, ParsedMessage, Part } from './message.ts'
import { partText } from './part-text.ts'
import { readListing } from './read-listing.ts'
import { scanParts, type ScannedPart } from './scan-parts.ts'

/** Characters of a message that search sees. */
const maxText = 200_000

/** Parses a raw message (RFC 5322, MIME). Never throws; linear in time and memory. */
export function parseMessage(raw: Uint8Array): ParsedMessage {
  const bytes = withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  return describe(bytes, buildPart(bytes, scanParts(bytes)))
}

/**
 * What is shown of a message whose parse took too long or too much: its header and the start of its
 * text. All of it can still be downloaded.
 */
export function parseStart(raw: Uint8Array): ParsedMessage {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, 64_000))
  const scanned = scanParts(bytes)
  const leaf: ScannedPart = {
    ...scanned,
    head: { ...scanned.head, type: 'text/plain', transfer: 'identity' },
    end: bytes.length,
    parts: [],
  }
  const { message, text } = describe(bytes, buildPart(bytes, leaf))
  return { message: { ...message, size: raw.byteLength, partial: true }, text }
}

function describe(bytes: Buffer, structure: Part): ParsedMessage {
  const lists = bodyLists(structure)
  const texts = readTexts(bytes, [...new Set([...lists.textBody, ...lists.htmlBody])])
  const message: Message = {
    size: bytes.length,
    structure,
    textBody: idsOf(lists.textBody),
    htmlBody: idsOf(lists.htmlBody),
    attachments: idsOf(lists.attachments),
    hasAttachment: lists.attachments.some((part) => isOffered(part)),
    listing: readListing(structure.headers),
    preview: makePreview(texts.find((text) => text.trim() !== '') ?? ''),
  }
  return { message, text: texts.join('\n').slice(0, maxText) }
}

function idsOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => (part.id === null ? [] : [part.id]))
}

/** RFC 8621 §4.1.4, hasAttachment: not what is there only to be shown inside the text. */
function isOffered(part: Part): boolean {
  return (
    part.disposition !== 'inline' && !(part.cid !== null && part.disposition === null && part.type.startsWith('image/'))
  )
}

function readTexts(bytes: Buffer, parts: readonly Part[]): string[] {
  let left = maxText * 2
  return parts.flatMap((part) => {
    if (!part.type.startsWith('text/') || left <= 0) return []
    // Markup is longer than its words, but not without end.
    const { text } = partText(part, bytes.subarray(part.start, Math.min(part.end, part.start + maxText * 10)))
    const words = part.type === 'text/html' ? htmlText(text) : text
    left -= words.length
    return [words]
  })
}

/** Old Macintosh line ends: replaced one for one, so that every offset stays. */
function withLineFeeds(bytes: Buffer): Buffer {
  if (bytes.includes(0x0a) || !bytes.includes(0x0d)) return bytes
  const copy = Buffer.from(bytes)
  for (let at = copy.indexOf(0x0d); at >= 0; at = copy.indexOf(0x0d, at + 1)) copy[at] = 0x0a
  return copy
}
