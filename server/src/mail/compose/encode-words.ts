/** Octets of text in one encoded word: 75 characters in all (RFC 2047 §2), base64, `=?utf-8?B??=` around it. */
const maxOctets = 45

/** An unstructured value on header lines: encoded words where it is not plain ASCII (RFC 2047). */
export function encodeText(text: string): string {
  const clean = text.replace(/[\r\n]+/g, ' ')
  // What looks like an encoded word would be read as one.
  if (/^[\x20-\x7e\t]*$/.test(clean) && !clean.includes('=?')) return fold(clean)
  return encodeWords(clean)
}

/** Only encoded words: as a display name must be when it is not ASCII. */
export function encodeWords(text: string): string {
  const words: string[] = []
  let chunk = ''
  for (const letter of text.replace(/[\r\n]+/g, ' ')) {
    if (Buffer.byteLength(chunk + letter) > maxOctets) {
      words.push(chunk)
      chunk = ''
    }
    chunk += letter
  }
  if (chunk !== '') words.push(chunk)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

/** RFC 5322 §2.1.1. */
const lineLength = 76

/** Breaks a long line before single spaces. */
export function fold(text: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<=\S)(?= \S)/)) {
    if (line.trim() !== '' && line.length + word.length > lineLength) {
      lines.push(line)
      line = ''
    }
    line += word
  }
  return [...lines, line].join('\r\n')
}
