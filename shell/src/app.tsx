import { HostProvider, type Host } from '@atrium/host'
import type { Boot } from '@atrium/mail-contracts'
import { useLocale, useMessages, useWorkspace } from '@atrium/remote'
import { ErrorState } from '@atrium/ui'
import { lazy, Suspense, useLayoutEffect, type ReactNode } from 'react'
import { SignedIn } from './signed-in.tsx'
import { strings } from './strings.ts'

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
    documentElement.lang = locale
    documentElement.dir = direction
  }, [theme, density, locale, direction])
}

function Page({ boot }: { readonly boot: Boot }): ReactNode {
  const session = useWorkspace((state) => state.session)
  useDocumentAttributes()
  if (session) return <SignedIn session={session} />
  return (
    <Suspense>
      <SignedOut boot={boot} />
    </Suspense>
  )
}

/** Stands in the place of the whole frame when the frame itself fails repeatedly. */
function PageLost(): ReactNode {
  const t = useMessages(strings)
  return <ErrorState title={t('pageLost')} detail={t('pageLostDetail')} retryLabel={t('reload')} onRetry={() => location.reload()} />
}

export interface AppProps {
  readonly boot: Boot
  readonly host: Host
}

export const App = ({ boot, host }: AppProps): ReactNode => (
  <HostProvider host={host} fallback={<PageLost />}>
    <Page boot={boot} />
  </HostProvider>
)
