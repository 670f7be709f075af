import { useIdentities } from '@atrium/mail'
import { minPasswordLength } from '@atrium/mail-contracts'
import { adoptError } from '@atrium/protocol'
import { hostAction, showToast, useStrings, useSession } from '@atrium/remote'
import { Avatar, Button, IconButton, PasswordField, Skeleton } from '@atrium/ui'
import { useState, type ReactNode, type SyntheticEvent } from 'react'
import styles from './account.module.css'
import { useCopy } from './actions.ts'
import { strings, type StringKey } from './strings.ts'

/** The signed-in account: its identities, password and sessions. */
export function Account(): ReactNode {
  const t = useStrings(strings)
  const { name, address } = useSession()
  const copy = useCopy()
  return (
    <>
      <div className={styles.card}>
        <Avatar address={address} name={name} size="large" />
        <div className={styles.text}>
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
        <h3 className={styles.title}>{t('sessions')}</h3>
        <SignOutEverywhere />
      </div>
    </>
  )
}

/** Addresses the user can send from. */
function Identities(): ReactNode {
  const t = useStrings(strings)
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

type PasswordFailure = readonly [field: 'current' | 'wanted', text: StringKey]

/** The field an error code belongs to, and its text. */
const failures: Readonly<Record<string, PasswordFailure>> = {
  CREDENTIALS_WRONG: ['current', 'passwordWrong'],
  PASSWORD_NOT_HERE: ['current', 'passwordNotHere'],
  RATE_LIMITED: ['current', 'passwordWait'],
  PASSWORD_TOO_SHORT: ['wanted', 'passwordTooShort'],
}

/** The host creates the error with its own copy of the class, which `instanceof` does not recognize. */
const failureOf = (error: unknown): PasswordFailure =>
  failures[adoptError(error)?.code ?? ''] ?? ['wanted', 'passwordFailed']

/** Changes the password. It requires the current one, so that an unattended screen is not enough. */
export function PasswordForm(): ReactNode {
  const t = useStrings(strings)
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<PasswordFailure | null>(null)
  const count = minPasswordLength
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy || current === '') return
    if ([...wanted].length < count) return setFailure(['wanted', 'passwordTooShort'])
    setBusy(true)
    try {
      await hostAction('changePassword')({ current, wanted })
      setCurrent('')
      setWanted('')
      setFailure(null)
      showToast({ tone: 'success', text: t('passwordChanged') })
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setBusy(false)
    }
  }
  const errorOf = (field: PasswordFailure[0]): string | undefined =>
    failure?.[0] === field ? t(failure[1], { count }) : undefined
  const shared = { revealLabel: t('showPassword'), concealLabel: t('hidePassword'), readOnly: busy }
  return (
    <form className={styles.password} onSubmit={(event) => void submit(event)}>
      <PasswordField
        {...shared}
        label={t('currentPassword')}
        autoComplete="current-password"
        value={current}
        error={errorOf('current')}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        {...shared}
        label={t('newPassword')}
        autoComplete="new-password"
        value={wanted}
        hint={t('passwordLength', { count })}
        error={errorOf('wanted')}
        onChange={(event) => setWanted(event.target.value)}
      />
      <Button type="submit" disabled={current === '' || wanted === ''}>
        {t('changePassword')}
      </Button>
    </form>
  )
}

/** Ends all sessions of the account, for a lost device. */
export function SignOutEverywhere(): ReactNode {
  const t = useStrings(strings)
  const signOut = async (): Promise<void> => {
    try {
      await hostAction('signOutEverywhere')()
    } catch {
      showToast({ tone: 'danger', text: t('signOutFailed') })
    }
  }
  return (
    <div className={styles.sessions}>
      <p>{t('signOutEverywhereDetail')}</p>
      <Button icon="log-out" onClick={() => void signOut()}>
        {t('signOutEverywhere')}
      </Button>
      <p className={styles.note}>{t('signOutHere')}</p>
    </div>
  )
}
