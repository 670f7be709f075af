import type { ReactNode } from 'react'
import styles from './text.module.css'

/**
 * Invisible characters that change how their neighbours look (CVE-2021-42574): controls, direction
 * overrides, zero-width characters, tags. Persian joiners and emoji sequences are kept.
 */
const invisible = /(?!\p{Join_Control}|\p{Variation_Selector})[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu

/** Cleans part of an untrusted text. White space at its ends is kept, because another part follows. */
export const cleanPiece = (text: string): string => text.replace(/\s+/g, ' ').replace(invisible, '')

/** Cleans untrusted text for a single line. Render the result inside `<bdi>`. */
export const cleanText = (text: string | null | undefined): string => cleanPiece(text ?? '').trim()

/** Wraps untrusted text in directional isolates (Unicode UAX #9), for a sentence that cannot contain `<bdi>`. */
export const isolated = (text: string): string => `\u2068${text}\u2069`

export interface VisuallyHiddenProps {
  readonly children: ReactNode
}

/** Text for screen readers only. */
export const VisuallyHidden = ({ children }: VisuallyHiddenProps): ReactNode => (
  <span className={styles.hidden}>{children}</span>
)
