/** Takes folding out of a raw header value (RFC 5322 §2.2.3): the line break goes, the white space stays. */
export function unfold(raw: string): string {
  return raw.includes('\n') || raw.includes('\r') ? raw.replace(/\r?\n|\r/g, '') : raw
}
