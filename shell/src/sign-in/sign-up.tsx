import { minPasswordLength, type SignUp as SignUpRequest } from '@atrium/mail-contracts'
import type { Problem } from '@atrium/protocol'
import { useStrings } from '@atrium/remote'
import { Button, Icon, TextField } from '@atrium/ui'
import { useRef, useState, type ReactNode, type Ref } from 'react'
import { FrameLink, type LinkTarget } from '../frame/navigation.tsx'
import { strings } from '../strings.ts'
import { AddressField, Entrance, FormNotice, SecretField } from './entrance.tsx'
import styles from './entrance.module.css'
import { useEntryForm, type EntryForm, type Explanation } from './use-entry-form.ts'

/** Characters as users count them, so that an emoji is not two. */
const lengthOf = (password: string): number => [...password].length

/** How far a new password is from being long enough. Length is the only requirement: NIST SP 800-63B §3.1.1. */
function PasswordLength({ password }: { readonly password: string }): ReactNode {
  const t = useStrings(strings)
  const missing = minPasswordLength - lengthOf(password)
  if (password === '') return t('passwordHintEmpty', { count: minPasswordLength })
  if (missing > 0) return t('passwordHint', { missing })
  return (
    <output className={styles.enough}>
      <Icon name="check" size={16} />
      {t('passwordLongEnough')}
    </output>
  )
}

interface SignUpFormProps {
  readonly formRef: Ref<HTMLFormElement>
  readonly entry: EntryForm
  readonly typed: SignUpRequest
  readonly onType: (typed: SignUpRequest) => void
  readonly mailDomain: string
}

/** Name, address and a password. */
function SignUpForm({ formRef, entry, typed, onType, mailDomain }: SignUpFormProps): ReactNode {
  const t = useStrings(strings)
  const { busy, notice } = entry
  const type = (field: keyof SignUpRequest) => (value: string) => {
    onType({ ...typed, [field]: value })
    entry.clearError(field)
  }
  const shared = (field: keyof SignUpRequest) => ({
    value: typed[field],
    error: entry.errorAt(field),
    readOnly: busy,
  })
  return (
    <form ref={formRef} noValidate className={styles.form} onSubmit={entry.submit}>
      {notice && <FormNotice tone="problem" title={notice.title} detail={notice.detail} />}
      <TextField
        {...shared('name')}
        label={t('name')}
        name="name"
        hint={t('nameHint')}
        autoComplete="name"
        onChange={(event) => type('name')(event.target.value)}
      />
      <AddressField {...shared('address')} onChange={type('address')} hint={t('addressHint')} domain={mailDomain} />
      <SecretField
        {...shared('password')}
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

export interface SignUpProps {
  /** New addresses are at this domain. */
  readonly mailDomain: string
  readonly signIn: LinkTarget
  /** Null when it has worked; the caller then shows something else. */
  readonly onSubmit: (request: SignUpRequest) => Promise<Problem | null>
}

/** The page that creates an account. */
export function SignUp({ mailDomain, signIn, onSubmit }: SignUpProps): ReactNode {
  const t = useStrings(strings)
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState<SignUpRequest>({ name: '', address: '', password: '' })
  const entry = useEntryForm({
    form,
    check: () => {
      const wrong: Explanation[] = []
      if (typed.name.trim() === '') wrong.push({ field: 'name', title: t('nameMissing') })
      if (typed.address.trim() === '') wrong.push({ field: 'address', title: t('addressMissing') })
      if (lengthOf(typed.password) < minPasswordLength) {
        wrong.push({ field: 'password', title: t('passwordTooShort', { count: minPasswordLength }) })
      }
      return wrong
    },
    send: () => onSubmit({ ...typed, name: typed.name.trim(), address: typed.address.trim() }),
  })
  return (
    <Entrance
      title={t('signUpTitle')}
      intro={t('signUpIntro', { domain: mailDomain })}
      foot={
        <>
          {t('haveAccount')} <FrameLink to={signIn}>{t('signIn')}</FrameLink>
        </>
      }
    >
      <SignUpForm formRef={form} entry={entry} typed={typed} onType={setTyped} mailDomain={mailDomain} />
    </Entrance>
  )
}
