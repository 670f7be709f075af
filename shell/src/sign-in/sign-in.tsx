import type { SignInOptions, SignIn as SignInRequest } from '@atrium/mail-contracts'
import type { Problem } from '@atrium/protocol'
import { useStrings } from '@atrium/remote'
import { Button } from '@atrium/ui'
import { useRef, useState, type ReactNode, type Ref } from 'react'
import { FrameLink, type LinkTarget } from '../frame/navigation.tsx'
import { strings } from '../strings.ts'
import { AddressField, Entrance, FormNotice, SecretField } from './entrance.tsx'
import styles from './entrance.module.css'
import { useEntryForm, type EntryForm, type Explanation } from './use-entry-form.ts'

interface DemoAccountProps {
  readonly address: string
  readonly password: string
  readonly busy: boolean
  readonly onUse: () => void
}

/** One click into an installation that is there to be looked at. */
function DemoAccount({ address, password, busy, onUse }: DemoAccountProps): ReactNode {
  const t = useStrings(strings)
  return (
    <section aria-label={t('demoTitle')} className={styles.demo}>
      <div className={styles.demoWords}>
        <h2 className={styles.noticeTitle}>{t('demoTitle')}</h2>
        <p className={styles.noticeDetail}>{t('demoDetail', { address, password })}</p>
      </div>
      <Button busy={busy} onClick={onUse}>
        {t('demoUse')}
      </Button>
    </section>
  )
}

interface SignInFormProps {
  readonly formRef: Ref<HTMLFormElement>
  readonly entry: EntryForm
  readonly typed: SignInRequest
  readonly onType: (typed: SignInRequest) => void
  readonly mailDomain: string
  /** Shown while nothing is wrong. */
  readonly greeting: string | undefined
}

/** Address and password. */
function SignInForm({ formRef, entry, typed, onType, mailDomain, greeting }: SignInFormProps): ReactNode {
  const t = useStrings(strings)
  const { busy, notice } = entry
  const type = (field: keyof SignInRequest) => (value: string) => {
    onType({ ...typed, [field]: value })
    entry.clearError(field)
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

/** What was typed, with the installation's own domain where none was. */
function fullAddress(typed: string, domain: string): string {
  const address = typed.trim()
  return address === '' || address.includes('@') ? address : `${address}@${domain}`
}

export interface SignInProps {
  /** Put behind an address that is typed without one. */
  readonly mailDomain: string
  readonly demo: SignInOptions['demo']
  /** The page that creates accounts; null where none can be created. */
  readonly signUp: LinkTarget | null
  /** A provider that one can sign in at instead. Default: none. */
  readonly provider?: { readonly name: string; readonly onContinue: () => void } | undefined
  /** Why the user is here again. Default: nothing is shown. */
  readonly ended?: 'signed-out' | 'expired' | undefined
  /** Null when it has worked; the caller then shows something else. */
  readonly onSubmit: (request: SignInRequest) => Promise<Problem | null>
}

/** The sign-in page. */
export function SignIn({ mailDomain, demo, signUp, provider, ended, onSubmit }: SignInProps): ReactNode {
  const t = useStrings(strings)
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState<SignInRequest>({ address: '', password: '' })
  const entry = useEntryForm({
    form,
    check: () => {
      const missing: Explanation[] = []
      if (typed.address.trim() === '') missing.push({ field: 'address', title: t('addressMissing') })
      if (typed.password === '') missing.push({ field: 'password', title: t('passwordMissing') })
      return missing
    },
    send: () => onSubmit({ ...typed, address: fullAddress(typed.address, mailDomain) }),
  })
  const foot = signUp && (
    <>
      {t('noAccount')} <FrameLink to={signUp}>{t('createOne')}</FrameLink>
    </>
  )
  return (
    <Entrance
      title={t('signInTitle')}
      intro={t('signInIntro', { domain: mailDomain })}
      foot={foot}
      below={demo && <DemoAccount {...demo} busy={entry.busy} onUse={() => entry.sendNow(() => onSubmit(demo))} />}
    >
      <SignInForm
        formRef={form}
        entry={entry}
        typed={typed}
        onType={setTyped}
        mailDomain={mailDomain}
        greeting={ended && t(ended === 'expired' ? 'sessionExpired' : 'signedOut')}
      />
      {provider && (
        <Button block onClick={provider.onContinue}>
          {t('continueWith', { provider: provider.name })}
        </Button>
      )}
    </Entrance>
  )
}
