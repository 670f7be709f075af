import type { SignIn as SignInRequest } from '@atrium/mail-contracts'
import { Button } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode, Ref } from 'react'
import { messages } from '../messages.ts'
import { AddressField } from './address-field.tsx'
import styles from './entrance.module.css'
import { FormNotice } from './form-notice.tsx'
import { SecretField } from './secret-field.tsx'
import type { EntryForm } from './use-entry-form.ts'

export interface SignInFormProps {
  readonly formRef: Ref<HTMLFormElement>
  readonly entry: EntryForm
  readonly typed: SignInRequest
  readonly onType: (typed: SignInRequest) => void
  readonly mailDomain: string
  /** Said while nothing is wrong. */
  readonly greeting: string | undefined
}

/** Address and password. */
export function SignInForm({ formRef, entry, typed, onType, mailDomain, greeting }: SignInFormProps): ReactNode {
  const t = useMessages(messages)
  const { busy, notice } = entry
  const type = (field: keyof SignInRequest) => (value: string) => {
    onType({ ...typed, [field]: value })
    entry.forget(field)
  }
  return (
    <form ref={formRef} noValidate className={styles.form} onSubmit={entry.submit}>
      {notice && <FormNotice tone="problem" title={notice.title} detail={notice.detail} />}
      {greeting && !notice && <FormNotice tone="neutral" title={greeting} />}
      <AddressField
        value={typed.address}
        onChange={type('address')}
        error={entry.errorAt('address')}
        domain={mailDomain}
        readOnly={busy}
      />
      <SecretField
        kind="current-password"
        value={typed.password}
        onChange={type('password')}
        error={entry.errorAt('password')}
        readOnly={busy}
      />
      <Button type="submit" variant="primary" block busy={busy} className={styles.submit}>
        {t('signIn')}
      </Button>
    </form>
  )
}
