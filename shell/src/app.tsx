import type { Boot } from '@atrium/mail-contracts'
import { useWorkspace, WorkspaceProvider } from '@atrium/remote'
import { lazy, Suspense, type ReactNode } from 'react'
import { useDocumentAttributes } from './document-attributes.ts'
import { FederationContext } from './federation/federation-context.ts'
import { LeavingBoundary } from './federation/leaving-boundary.tsx'
import { reportLeaving } from './federation/report-failure.ts'
import type { Federation } from './federation/start-federation.ts'
import { PageLost } from './frame/page-lost.tsx'
import { SignedIn } from './signed-in.tsx'

/** Nobody who is signed in downloads the sign-in pages. */
const SignedOut = lazy(() => import('./sign-in/signed-out.tsx'))

/** Nor does anybody the badge who overrides nothing. */
const OverrideBadge = lazy(async () => ({ default: (await import('./overrides/override-badge.tsx')).OverrideBadge }))

export interface AppProps {
  readonly boot: Boot
  readonly federation: Federation
}

function Page({ boot, federation }: AppProps): ReactNode {
  const session = useWorkspace((state) => state.session)
  useDocumentAttributes()
  if (session) return <SignedIn session={session} federation={federation} />
  return (
    <Suspense>
      <SignedOut boot={boot} />
    </Suspense>
  )
}

export const App = ({ boot, federation }: AppProps): ReactNode => (
  <WorkspaceProvider>
    <FederationContext value={federation}>
      <LeavingBoundary onError={reportLeaving} fallback={() => <PageLost />}>
        <Page boot={boot} federation={federation} />
      </LeavingBoundary>
      {(boot.overrides ?? boot.previews) && (
        <Suspense>
          <OverrideBadge overrides={boot.overrides} previews={boot.previews} address={location.href} />
        </Suspense>
      )}
    </FederationContext>
  </WorkspaceProvider>
)
