/** RFC 8621 §4.1.4. */
const maxLength = 256

/** The start of a body as one line: quotes, rules and white space left out. */
export function makePreview(text: string): string {
  const start = text.slice(0, 8000)
  const own = start
    .split('\n')
    .filter((line) => !/^\s*(>|[-_=*~#]{3,}\s*$)/.test(line))
    .join(' ')
  // A message that is all quote still shows something.
  return cut(collapse(own) || collapse(start))
}

// Invisible fillers that newsletters pad their previews with, and what would turn the row around it.
// Tags stay: they make flags.
const fillers = /(?:(?![\u{e0020}-\u{e007f}])\p{Cf}|\u034f|\u115f|\u17b4|\u17b5)+/gu

function collapse(text: string): string {
  return text
    .replace(/\u200d(?=\p{Extended_Pictographic})/gu, '\ue000')
    .replace(fillers, '')
    .replaceAll('\ue000', '\u200d')
    .replace(/\s+/g, ' ')
    .trim()
}

function cut(text: string): string {
  if (text.length <= maxLength) return text
  const cutAt = text.slice(0, maxLength)
  // Never half of a surrogate pair.
  return /[\ud800-\udbff]$/.test(cutAt) ? cutAt.slice(0, -1) : cutAt
}
