import type { Query } from '../../database/query.ts'
import type { Listing, Message } from '../mime/message.ts'
import { readBlob } from '../store/blobs.ts'
import { mailboxesOf, type StoredEmail } from '../store/email-rows.ts'
import { readKeywords } from '../store/keywords.ts'
import { requireMessage } from '../store/messages.ts'
import { emailId, mailboxId, threadId } from '../store/object-id.ts'
import { formatUtcDate } from '../store/parse-date-time.ts'
import { listingProperties, metadataProperties, type WantedProperties } from './email-properties.ts'
import { messageRecord } from './message-record.ts'

/** What lists ask for comes from the row; anything else needs the whole parse. */
const quick: ReadonlySet<string> = new Set([...metadataProperties, ...listingProperties, 'hasAttachment', 'preview'])

/** An Email with the wanted properties (RFC 8621 §4). */
export function emailRecord(query: Query, row: StoredEmail, wanted: WantedProperties): Record<string, unknown> {
  const names = new Set(wanted.properties)
  const record: Record<string, unknown> = { id: emailId.format(row.id) }
  if (names.has('blobId')) record['blobId'] = row.blob
  if (names.has('threadId')) record['threadId'] = threadId.format(row.thread)
  if (names.has('mailboxIds')) record['mailboxIds'] = toSet(mailboxesOf(query, row.id).map(mailboxId.format))
  if (names.has('keywords')) record['keywords'] = toSet(readKeywords(query, row))
  if (names.has('size')) record['size'] = row.size
  if (names.has('receivedAt')) record['receivedAt'] = formatUtcDate(row.received_at)
  if (names.has('hasAttachment')) record['hasAttachment'] = row.has_attachment === 1
  if (names.has('preview')) record['preview'] = row.preview
  if (listingProperties.some((name) => names.has(name))) addListing(record, row.listing, names)
  const slow = wanted.properties.filter((name) => !quick.has(name))
  return slow.length === 0 ? record : { ...record, ...slowProperties(query, row, { ...wanted, properties: slow }) }
}

function addListing(record: Record<string, unknown>, json: string, names: ReadonlySet<string>): void {
  const listing: Listing = JSON.parse(json)
  for (const name of listingProperties) if (names.has(name)) record[name] = listing[name]
}

function slowProperties(query: Query, row: StoredEmail, wanted: WantedProperties): Record<string, unknown> {
  const message: Message | null = requireMessage(query, row.blob)
  if (!message) throw new Error(`the blob of message ${row.id} is missing`)
  return messageRecord(
    {
      message,
      blobId: row.blob,
      readPart: ({ start, end }) => readBlob(query, row.blob, { start, end }) ?? new Uint8Array(),
    },
    wanted,
  )
}

function toSet(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true]))
}
