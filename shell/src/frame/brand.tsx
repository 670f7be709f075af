import { useStrings } from '@atrium/remote'
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'
import styles from './brand.module.css'
import markStyles from './mark.module.css'
import { FrameLink, type LinkTarget } from './navigation.tsx'

export interface MarkProps {
  /** Pixels. Default: 28. */
  readonly size?: number
}

/** The mark of the product: an arch to walk through, closed by the flap of an envelope. */
export const Mark = ({ size = 28 }: MarkProps): ReactNode => (
  <svg aria-hidden viewBox="0 0 28 28" width={size} height={size} className={markStyles.mark}>
    <rect width="28" height="28" rx="8" className={markStyles.ground} />
    <path d="M7 21v-7.2a7 7 0 0 1 14 0V21z" className={markStyles.line} />
    <path d="m7.4 14.6 6.6 4 6.6-4" className={markStyles.line} />
  </svg>
)

/** Mark and name of the product, the way home. */
export function Brand({ home }: { readonly home: LinkTarget }): ReactNode {
  const t = useStrings(strings)
  return (
    <FrameLink to={home} aria-label={t('home')} className={styles.brand}>
      <Mark />
      <span>{t('product')}</span>
    </FrameLink>
  )
}
