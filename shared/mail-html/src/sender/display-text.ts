/**
 * Characters that show nothing and change how others show: controls and format characters
 * (bidirectional overrides, zero-width ones, tags) and letters without a shape. Line ends and tabs
 * are space; the two joiners are spelling in Persian, in India and in emoji.
 */
const hidden =
  /(?!\u200c|\u200d|[\t\n\r\u0600-\u0605\u06dd\u070f\u08e2])[\p{Cc}\p{Cf}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180d]|\u180f|\u3164|\uffa0/gu

const firstStrongIsolate = '\u2068'
const popIsolate = '\u2069'

/** Whether the text holds characters that hide something. */
export const hasHidden = (text: string): boolean => text.search(hidden) !== -1

/** The text without characters that hide something, in one line. */
export const plainText = (text: string): string => text.replace(hidden, '').replace(/\s+/g, ' ').trim()

/**
 * A stranger's text (name, subject, file name, preview) for display: in one line, without hidden
 * characters, and isolated, so that its direction cannot turn around what stands beside it.
 */
export const displayText = (text: string): string => {
  const plain = plainText(text)
  return plain === '' ? '' : `${firstStrongIsolate}${plain}${popIsolate}`
}
