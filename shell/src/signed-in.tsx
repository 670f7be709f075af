import type { Session } from '@atrium/mail-contracts'
import { MailProvider } from '@atrium/mail'
import { useState, type ReactNode } from 'react'
import type { Federation } from './federation/start-federation.ts'
import { useLocation } from './routing/location.ts'
import { useMailObject } from './session/use-mail-object.ts'
import { WorkspaceFrame } from './workspace-frame.tsx'
import { RemoteNumber } from './federation/remote-number.tsx'

export interface SignedInProps {
  readonly session: Session
  readonly federation: Federation
}

/** The workspace of one person: the data layer, and everything drawn from it. */
export function SignedIn({ session, federation }: SignedInProps): ReactNode {
  const mail = useMailObject(session)
  const location = useLocation()
  const [unread, setUnread] = useState(0)
  return (
    <MailProvider mail={mail}>
      <RemoteNumber name="inbox/unread" hookOf={({ useUnreadCount }) => useUnreadCount} onNumber={setUnread} />
      <WorkspaceFrame
        session={session}
        federation={federation}
        location={location}
        unread={unread}
      />
    </MailProvider>
  )
}
