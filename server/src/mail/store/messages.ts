import type { Query } from '../../database/query.ts'
import { parserVersion, type Message, type ParsedMessage } from '../mime/message.ts'
import { parseMessage } from '../mime/parse-message.ts'
import { readBlob } from './blobs.ts'

/** Keeps the parse of a blob. */
export function saveMessage(query: Query, blob: string, { message, text }: ParsedMessage): void {
  query.run(
    `INSERT INTO message (blob, parser, parse, text) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET parser = excluded.parser, parse = excluded.parse, text = excluded.text`,
    blob,
    parserVersion,
    JSON.stringify(message),
    text,
  )
}

/** The kept parse of a blob; null when it was not parsed, or by an older parser. */
export function loadMessage(query: Query, blob: string): Message | null {
  const row = query.one<{ parse: string }>(
    'SELECT parse FROM message WHERE blob = ? AND parser = ?',
    blob,
    parserVersion,
  )
  return row ? JSON.parse(row.parse) : null
}

/** The same, made anew where it is missing; null when there is no such blob. */
export function requireMessage(query: Query, blob: string): Message | null {
  const kept = loadMessage(query, blob)
  if (kept) return kept
  const bytes = readBlob(query, blob)
  return bytes ? parseMessage(bytes).message : null
}

export function loadText(query: Query, blob: string): string {
  return query.one<{ text: string }>('SELECT text FROM message WHERE blob = ?', blob)?.text ?? ''
}
