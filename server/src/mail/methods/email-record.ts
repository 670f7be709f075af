import type { Listing, Message } from '../mime/message.ts'
import { parseStart } from '../mime/parse-message.ts'
import type { MethodContext } from '../protocol/method-context.ts'
import { MethodError } from '../protocol/method-error.ts'
import { readBlob } from '../store/blobs.ts'
import { mailboxesOf, type StoredEmail } from '../store/email-rows.ts'
import { readKeywords } from '../store/keywords.ts'
import { requireMessage } from '../store/messages.ts'
import { emailId, mailboxId, threadId } from '../store/object-id.ts'
import { formatUtcDate } from '../store/parse-date-time.ts'
import { listingProperties, metadataProperties, type WantedProperties } from './email-properties.ts'
import { messageRecord } from './message-record.ts'

/** What lists ask for comes from the row; anything else needs the whole parse. */
export const quickProperties: ReadonlySet<string> = new Set([...metadataProperties, ...listingProperties, 'hasAttachment', 'preview'])

/**
 * An Email with the wanted properties (RFC 8621 §4). A message whose octets or parse are damaged in the store has
 * what its row still says and is empty otherwise: one damaged message must not hide the others.
 */
export function emailRecord(
  context: MethodContext,
  row: StoredEmail,
  wanted: WantedProperties,
): Record<string, unknown> {
  const { query } = context.store
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
  if (listingProperties.some((name) => names.has(name))) addListing(context, record, { row, names })
  const slow = wanted.properties.filter((name) => !quickProperties.has(name))
  return slow.length === 0 ? record : { ...record, ...slowProperties(context, row, { ...wanted, properties: slow }) }
}

function addListing(
  context: MethodContext,
  record: Record<string, unknown>,
  { row, names }: { readonly row: StoredEmail; readonly names: ReadonlySet<string> },
): void {
  const listing = surviving<Listing>(context, row, {
    read: () => JSON.parse(row.listing),
    instead: () => emptyMessage.listing,
  })
  for (const name of listingProperties) if (names.has(name)) record[name] = listing[name]
}

function slowProperties(context: MethodContext, row: StoredEmail, wanted: WantedProperties): Record<string, unknown> {
  const { query } = context.store
  const read = (message: Message | null, readPart: (start: number, end: number) => Uint8Array | null) => {
    if (!message) throw new Error('the blob is missing')
    const octets = ({ start, end }: { readonly start: number; readonly end: number }): Uint8Array => {
      const found = readPart(start, end)
      if (!found) throw new Error('the blob is missing')
      return found
    }
    return messageRecord({ message, blobId: row.blob, readPart: octets }, wanted)
  }
  return surviving(context, row, {
    read: () => read(requireMessage(query, row.blob), (start, end) => readBlob(query, row.blob, { start, end })),
    instead: () => read(emptyMessage, () => new Uint8Array()),
  })
}

const emptyMessage: Message = parseStart(new Uint8Array()).message

function surviving<Result>(
  context: MethodContext,
  row: StoredEmail,
  { read, instead }: { readonly read: () => Result; readonly instead: () => Result },
): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof MethodError) throw error
    context.onDamage(error, `reading message ${emailId.format(row.id)}`)
    return instead()
  }
}

function toSet(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true]))
}
