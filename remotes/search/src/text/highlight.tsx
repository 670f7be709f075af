import type { Segment } from '@atrium/mail'
import type { ReactNode } from 'react'
import { cleanPiece } from './clean-text.ts'
import styles from './highlight.module.css'

/** Text with the places marked that were searched for. Segments, never markup. */
export const Highlight = ({ segments }: { readonly segments: readonly Segment[] }): ReactNode =>
  segments.map(({ text, marked }, index) =>
    marked ? (
      // Segments have no identity but their place.
      <mark key={index} className={styles.mark}>
        {cleanPiece(text)}
      </mark>
    ) : (
      <span key={index}>{cleanPiece(text)}</span>
    ),
  )
