import type { Query } from '../../database/query.ts'
import { parserVersion, type Message, type ParsedMessage } from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { readBlob } from './blobs.ts'

/** Keeps the parse of a blob. */
export function saveMessage(query: Query, blob: string, { message, text }: ParsedMessage): void {
  lastLoaded.delete(query)
  query.run(
    `INSERT INTO message (blob, parser, parse, text) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET parser = excluded.parser, parse = excluded.parse, text = excluded.text`,
    blob,
    parserVersion,
    JSON.stringify(message),
    text,
  )
}

/** The parse that was loaded last: the parts of one message are asked for one after another. */
const lastLoaded = new WeakMap<Query, { readonly blob: string; readonly message: Message }>()

/** The kept parse of a blob; null when it was not parsed, by an older parser, or cannot be read any more. */
export function loadMessage(query: Query, blob: string): Message | null {
  const last = lastLoaded.get(query)
  if (last?.blob === blob) return last.message
  const message = readMessage(query, blob)
  if (message) lastLoaded.set(query, { blob, message })
  return message
}

function readMessage(query: Query, blob: string): Message | null {
  const row = query.one<{ parse: string }>(
    'SELECT parse FROM message WHERE blob = ? AND parser = ?',
    blob,
    parserVersion,
  )
  try {
    return row ? JSON.parse(row.parse) : null
  } catch {
    // Damaged: what reads it parses the message again.
    return null
  }
}

/** Octets of the kept parse of a blob: what loading it costs. */
export function messageCost(query: Query, blob: string): number {
  return query.one<{ size: number }>('SELECT octet_length(parse) AS size FROM message WHERE blob = ?', blob)?.size ?? 0
}

/** The same, made anew where it is missing; null when there is no such blob. */
export function requireMessage(query: Query, blob: string): Message | null {
  const kept = loadMessage(query, blob)
  if (kept) return kept
  const bytes = readBlob(query, blob)
  if (!bytes) return null
  const { message } = parseMessage(bytes)
  lastLoaded.set(query, { blob, message })
  return message
}

export function loadText(query: Query, blob: string): string {
  return query.one<{ text: string }>('SELECT text FROM message WHERE blob = ?', blob)?.text ?? ''
}
