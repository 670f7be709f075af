import { decodeEncodedWords } from './decode-encoded-words.ts'
import { unfold } from './unfold.ts'

/** The Text form of a raw header value, RFC 8621 §4.1.2.2. */
export function headerText(raw: string): string {
  return decodeEncodedWords(unfold(raw)).replace(/^ +/, '').normalize('NFC')
}
