import { useAddress } from '@atrium/host'
import {
  minPasswordLength,
  type SignUp as SignUpRequest,
  mailPaths,
  type MailBoot,
  type SignIn as SignInRequest,
} from '@atrium/mail-contracts'
import type { Problem } from '@atrium/protocol'
import type { Session } from '@atrium/protocol/register'
import { useStrings, hrefOf, on } from '@atrium/remote'
import { Button, Icon, TextField } from '@atrium/ui'
import { useRef, useState, type ReactNode, type Ref, useEffect } from 'react'
import { FrameLink, type LinkTarget, linkTo } from '../frame/navigation.tsx'
import { acceptSession, announce } from '../session/follow-session.ts'
import { isProblem, signIn, signUp } from '../session/gateway.ts'
import { strings } from '../strings.ts'
import styles from './entrance.module.css'
import { AddressField, Entrance, FormNotice, SecretField } from './entrance.tsx'
import { SignIn } from './sign-in.tsx'
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

const signUpAddress = '/sign-up'

/**
 * The user whose session has expired continues in place, where they were; for anyone else a fresh document brings
 * what belongs to them: records, preloads, preferences.
 */
const enter = async (request: Promise<Session | Problem>): Promise<Problem | null> => {
  const result = await request
  if (isProblem(result)) return result
  if (location.pathname.endsWith(signUpAddress)) history.replaceState(null, '', linkTo('/').href)
  announce('signed-in')
  acceptSession(result)
  return null
}

function useHowItEnded(): 'signed-out' | 'expired' | undefined {
  const [ended, setEnded] = useState<'signed-out' | 'expired'>()
  useEffect(() => on('session:ended', ({ reason }) => setEnded(reason), { replay: true }), [])
  return ended
}

/** What the page shows to a user who is not signed in. */
export default function SignedOut({ boot }: { readonly boot: MailBoot }): ReactNode {
  const t = useStrings(strings)
  const { mailDomain, demo, openId, signUp: takesSignUps } = boot.product
  const signingUp = useAddress().startsWith(signUpAddress) && takesSignUps
  const ended = useHowItEnded()
  useEffect(() => {
    document.title = `${t(signingUp ? 'signUp' : 'signIn')} – ${t('product')}`
  }, [signingUp, t])
  if (signingUp) {
    return (
      <SignUp
        mailDomain={mailDomain}
        signIn={linkTo('/')}
        onSubmit={(request: SignUpRequest) => enter(signUp(request))}
      />
    )
  }
  const atProvider = `${hrefOf(mailPaths.openId)}?to=${encodeURIComponent(location.pathname + location.search)}`
  return (
    <SignIn
      mailDomain={mailDomain}
      demo={demo}
      provider={openId === undefined ? undefined : { name: openId, onContinue: () => location.assign(atProvider) }}
      ended={ended}
      signUp={takesSignUps ? linkTo(signUpAddress) : null}
      onSubmit={(request: SignInRequest) => enter(signIn(request))}
    />
  )
}
