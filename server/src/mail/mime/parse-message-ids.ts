import { unfold } from './unfold.ts'

/** More ids than this in one field are noise; the newest stand at the end. */
const maxIds = 1000

/** `msg-id`s of a field, without brackets (RFC 8621 §4.1.2.5); null when there is none to be read. */
export function parseMessageIds(raw: string): string[] | null {
  const text = unfold(raw).replace(/\([^()<>]*\)/g, ' ')
  const ids = [...text.matchAll(/<([^<>]+)>/g)].map(([, id = '']) => id.replace(/\s+/g, ''))
  // Some programs leave the brackets out.
  if (ids.length === 0 && !/[<>]/.test(text))
    ids.push(...text.split(/[\s,]+/).filter((word) => /^[^@]+@[^@]+$/.test(word)))
  const found = ids.filter((id) => id !== '')
  return found.length > 0 ? found.slice(-maxIds) : null
}
