import { foregroundFetch, RemoteCount, useAddress, whenIdle } from '@atrium/host'
import type { Session } from '@atrium/mail-contracts'
import { createMail, MailProvider, type Mail } from '@atrium/mail'
import { emit, endSession, basePath, workspace } from '@atrium/remote'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { unreadCount } from './composition.ts'
import { renewCsrf } from './session/follow-session.ts'
import { WorkspaceFrame } from './workspace-frame.tsx'

/** The page's one data layer, for as long as this user is signed in. */
function useMailObject({ accountId }: Session): Mail {
  const mail = useMemo(
    () =>
      createMail({
        // Read here, not a dependency: a new token must not discard the caches and what is under way.
        session: { accountId, csrf: workspace.getState().session?.csrf ?? '' },
        renewCsrf,
        basePath: basePath(),
        fetch: foregroundFetch,
        listenAfter: new Promise<void>((resolve) => void whenIdle(resolve)),
        onChanged: (types) => emit('mail:changed', { accountId, types }),
        onSignedOut: () => endSession('expired'),
      }),
    [accountId],
  )
  useEffect(() => () => mail.close(), [mail])
  return mail
}

/** The workspace of one user: the data layer, and everything that is rendered from it. */
export function SignedIn({ session }: { readonly session: Session }): ReactNode {
  const mail = useMailObject(session)
  const address = useAddress()
  const [unread, setUnread] = useState(0)
  return (
    <MailProvider mail={mail}>
      <RemoteCount source={unreadCount} onCount={setUnread} />
      <WorkspaceFrame session={session} address={address} unread={unread} />
    </MailProvider>
  )
}
