import { Button } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './entrance.module.css'

export interface DemoAccountProps {
  readonly address: string
  readonly password: string
  readonly busy: boolean
  readonly onUse: () => void
}

/** One click into an installation that is there to be looked at. */
export function DemoAccount({ address, password, busy, onUse }: DemoAccountProps): ReactNode {
  const t = useMessages(messages)
  return (
    <section aria-label={t('demoTitle')} className={styles.demo}>
      <div className={styles.demoWords}>
        <h2 className={styles.noticeTitle}>{t('demoTitle')}</h2>
        <p className={styles.noticeDetail}>{t('demoDetail', { address, password })}</p>
      </div>
      <Button busy={busy} onClick={onUse}>
        {t('demoUse')}
      </Button>
    </section>
  )
}
