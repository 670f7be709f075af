import { Button, Icon } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './message.module.css'

export interface ImageBarProps {
  readonly onOnce: () => void
  /** Absent where the sender is not to be trusted with it. */
  readonly onAlways: (() => void) | undefined
}

/** Says that pictures from elsewhere were not loaded, because that tells the sender who reads. */
export function ImageBar({ onOnce, onAlways }: ImageBarProps): ReactNode {
  const t = useMessages(messages)
  return (
    <div role="status" className={styles.bar}>
      <Icon name="image" size={16} />
      <span className={styles.barText}>{t('imagesHidden')}</span>
      <Button size="small" variant="quiet" className={styles.barButton} onClick={onOnce}>
        {t('showOnce')}
      </Button>
      {onAlways && (
        <Button size="small" variant="quiet" className={styles.barButton} onClick={onAlways}>
          {t('alwaysShow')}
        </Button>
      )}
    </div>
  )
}
