import type { SignUp as SignUpRequest } from '@atrium/mail-contracts'
import { Button, TextField } from '@atrium/ui'
import { useMessages } from '@atrium/remote'
import type { ReactNode, Ref } from 'react'
import { messages } from '../messages.ts'
import { AddressField } from './address-field.tsx'
import styles from './entrance.module.css'
import { FormNotice } from './form-notice.tsx'
import { PasswordLength } from './password-length.tsx'
import { SecretField } from './secret-field.tsx'
import type { EntryForm } from './use-entry-form.ts'

export interface SignUpFormProps {
  readonly formRef: Ref<HTMLFormElement>
  readonly entry: EntryForm
  readonly typed: SignUpRequest
  readonly onType: (typed: SignUpRequest) => void
  readonly mailDomain: string
}

/** Name, address and a password. */
export function SignUpForm({ formRef, entry, typed, onType, mailDomain }: SignUpFormProps): ReactNode {
  const t = useMessages(messages)
  const { busy, notice } = entry
  const type = (field: keyof SignUpRequest) => (value: string) => {
    onType({ ...typed, [field]: value })
    entry.forget(field)
  }
  const common = (field: keyof SignUpRequest) => ({
    value: typed[field],
    error: entry.errorAt(field),
    readOnly: busy,
  })
  return (
    <form ref={formRef} noValidate className={styles.form} onSubmit={entry.submit}>
      {notice && <FormNotice tone="problem" title={notice.title} detail={notice.detail} />}
      <TextField
        {...common('name')}
        label={t('name')}
        name="name"
        hint={t('nameHint')}
        autoComplete="name"
        onChange={(event) => type('name')(event.target.value)}
      />
      <AddressField {...common('address')} onChange={type('address')} hint={t('addressHint')} domain={mailDomain} />
      <SecretField
        {...common('password')}
        kind="new-password"
        onChange={type('password')}
        hint={<PasswordLength password={typed.password} />}
      />
      <Button type="submit" variant="primary" block busy={busy} className={styles.submit}>
        {t('signUp')}
      </Button>
    </form>
  )
}
