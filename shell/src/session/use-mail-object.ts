import type { Session } from '@atrium/mail-contracts'
import { createMail, type Mail } from '@atrium/mail'
import { emit, basePath } from '@atrium/remote'
import { endSession } from '@atrium/remote/host'
import { useEffect, useMemo } from 'react'
import { whenIdle } from '../federation/when-idle.ts'
import { awaitedFetch } from './quiet-line.ts'

/** The page's one data layer, for as long as this person is signed in. */
export function useMailObject({ accountId, csrf }: Session): Mail {
  const mail = useMemo(
    () =>
      createMail({
        session: { accountId, csrf },
        basePath: basePath(),
        fetch: awaitedFetch,
        listenAfter: new Promise<void>((resolve) => void whenIdle(resolve)),
        onChanged: (types) => emit('mail:changed', { accountId, types }),
        onSignedOut: () => endSession('expired'),
      }),
    [accountId, csrf],
  )
  useEffect(() => () => mail.close(), [mail])
  return mail
}
