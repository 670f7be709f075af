import type { Email, Mailbox } from '@atrium/mail-contracts'
import type { LoadRemote } from '@atrium/protocol'
import type { Session } from '@atrium/protocol/register'
import { defaultPreferences } from '@atrium/mail-contracts'
import { createMail, MailProvider, type EventSourceLike, type Mail, type MailOptions } from '@atrium/mail'
import { workspace } from '@atrium/remote'
import { beginSession, provideHost, WorkspaceProvider } from '@atrium/remote/host'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { mailboxesByRole } from './mailbox-builder.ts'
import { createFakeMailServer, type FakeMailServer } from './fake-mail-server.ts'

export interface MailWorld {
  readonly server: FakeMailServer
  readonly mail: Mail
  /** Federated names that were loaded. */
  readonly loaded: string[]
  /** Pushes a change of the server to the page, and waits until the page is up to date. */
  readonly push: () => Promise<void>
  readonly show: (element: ReactNode) => Promise<ReturnType<typeof render>>
}

export interface MailWorldOptions {
  readonly emails?: readonly Email[]
  readonly mailboxes?: readonly Mailbox[]
  readonly load?: LoadRemote
  /** Default: the clock. */
  readonly timing?: MailOptions['timing']
}

export const buildSession = (given: Partial<Session> = {}): Session => ({
  accountId: 'acc',
  address: 'me@atrium.test',
  name: 'Me',
  csrf: 'token',
  preferences: { ...defaultPreferences, locale: 'en-GB' },
  ...given,
})

/** Waits of any length end at once. */
export const instant: NonNullable<MailOptions['timing']> = {
  now: () => 0,
  random: () => 0,
  wait: () => new Promise((resolve) => setTimeout(resolve, 0)),
}

/** Lets everything end that waits for nothing but promises and timers of 0. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 16; turn += 1) await act(() => new Promise((resolve) => setTimeout(resolve, 0)))
}

const refuse: LoadRemote = (name) => Promise.reject(new Error(`${name} is not here`))

/** The shared parts of a page with a mail server of its own. */
export function createMailWorld({
  emails = [],
  mailboxes = mailboxesByRole(),
  load = refuse,
  timing,
}: MailWorldOptions = {}): MailWorld {
  const server = createFakeMailServer(emails, mailboxes)
  const listeners: ((event: { data?: unknown }) => void)[] = []
  const eventSource = (): EventSourceLike => ({
    addEventListener: (type, listener) => void (type === 'state' && listeners.push(listener)),
    close: () => listeners.splice(0),
  })
  const mail = createMail({
    session: { accountId: 'acc', csrf: 'token' },
    fetch: server.fetch,
    eventSource,
    ...(timing && { timing }),
  })
  const loaded: string[] = []
  const recorded: LoadRemote = (name) => {
    loaded.push(name)
    return load(name)
  }
  provideHost({ load: recorded, savePreferences: async () => undefined })
  workspace.setState({ toasts: [], selection: { scope: '', ids: [] }, density: 'comfortable' })
  beginSession(buildSession())
  return {
    server,
    mail,
    loaded,
    push: async () => {
      const state = server.state()
      const changed = { acc: { Email: state, Mailbox: state, Thread: state } }
      act(() =>
        listeners.forEach((listener) => listener({ data: JSON.stringify({ '@type': 'StateChange', changed }) })),
      )
      await settle()
    },
    show: async (element) => {
      const view = render(
        <WorkspaceProvider>
          <MailProvider mail={mail}>{element}</MailProvider>
        </WorkspaceProvider>,
      )
      await settle()
      return view
    },
  }
}

/** What the toasts say, newest last. */
export const toastTexts = (): string[] => workspace.getState().toasts.map(({ text }) => text)

/** Presses the button of the newest toast that has one. */
export const pressToast = async (): Promise<void> => {
  act(() =>
    workspace
      .getState()
      .toasts.findLast(({ action }) => action)
      ?.action?.run(),
  )
  await settle()
}
