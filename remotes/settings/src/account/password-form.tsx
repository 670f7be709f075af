import { adoptError } from '@atrium/protocol'
import { minPasswordLength } from '@atrium/mail-contracts'
import { Button, PasswordField } from '@atrium/ui'
import { changePassword, showToast, useMessages } from '@atrium/remote'
import { useState, type ReactNode, type SyntheticEvent } from 'react'
import { messages } from '../messages.ts'
import styles from './account.module.css'

type Key = keyof (typeof messages)['en']

/** Which field an answer is about, and what it says. */
const failures: Readonly<Record<string, readonly ['current' | 'wanted', Key]>> = {
  CREDENTIALS_WRONG: ['current', 'passwordWrong'],
  PASSWORD_NOT_HERE: ['current', 'passwordNotHere'],
  RATE_LIMITED: ['current', 'passwordWait'],
  PASSWORD_TOO_SHORT: ['wanted', 'passwordTooShort'],
}

/** The error was made by the host, with its own copy of the class: `instanceof` would not know it. */
const failureOf = (error: unknown): readonly ['current' | 'wanted', Key] =>
  failures[adoptError(error)?.code ?? ''] ?? ['wanted', 'passwordFailed']

/** Takes another password; the one in force is asked for, so that a borrowed screen is not enough. */
export function PasswordForm(): ReactNode {
  const t = useMessages(messages)
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ReturnType<typeof failureOf> | null>(null)
  const count = minPasswordLength
  const send = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (busy || current === '') return
    if ([...wanted].length < count) return setFailure(['wanted', 'passwordTooShort'])
    setBusy(true)
    try {
      await changePassword({ current, wanted })
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
  const errorOf = (field: 'current' | 'wanted'): string | undefined =>
    failure?.[0] === field ? t(failure[1], { count }) : undefined
  const shared = { revealLabel: t('showPassword'), concealLabel: t('hidePassword'), readOnly: busy }
  return (
    <form className={styles.password} onSubmit={(event) => void send(event)}>
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
