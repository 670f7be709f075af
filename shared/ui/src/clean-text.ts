/**
 * Characters that show nothing and change how others show (CVE-2021-42574): controls, overrides of
 * direction, what has no width, tags. The joiners of Persian and what makes an emoji one stay.
 */
const hidden = /(?!\p{Join_Control}|\p{Variation_Selector})[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** A piece of a stranger's text: blanks at its ends stay, because another piece follows. */
export const cleanPiece = (text: string): string => text.replace(/\s+/g, ' ').replace(hidden, '')

/** Characters of a line; a longer one is cut. No line of ours shows as many. */
const longest = 1000

/** The beginning of a text, never ending in half a character. */
const beginning = (text: string): string => {
  const last = text.charCodeAt(longest - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? longest - 1 : longest)
}

/** A stranger's text for one line of ours, at most 1000 characters. What is rendered with it goes into `<bdi>`. */
export const cleanText = (text: string | null | undefined): string => {
  const given = text ?? ''
  return given.length > longest ? `${cleanPiece(beginning(given)).trim()}…` : cleanPiece(given).trim()
}

/** A stranger's text in a sentence, where no `<bdi>` can stand: kept apart by isolates (Unicode UAX #9). */
export const isolated = (text: string): string => `\u2068${text}\u2069`
