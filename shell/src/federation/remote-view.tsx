import { AtriumError, type ReleaseRecord, type View } from '@atrium/protocol'
import type { FederatedName, RemoteModule } from '@atrium/mail-contracts'
import { emit, workspace } from '@atrium/remote'
import { createElement, Suspense, useEffect, useInsertionEffect, type ComponentType, type ReactNode } from 'react'
import { useFederation } from './federation-context.ts'
import { Patience } from './patience.tsx'
import { lendStyles } from './release-styles.ts'
import { RemoteBoundary } from './remote-boundary.tsx'
import { useBlame } from './use-blame.ts'
import { useRemote } from './use-remote.ts'

type PropsOf<Name extends FederatedName> = RemoteModule<Name> extends { readonly default: View<infer Props> } ? Props : never

/** Federated names whose module is a component. */
export type ViewName = { [Name in FederatedName]: RemoteModule<Name> extends { readonly default: View<never> } ? Name : never }[FederatedName]

export interface RemoteViewProps<Name extends ViewName> {
  readonly name: Name
  readonly props: PropsOf<Name>
  /** In the final layout, so that nothing moves when the remote arrives. */
  readonly skeleton: ReactNode
  /** What stands in the remote's place when it cannot be shown. */
  readonly failure: (error: AtriumError, retry: () => void) => ReactNode
}

interface MountedProps {
  readonly release: ReleaseRecord
  readonly name: string
  readonly children: ReactNode
}

/** Says in the page, for the inspector, for tests and for telemetry, whose elements these are. */
function Mounted({ release, name, children }: MountedProps): ReactNode {
  const { log } = useFederation()
  useInsertionEffect(() => {
    const base = log.baseOf(release)
    return base === undefined ? undefined : lendStyles(base)
  }, [log, release])
  useEffect(() => {
    emit('remote:mounted', { remote: release.name, release: release.version, module: name })
    return log.mounted(release)
  }, [log, release, name])
  return (
    <div data-remote={release.name} data-release={release.version} style={{ display: 'contents' }}>
      {children}
    </div>
  )
}

const tooLong = (name: string, { version }: ReleaseRecord): AtriumError =>
  new AtriumError(workspace.getState().online ? 'REMOTE_TIMEOUT' : 'REMOTE_OFFLINE', {
    subject: `${name} of release ${version} waits for something that does not come`,
    remedy: 'Retry, or look at what it suspends on.',
  })

/** Draws a remote's component; when it fails, its previous release; when that fails, a message in its place. */
export function RemoteView<Name extends ViewName>({ name, props, skeleton, failure }: RemoteViewProps<Name>): ReactNode {
  const blame = useBlame(name)
  const { state, retry, fallBack } = useRemote(name)
  if (state.status === 'loading') return skeleton
  if (state.status === 'failed') return failure(state.error, retry)
  const { module, release } = state
  // Contracts know no React: here, and only here, an opaque view becomes a component.
  const Remote = (module as { readonly default: unknown }).default as ComponentType<object>
  const giveUp = (cause: unknown): void => fallBack(release, blame(release, cause))
  return (
    <RemoteBoundary key={release.version} onError={giveUp}>
      <Suspense fallback={<Patience onEnd={() => giveUp(tooLong(name, release))}>{skeleton}</Patience>}>
        <Mounted release={release} name={name}>
          {createElement(Remote, props as object)}
        </Mounted>
      </Suspense>
    </RemoteBoundary>
  )
}
