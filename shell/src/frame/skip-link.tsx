import { useMessages } from '@atrium/remote'
import type { MouseEvent, ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './frame.module.css'

/** The first stop of the keyboard: past header and rail, without a mark in the address. */
export function SkipLink({ mainId }: { readonly mainId: string }): ReactNode {
  const t = useMessages(messages)
  const skip = (event: MouseEvent): void => {
    event.preventDefault()
    document.getElementById(mainId)?.focus()
  }
  return (
    <a href={`#${mainId}`} className={styles.skip} onClick={skip}>
      {t('skipToContent')}
    </a>
  )
}
