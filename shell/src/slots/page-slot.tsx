import { AtriumError } from '@atrium/protocol'
import type { FederatedName } from '@atrium/mail-contracts'
import { useCallback, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { useFederation } from '../federation/federation-context.ts'
import { LeavingBoundary } from '../federation/leaving-boundary.tsx'
import { RemoteView } from '../federation/remote-view.tsx'
import { reportLeaving } from '../federation/report-failure.ts'
import { RemoteMessage } from '../frame/remote-message.tsx'
import { RemoteSkeleton } from '../frame/remote-skeleton.tsx'
import { navigate, resolve } from '../routing/location.ts'
import { mustStay } from './must-stay.ts'
import { showRemoteFailure } from './remote-failure.tsx'
import { remoteTitle } from './remote-title.ts'

export interface PageSlotProps {
  readonly location: string
  readonly onTitle: (title: string) => void
}

/** The page of the remote the address belongs to. Props: the one way from the host down. */
export function PageSlot({ location, onTitle }: PageSlotProps): ReactNode {
  const { remote, route } = useMemo(() => resolve(location), [location])
  const { updates } = useFederation()
  // Before the page asks for its remote: a navigation is when newer releases are taken up.
  useLayoutEffect(() => updates.adopt(mustStay), [updates, remote])
  const name: FederatedName & `${string}/page` = `${remote}/page`
  return (
    <LeavingBoundary
      onError={reportLeaving}
      place={remote}
      fallback={(again) => <RemoteMessage trouble="failed" name={remoteTitle(remote)} onRetry={again} />}
    >
      <RemoteView
        key={remote}
        name={name}
        props={{ route, navigate, onTitle }}
        skeleton={<RemoteSkeleton />}
        failure={showRemoteFailure(remote)}
      />
    </LeavingBoundary>
  )
}

const noTitle = () =>
  new AtriumError('REMOTE_SHAPE_WRONG', { subject: 'onTitle was given no text', remedy: 'Call it as PageProps of @atrium/mail-contracts says.' })

/** The title the page has set, and a setter that stays the same. */
export function usePageTitle(location: string): [title: string, onTitle: (title: string) => void] {
  const [title, setTitle] = useState('')
  const { remote } = resolve(location)
  useEffect(() => setTitle(''), [remote])
  // The host draws with it. What is wrong is reported with the caller's stack, and not worth a page.
  const onTitle = useCallback((given: unknown): void => (typeof given === 'string' ? setTitle(given) : reportError(noTitle())), [])
  return [title, onTitle]
}
