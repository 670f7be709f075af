import { Avatar, IconButton } from '@atrium/ui'
import { useMessages, useSession } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'
import { useCopy } from '../section/use-copy.ts'
import styles from './account.module.css'
import { Identities } from './identities.tsx'
import { PasswordForm } from './password-form.tsx'
import { SignOutEverywhere } from './sign-out-everywhere.tsx'

/** Who is signed in, and as whom they can send. */
export function Account(): ReactNode {
  const t = useMessages(messages)
  const { name, address } = useSession()
  const copy = useCopy()
  return (
    <>
      <div className={styles.who}>
        <Avatar address={address} name={name} size="large" />
        <div className={styles.words}>
          <p className={styles.name}>
            <bdi>{name || t('noName')}</bdi>
          </p>
          <p className={styles.address}>{address}</p>
        </div>
        <IconButton icon="copy" label={t('copyAddress')} onClick={() => void copy(address, 'copied')} />
      </div>
      <div>
        <h3 className={styles.title}>{t('identities')}</h3>
        <Identities />
      </div>
      <div>
        <h3 className={styles.title}>{t('password')}</h3>
        <PasswordForm />
      </div>
      <div>
        <h3 className={styles.title}>{t('signedIn')}</h3>
        <SignOutEverywhere />
      </div>
    </>
  )
}
