import type { ReactNode } from 'react'
import styles from './text.module.css'

/**
 * Invisible characters that change how their neighbours look (CVE-2021-42574): controls, direction
 * overrides, zero-width characters, tags. Persian joiners and emoji sequences are kept.
 */
const invisible = /(?!\p{Join_Control}|\p{Variation_Selector})[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** Cleans part of an untrusted text. White space at its ends is kept, because another part follows. */
export const cleanFragment = (text: string): string => text.replace(/\s+/g, ' ').replace(invisible, '')

/** Characters of a line. Beyond it: the text is cut, as no line shows as many. */
const maxLine = 1000

/** The beginning of a text, never ending in half a character. */
function beginning(text: string): string {
  const last = text.charCodeAt(maxLine - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? maxLine - 1 : maxLine)
}

/** Cleans untrusted text for a single line, at most 1000 characters. Render the result inside `<bdi>`. */
export function cleanText(text: string | null | undefined): string {
  const given = text ?? ''
  return given.length > maxLine ? `${cleanFragment(beginning(given)).trim()}…` : cleanFragment(given).trim()
}

/** Wraps untrusted text in directional isolates (Unicode UAX #9), for a sentence that cannot contain `<bdi>`. */
export const isolated = (text: string): string => `\u2068${text}\u2069`

/** A text without isolates, for a name that is spoken and not seen: speech would read their marks or stop at them. */
export const spoken = (text: string): string => text.replaceAll('\u2068', '').replaceAll('\u2069', '')

/** For comparing what a user types: in lower case, without accents, full-width letters as usual ones. */
export const foldText = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

export interface VisuallyHiddenProps {
  readonly children: ReactNode
}

/** Text for screen readers only. */
export const VisuallyHidden = ({ children }: VisuallyHiddenProps): ReactNode => (
  <span className={styles.hidden}>{typeof children === 'string' ? spoken(children) : children}</span>
)
