import type { Segment } from '@atrium/mail'
import { cleanPiece } from '@atrium/ui'
import type { ReactNode } from 'react'
import styles from './highlight.module.css'

/** Segments have no identity but where they begin. */
const placed = (segments: readonly Segment[]): (Segment & { readonly start: number })[] => {
  let start = 0
  return segments.map(({ text, marked }) => {
    const one = { text: cleanPiece(text), marked, start }
    start += text.length
    return one
  })
}

/** Text with the places marked that were searched for. Segments, never markup. */
export const Highlight = ({ segments }: { readonly segments: readonly Segment[] }): ReactNode =>
  placed(segments).map(({ text, marked, start }) =>
    marked ? (
      <mark key={start} className={styles.mark}>
        {text}
      </mark>
    ) : (
      <span key={start}>{text}</span>
    ),
  )
