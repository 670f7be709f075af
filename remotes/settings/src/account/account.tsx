import { useIdentities } from '@atrium/mail'
import { Avatar, Button, IconButton, Skeleton } from '@atrium/ui'
import { showToast, useMessages, useSession } from '@atrium/workspace'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import styles from './account.module.css'

/** Who is signed in, and as whom they can send. */
export function Account(): ReactNode {
  const t = useMessages(messages)
  const { name, address } = useSession()
  const { list, status, retry } = useIdentities()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address)
      showToast({ tone: 'neutral', text: t('copied') })
    } catch {
      showToast({ tone: 'danger', text: t('notCopied') })
    }
  }
  return (
    <>
      <div className={styles.who}>
        <Avatar address={address} name={name} size="large" />
        <div className={styles.words}>
          <p className={styles.name}>{name || t('noName')}</p>
          <p className={styles.address}>{address}</p>
        </div>
        <IconButton icon="copy" label={t('copyAddress')} onClick={() => void copy()} />
      </div>
      <div>
        <h3 className={styles.title}>{t('identities')}</h3>
        {status === 'loading' && <Skeleton width="40%" />}
        {status === 'error' && (
          <p role="alert" className={styles.failed}>
            {t('identitiesFailed')}
            <Button size="small" onClick={retry}>
              {t('retry')}
            </Button>
          </p>
        )}
        {status === 'ready' && (
          <ul className={styles.identities}>
            {list.map((identity) => (
              <li key={identity.id}>
                <bdi>{identity.name ? `${identity.name} <${identity.email}>` : identity.email}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
      <p className={styles.note}>{t('signOutWhere')}</p>
    </>
  )
}
