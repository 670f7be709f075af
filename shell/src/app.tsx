import type { Boot } from '@atrium/contracts'
import { useWorkspace, WorkspaceProvider } from '@atrium/workspace'
import { lazy, Suspense, type ReactNode } from 'react'
import { useDocumentAttributes } from './document-attributes.ts'
import { LoaderContext } from './federation/loader-context.ts'
import type { Federation } from './federation/start-federation.ts'
import { SignedIn } from './signed-in.tsx'

/** Nobody who is signed in downloads the sign-in pages. */
const SignedOut = lazy(() => import('./sign-in/signed-out.tsx'))

export interface AppProps {
  readonly boot: Boot
  readonly federation: Federation
}

function Page({ boot, federation }: AppProps): ReactNode {
  const session = useWorkspace((state) => state.session)
  useDocumentAttributes()
  if (session) return <SignedIn boot={boot} session={session} federation={federation} />
  return (
    <Suspense>
      <SignedOut boot={boot} />
    </Suspense>
  )
}

export const App = ({ boot, federation }: AppProps): ReactNode => (
  <WorkspaceProvider>
    <LoaderContext value={federation.loader}>
      <Page boot={boot} federation={federation} />
    </LoaderContext>
  </WorkspaceProvider>
)
