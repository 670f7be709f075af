import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './brand.module.css'
import { FrameLink, type LinkTarget } from './frame-link.tsx'
import { Mark } from './mark.tsx'

/** Mark and name of the product, the way home. */
export function Brand({ home }: { readonly home: LinkTarget }): ReactNode {
  const t = useMessages(messages)
  return (
    <FrameLink to={home} aria-label={t('home')} className={styles.brand}>
      <Mark />
      <span>{t('product')}</span>
    </FrameLink>
  )
}
