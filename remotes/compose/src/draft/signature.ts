/** `-- ` on a line of its own (RFC 3676 §4.3): mail programs fold what follows. */
const mark = '-- \n'

export const withSignature = (text: string, signature: string): string =>
  signature.trim() === '' ? text : `${text}\n\n${signature.startsWith(mark) ? '' : mark}${signature.trimEnd()}`
