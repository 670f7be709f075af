/** A stretch of text, found or not. */
export interface Segment {
  readonly text: string
  readonly marked: boolean
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd'

const decode = (text: string): string =>
  text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (/^#x/i.test(name)) return character(Number.parseInt(name.slice(2), 16))
    if (name.startsWith('#')) return character(Number(name.slice(1)))
    return entities[name.toLowerCase()] ?? whole
  })

/**
 * Characters of a snippet; RFC 8621 §5: a server gives 255 bytes, and the marks and references in them come on top.
 * Beyond it: the rest is ignored.
 */
const longest = 4096

/**
 * A search snippet as plain text in marked and unmarked stretches. Only `<mark>` means anything
 * (RFC 8621 §5); all other markup, should a server let it through, is text to be read. What is
 * beyond 4096 characters is left out.
 */
export const segmentsOf = (snippet: string | null): Segment[] => {
  const text = (snippet ?? '').slice(0, longest)
  const segments: Segment[] = []
  let marked = false
  for (const part of text.split(/(<\/?mark>)/)) {
    if (part === '<mark>') marked = true
    else if (part === '</mark>') marked = false
    else if (part !== '') segments.push({ text: decode(part), marked })
  }
  return segments
}
