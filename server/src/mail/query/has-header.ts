import { headerText } from '../mime/header-text.ts'
import type { Message } from '../mime/message.ts'

/** SQL function: whether a stored parse has a text in a header field (lower-case name). */
export function hasHeader(parse: unknown, name: unknown, text: unknown): number {
  if (typeof parse !== 'string' || typeof name !== 'string' || typeof text !== 'string') return 0
  const message: Message = JSON.parse(parse)
  const wanted = text.toLowerCase()
  const found = message.structure.headers.some(
    ([field, raw, guessed]) =>
      field.toLowerCase() === name &&
      headerText(guessed ?? raw)
        .toLowerCase()
        .includes(wanted),
  )
  return Number(found)
}
