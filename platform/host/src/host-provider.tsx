import { WorkspaceProvider } from '@atrium/remote'
import { lazy, Suspense, type ReactNode } from 'react'
import { HostContext, type Host } from './create-host.ts'
import { reportUnmountFailure } from './failures.ts'
import { UnmountBoundary } from './remote-view.tsx'

/** Not downloaded by those who override nothing. */
const OverrideBadge = lazy(async () => ({ default: (await import('./override-badge.tsx')).OverrideBadge }))

export interface HostProviderProps {
  readonly host: Host
  /** Rendered in place of everything when the product's own frame fails repeatedly. */
  readonly fallback: ReactNode
  readonly children: ReactNode
}

/** Provides the host, and the session, theme, locale and flags, to everything below. */
export const HostProvider = ({ host, fallback, children }: HostProviderProps): ReactNode => (
  <WorkspaceProvider flags={host.flags}>
    <HostContext value={host}>
      <UnmountBoundary onError={reportUnmountFailure} fallback={() => fallback}>
        {children}
      </UnmountBoundary>
      {(host.boot.overrides ?? host.boot.previews) && (
        <Suspense>
          <OverrideBadge {...host.boot} address={location.href} />
        </Suspense>
      )}
    </HostContext>
  </WorkspaceProvider>
)
