/**
 * Characters that show nothing and change how others show: controls, bidirectional overrides and
 * isolates, zero-width and other format characters, tags, variation selectors without a use in names.
 */
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu

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
