import {
  mailPaths,
  type MailBoot,
  type SignIn as SignInRequest,
  type SignUp as SignUpRequest,
} from '@atrium/mail-contracts'
import type { Session } from '@atrium/protocol/register'
import type { Problem } from '@atrium/protocol'
import { hrefOf, on, useStrings } from '@atrium/remote'
import { useEffect, useState, type ReactNode } from 'react'
import { strings } from '../strings.ts'
import { useAddress } from '@atrium/host'
import { acceptSession, announce } from '../session/follow-session.ts'
import { isProblem, signIn, signUp } from '../session/gateway.ts'
import { linkTo } from '../frame/navigation.tsx'
import { SignIn } from './sign-in.tsx'
import { SignUp } from './sign-up.tsx'

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
