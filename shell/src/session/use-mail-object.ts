import type { Session } from '@atrium/mail-contracts'
import { createMail, type Mail } from '@atrium/mail'
import { emit, endSession, siteBase, workspace } from '@atrium/remote'
import { useEffect, useMemo } from 'react'
import { whenIdle } from '../federation/when-idle.ts'
import { renewCsrf } from './follow-session.ts'
import { awaitedFetch } from './quiet-line.ts'

/** The page's one data layer, for as long as this person is signed in. */
export function useMailObject({ accountId }: Session): Mail {
  const mail = useMemo(
    () =>
      createMail({
        // Read here, not a dependency: a new token must not throw away the caches and what is under way.
        session: { accountId, csrf: workspace.getState().session?.csrf ?? '' },
        renewCsrf,
        basePath: siteBase(),
        fetch: awaitedFetch,
        listenAfter: new Promise<void>((resolve) => void whenIdle(resolve)),
        onChanged: (types) => emit('mail:changed', { accountId, types }),
        onSignedOut: () => endSession('expired'),
      }),
    [accountId],
  )
  useEffect(() => () => mail.close(), [mail])
  return mail
}
