import { Badges, foregroundFetch, HostProvider, useAddress, whenIdle, type Host } from '@atrium/host'
import { createMail, MailProvider, type Mail } from '@atrium/mail'
import type { MailBoot } from '@atrium/mail-contracts'
import type { Session } from '@atrium/protocol/register'
import { basePath, emit, languageOf, useLocale, useStrings, useWorkspace, workspace } from '@atrium/remote'
import { ErrorState } from '@atrium/ui'
import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, type ReactNode } from 'react'
import { confirmExpiry, renewCsrf } from './session/follow-session.ts'
import { strings } from './strings.ts'
import { WorkspaceFrame } from './workspace-frame.tsx'

/** The page's one data layer, for as long as this user is signed in. */
function useMailObject({ accountId }: Session): Mail {
  const mail = useMemo(
    () =>
      createMail({
        // Read here, not a dependency: a new token must not discard the caches and what is in progress.
        session: { accountId, csrf: workspace.getState().session?.csrf ?? '' },
        renewCsrf,
        basePath: basePath(),
        fetch: foregroundFetch,
        listenAfter: new Promise<void>((resolve) => void whenIdle(resolve)),
        onChanged: (types) => emit('mail:changed', { accountId, types }),
        onSignedOut: () => void confirmExpiry(),
      }),
    [accountId],
  )
  useEffect(() => () => mail.close(), [mail])
  return mail
}

/** The workspace of one user: the data layer, and everything that is rendered from it. */
function SignedIn({ session }: { readonly session: Session }): ReactNode {
  const mail = useMailObject(session)
  const address = useAddress()
  return (
    <MailProvider mail={mail}>
      <Badges />
      <WorkspaceFrame session={session} address={address} />
    </MailProvider>
  )
}

/** Not downloaded by those who are signed in. */
const SignedOut = lazy(() => import('./sign-in/signed-out.tsx'))

/** Theme, density and language are attributes of the document: the design system's tokens hang on them. */
function useDocumentAttributes(): void {
  const theme = useWorkspace((state) => state.theme)
  const density = useWorkspace((state) => state.density)
  const { locale, direction } = useLocale()
  useLayoutEffect(() => {
    const { documentElement } = document
    documentElement.dataset['theme'] = theme
    documentElement.dataset['density'] = density
    documentElement.lang = languageOf(strings, locale)
    documentElement.dir = direction
  }, [theme, density, locale, direction])
}

function Page({ boot }: { readonly boot: MailBoot }): ReactNode {
  const session = useWorkspace((state) => state.session)
  useDocumentAttributes()
  if (session) return <SignedIn session={session} />
  return (
    <Suspense>
      <SignedOut boot={boot} />
    </Suspense>
  )
}

/** Replaces the whole frame when the frame itself fails repeatedly. */
function PageLost(): ReactNode {
  const t = useStrings(strings)
  return (
    <ErrorState
      title={t('pageLost')}
      detail={t('pageLostDetail')}
      retryLabel={t('reload')}
      onRetry={() => location.reload()}
    />
  )
}

export interface AppProps {
  readonly boot: MailBoot
  readonly host: Host
}

export const App = ({ boot, host }: AppProps): ReactNode => (
  <HostProvider host={host} fallback={<PageLost />}>
    <Page boot={boot} />
  </HostProvider>
)
