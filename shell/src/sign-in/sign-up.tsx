import { minPasswordLength, type SignUp as SignUpRequest } from '@atrium/mail-contracts'
import type { Problem } from '@atrium/protocol'
import { useMessages } from '@atrium/remote'
import { useRef, useState, type ReactNode } from 'react'
import { FrameLink, type LinkTarget } from '../frame/frame-link.tsx'
import { messages } from '../messages.ts'
import { Entrance } from './entrance.tsx'
import type { Explanation } from './explain-problem.ts'
import { lengthOf } from './password-length.tsx'
import { SignUpForm } from './sign-up-form.tsx'
import { useEntryForm } from './use-entry-form.ts'

export interface SignUpProps {
  /** New addresses are at this domain. */
  readonly mailDomain: string
  readonly signIn: LinkTarget
  /** Null when it has worked; the caller then shows something else. */
  readonly onSubmit: (request: SignUpRequest) => Promise<Problem | null>
}

/** A new account. */
export function SignUp({ mailDomain, signIn, onSubmit }: SignUpProps): ReactNode {
  const t = useMessages(messages)
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
