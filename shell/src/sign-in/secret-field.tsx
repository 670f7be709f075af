import { PasswordField } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode } from 'react'
import { messages } from '../messages.ts'

export interface SecretFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
  readonly hint?: ReactNode
  /** Tells the password manager whether to fill one in or to make one. */
  readonly kind: 'current-password' | 'new-password'
  readonly readOnly: boolean
}

/** The password, in the words of these pages. */
export function SecretField({ value, onChange, error, hint, kind, readOnly }: SecretFieldProps): ReactNode {
  const t = useMessages(messages)
  return (
    <PasswordField
      label={t('password')}
      revealLabel={t('showPassword')}
      concealLabel={t('hidePassword')}
      capsLockHint={t('capsLock')}
      name="password"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
      hint={hint}
      autoComplete={kind}
      readOnly={readOnly}
    />
  )
}
