import { useIdentities } from '@atrium/mail'
import { Button, Skeleton } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './account.module.css'

/** As whom the person can send. */
export function Identities(): ReactNode {
  const t = useMessages(messages)
  const { list, status, retry } = useIdentities()
  if (status === 'loading') return <Skeleton width="40%" />
  if (status === 'error') {
    return (
      <p role="alert" className={styles.failed}>
        {t('identitiesFailed')}
        <Button size="small" onClick={retry}>
          {t('retry')}
        </Button>
      </p>
    )
  }
  return (
    <ul className={styles.identities}>
      {list.map(({ id, name, email }) => (
        <li key={id}>
          <bdi>{name ? `${name} <${email}>` : email}</bdi>
        </li>
      ))}
    </ul>
  )
}
