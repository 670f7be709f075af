/**
 * Characters that show nothing and change how others show (CVE-2021-42574): controls, overrides of
 * direction, what has no width, tags. The joiners of Persian and of emoji stay.
 */
const hidden =
  /[\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu

/** A piece of a stranger's text: blanks at its ends stay, because another piece follows. */
export const cleanPiece = (text: string): string => text.replace(/\s+/g, ' ').replace(hidden, '')

/** A stranger's text for one line. What is drawn with it goes into `<bdi>`. */
export const cleanText = (text: string | null | undefined): string => cleanPiece(text ?? '').trim()
