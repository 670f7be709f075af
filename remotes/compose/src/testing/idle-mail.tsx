import { createMail, MailProvider } from '@atrium/mail'
import { WorkspaceProvider } from '@atrium/remote/host'
import { useState, type ReactNode } from 'react'

const silent = { addEventListener: () => undefined, removeEventListener: () => undefined, close: () => undefined, readyState: 0 }

/** A workspace whose mail server has not answered yet. */
export function IdleMail({ children }: { readonly children: ReactNode }): ReactNode {
  const [mail] = useState(() =>
    createMail({
      session: { accountId: 'a1', csrf: 'x' },
      fetch: () => new Promise(() => undefined),
      eventSource: () => silent,
    }),
  )
  return (
    <WorkspaceProvider>
      <MailProvider mail={mail}>{children}</MailProvider>
    </WorkspaceProvider>
  )
}
