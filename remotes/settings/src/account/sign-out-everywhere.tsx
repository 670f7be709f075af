import { Button } from '@atrium/ui'
import { showToast, signOutEverywhere, useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './account.module.css'

/** For a lost device: every session of the account ends. */
export function SignOutEverywhere(): ReactNode {
  const t = useMessages(messages)
  const end = (): void => void signOutEverywhere().catch(() => showToast({ tone: 'danger', text: t('signOutFailed') }))
  return (
    <div className={styles.sessions}>
      <p>{t('signOutEverywhereDetail')}</p>
      <Button icon="log-out" onClick={end}>
        {t('signOutEverywhere')}
      </Button>
      <p className={styles.note}>{t('signOutWhere')}</p>
    </div>
  )
}
