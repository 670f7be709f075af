import { headerText } from '../mime/header-text.ts'
import type { Message } from '../mime/message.ts'

/**
 * SQL function: whether a stored parse has a header field (lower-case name), with a text in it when one
 * is given. The JSON is only parsed when it holds the name at all.
 */
export function hasHeader(parse: unknown, name: unknown, text: unknown): number {
  if (typeof parse !== 'string' || typeof name !== 'string') return 0
  if (!parse.toLowerCase().includes(`["${name}",`)) return 0
  const message: Message = JSON.parse(parse)
  const values = message.structure.headers.flatMap(([field, raw, guessed]) =>
    field.toLowerCase() === name ? [guessed ?? raw] : [],
  )
  if (typeof text !== 'string') return Number(values.length > 0)
  const wanted = text.toLowerCase()
  return Number(values.some((value) => headerText(value).toLowerCase().includes(wanted)))
}
