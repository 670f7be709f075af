import { createFakeTiming } from '@atrium/jmap/testing'
import { act, render, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import type { MailOptions } from '../core.ts'
import { createMail, type Mail, MailProvider } from '../mail.tsx'
import type { FakeServer } from './fake-server.ts'

/** The data layer of a page, on a fake server. Default of `timing`: a fake one, so that nothing waits by itself. */
export const mailFor = (server: FakeServer, options: Partial<MailOptions> = {}): Mail =>
  createMail({
    session: { accountId: 'acc', csrf: 'token' },
    fetch: server.fetch,
    eventSource: server.eventSource,
    timing: createFakeTiming(),
    ...options,
  })

/** Lets everything that waits for nothing but promises and timers of 0 come to its end. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 16; turn += 1) await act(() => new Promise((resolve) => setTimeout(resolve, 0)))
}

/** Reports the server's state on the event stream, and waits until the page has followed. */
export const pushChanges = async (server: FakeServer): Promise<void> => {
  act(() => server.push())
  await settle()
}

/** Uses hooks below a `MailProvider`, and waits until what they read is there. */
export const renderHookWithMail = async <T,>(
  mail: Mail,
  use: () => T,
): Promise<{ readonly current: () => T; readonly unmount: () => void }> => {
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <MailProvider mail={mail}>{children}</MailProvider>
  )
  const { result, unmount } = renderHook(use, { wrapper })
  await settle()
  return { current: () => result.current, unmount }
}

/** Renders an element below a `MailProvider`, and waits until what it reads is there. */
export const renderWithMail = async (mail: Mail, element: ReactNode): Promise<ReturnType<typeof render>> => {
  const view = render(<MailProvider mail={mail}>{element}</MailProvider>)
  await settle()
  return view
}
