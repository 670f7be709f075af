import type { SignInOptions, SignIn as SignInRequest } from '@atrium/mail-contracts'
import type { Problem } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import { useRef, useState, type ReactNode } from 'react'
import { FrameLink, type LinkTarget } from '../frame/frame-link.tsx'
import { messages } from '../messages.ts'
import { DemoAccount } from './demo-account.tsx'
import { Entrance } from './entrance.tsx'
import type { Explanation } from './explain-problem.ts'
import { fullAddress } from './full-address.ts'
import { SignInForm } from './sign-in-form.tsx'
import { useEntryForm } from './use-entry-form.ts'

export interface SignInProps {
  /** Put behind an address that is typed without one. */
  readonly mailDomain: string
  readonly demo: SignInOptions['demo']
  /** The page that creates accounts; null where none can be created. */
  readonly signUp: LinkTarget | null
  /** Why the person is here again. Default: nothing is said. */
  readonly ended?: 'signed-out' | 'expired' | undefined
  /** Null when it has worked; the caller then shows something else. */
  readonly onSubmit: (request: SignInRequest) => Promise<Problem | null>
}

/** The way in. */
export function SignIn({ mailDomain, demo, signUp, ended, onSubmit }: SignInProps): ReactNode {
  const t = useMessages(messages)
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
    </Entrance>
  )
}
