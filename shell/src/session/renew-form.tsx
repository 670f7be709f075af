import type { Problem } from '@atrium/protocol'
import { useStrings } from '@atrium/remote'
import { Button } from '@atrium/ui'
import { useRef, useState, type ReactNode } from 'react'
import { FormNotice, SecretField } from '../sign-in/entrance.tsx'
import { useEntryForm } from '../sign-in/use-entry-form.ts'
import { strings } from '../strings.ts'
import { acceptSession, announce } from './follow-session.ts'
import { isProblem, signIn } from './gateway.ts'
import styles from './renew-form.module.css'

/** The same user signs in again: everything stays as it is, in every tab. */
async function renewSession(address: string, password: string): Promise<Problem | null> {
  const result = await signIn({ address, password })
  if (isProblem(result)) return result
  announce('signed-in')
  acceptSession(result)
  return null
}

/** The password once more, in a dialog over what is open. Not downloaded before a session is about to end. */
export default function RenewForm({
  address,
  onDone,
}: {
  readonly address: string
  readonly onDone: () => void
}): ReactNode {
  const t = useStrings(strings)
  const form = useRef<HTMLFormElement>(null)
  const [password, setPassword] = useState('')
  const entry = useEntryForm({
    form,
    check: () => (password === '' ? [{ field: 'password', title: t('passwordMissing') }] : []),
    send: async () => {
      const problem = await renewSession(address, password)
      if (!problem) onDone()
      return problem
    },
  })
  return (
    <form ref={form} noValidate className={styles.form} onSubmit={entry.submit}>
      {entry.notice && <FormNotice tone="problem" title={entry.notice.title} detail={entry.notice.detail} />}
      <p>{t('sessionRenewDetail', { address })}</p>
      <input type="hidden" name="username" autoComplete="username" value={address} readOnly />
      <SecretField
        kind="current-password"
        value={password}
        onChange={(value) => {
          setPassword(value)
          entry.clearError('password')
        }}
        error={entry.errorAt('password')}
        readOnly={entry.busy}
      />
      <Button type="submit" variant="primary" busy={entry.busy}>
        {t('sessionRenew')}
      </Button>
    </form>
  )
}
