import type { Message } from '../mime/message.ts'
import { parseDate } from '../mime/parse-date.ts'

/** When a message says it was received last (RFC 8621 §4.8): the first Received field; null without one. */
export function receivedDate(message: Message): number | null {
  const received = message.structure.headers.find(([name]) => name.toLowerCase() === 'received')
  const date = received ? parseDate(received[1].slice(received[1].lastIndexOf(';') + 1)) : null
  return date && isPlausible(date.time) ? date.time : null
}

/** Mail has been there since 1971, and none was received in the future. */
export function isPlausible(time: number): boolean {
  return time > Date.UTC(1971, 0) && time < Date.now() + 24 * 3600 * 1000
}
