import type { EmailBodyValue } from '@atrium/mail-contracts'
import { headerProperty, readHeaderProperty } from '../mime/header-property.ts'
import type { Message, Part } from '../mime/message.ts'
import { partText } from '../mime/part-text.ts'
import { maxSizeResponse } from '../protocol/limits.ts'
import { tooLarge } from '../protocol/request-budget.ts'
import { listingProperties, type WantedProperties } from './email-properties.ts'
import { truncateText } from './truncate-text.ts'

export interface MessageSource {
  readonly message: Message
  readonly blobId: string
  /** Octets of a part's range in the raw message. */
  readonly readPart: (part: Part) => Uint8Array
}

/** The wanted properties that come from the octets of a message (RFC 8621 §4.1.2 to §4.1.4). */
export function messageRecord(source: MessageSource, wanted: WantedProperties): Record<string, unknown> {
  const { message } = source
  const record: Record<string, unknown> = {}
  for (const name of wanted.properties) {
    const listed = listingProperties.find((candidate) => candidate === name)
    if (listed) record[name] = message.listing[listed]
    else if (name === 'headers') record[name] = headersOf(message.structure)
    else if (name === 'bodyStructure') record[name] = partRecord(message.structure, source, wanted.bodyProperties)
    else if (name === 'bodyValues') record[name] = bodyValues(source, wanted)
    else if (name === 'textBody' || name === 'htmlBody' || name === 'attachments')
      record[name] = partsOf(message, message[name]).map((part) => partRecord(part, source, wanted.bodyProperties))
    else if (name === 'hasAttachment' || name === 'preview') record[name] = message[name]
    else {
      const header = headerProperty(name)
      if (header) record[name] = readHeaderProperty(message.structure.headers, header)
    }
  }
  return record
}

function headersOf(part: Part): { name: string; value: string }[] {
  return part.headers.map(([name, value]) => ({ name, value }))
}

function partRecord(part: Part, source: MessageSource, properties: readonly string[]): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const name of properties) {
    const header = headerProperty(name)
    if (header) record[name] = readHeaderProperty(part.headers, header)
    else if (name === 'headers') record[name] = headersOf(part)
    else if (name === 'partId') record[name] = part.id
    else if (name === 'blobId') record[name] = part.id === null ? null : (part.blobId ?? `${source.blobId}-${part.id}`)
    else if (name !== 'subParts') record[name] = simpleProperty(part, name)
  }
  if (part.parts) record['subParts'] = part.parts.map((child) => partRecord(child, source, properties))
  else if (properties.includes('subParts')) record['subParts'] = null
  return record
}

const simple = ['size', 'name', 'type', 'charset', 'disposition', 'cid', 'language', 'location'] as const

function simpleProperty(part: Part, name: string): unknown {
  const known = simple.find((candidate) => candidate === name)
  return known ? part[known] : null
}

function bodyValues(source: MessageSource, wanted: WantedProperties): Record<string, EmailBodyValue> {
  const { message } = source
  const all = leaves(message.structure)
  const ids = new Set([
    ...(wanted.fetchTextBodyValues ? message.textBody : []),
    ...(wanted.fetchHTMLBodyValues ? message.htmlBody : []),
    ...(wanted.fetchAllBodyValues ? all.map((part) => part.id) : []),
  ])
  // Without a limit for each, decoding them to find that they do not fit would cost as much as sending them.
  const wantedSize = all.reduce((sum, part) => (part.id !== null && ids.has(part.id) ? sum + part.size : sum), 0)
  if (wanted.maxBodyValueBytes === 0 && wantedSize > maxSizeResponse)
    throw tooLarge('The texts of a message are longer than a response may be: give maxBodyValueBytes.')
  const values: Record<string, EmailBodyValue> = {}
  for (const part of all) {
    if (part.id === null || !ids.has(part.id) || !part.type.startsWith('text/')) continue
    const { text, problem } = partText(part, source.readPart(part))
    values[part.id] = { isEncodingProblem: problem, ...truncateText(text, wanted.maxBodyValueBytes, part.type) }
  }
  return values
}

function leaves(part: Part): Part[] {
  return part.parts ? part.parts.flatMap(leaves) : [part]
}

function partsOf(message: Message, ids: readonly string[]): Part[] {
  const parts = new Map(leaves(message.structure).map((part) => [part.id, part]))
  return ids.flatMap((id) => parts.get(id) ?? [])
}
