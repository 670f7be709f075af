/** `> ` before every line; what is quoted already gets one sign more and no space (RFC 3676 §4.5). */
export const quoteText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()))
    .join('\n')
