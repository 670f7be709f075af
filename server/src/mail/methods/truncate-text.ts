/**
 * Cuts a body value to at most `max` octets of UTF-8 (0 = no limit), between characters and, in HTML,
 * not inside a tag (RFC 8621 §4.2).
 */
export function truncateText(
  text: string,
  max: number,
  type: string,
): { readonly value: string; readonly isTruncated: boolean } {
  // Three octets at most for each UTF-16 unit: no need to count.
  if (max === 0 || text.length * 3 <= max || Buffer.byteLength(text) <= max) return { value: text, isTruncated: false }
  const bytes = Buffer.from(text.slice(0, max), 'utf8')
  let end = Math.min(max, bytes.length)
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  const value = bytes.toString('utf8', 0, end).replace(/\ufffd$/, '')
  if (type !== 'text/html') return { value, isTruncated: true }
  const open = value.lastIndexOf('<')
  return { value: open > value.lastIndexOf('>') ? value.slice(0, open) : value, isTruncated: true }
}
