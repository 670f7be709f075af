import { MailProvider, type Mail, type MailOptions } from '@atrium/mail'
import { defaultPreferences, type Session } from '@atrium/mail-contracts'
import {
  createFakeServer,
  mailFor,
  pushChanges,
  settle,
  type FakeServer,
  type FakeServerOptions,
} from '@atrium/mail/testing'
import { workspace } from '@atrium/remote'
import { beginSession, provideHost, WorkspaceProvider } from '@atrium/remote/host'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'

type LoadRemote = Parameters<typeof provideHost>[0]['load']

/** The session of Ada, whose mail the builders of `@atrium/mail/testing` make. */
export const sessionBuilder = (given: Partial<Session> = {}): Session => ({
  accountId: 'acc',
  address: 'ada@atrium.example',
  name: 'Ada',
  csrf: 'token',
  preferences: { ...defaultPreferences, locale: 'en-GB' },
  ...given,
})

export interface TestPageOptions extends FakeServerOptions {
  /** Loads the modules of other remotes. Default: rejects. */
  readonly load?: LoadRemote
  /** Options of the data layer. Default: the session, the fake server and a clock that stands still. */
  readonly mail?: Partial<MailOptions>
}

export type TestPage = ReturnType<typeof createTestPage>

const notInThisTest: LoadRemote = (name) => Promise.reject(new Error(`${name} is not in this test`))

/** A signed-in page on a fake mail server: what a remote finds around it in the workspace. Close `mail` after each test. */
export function createTestPage({ load = notInThisTest, mail: options = {}, ...given }: TestPageOptions = {}) {
  const server: FakeServer = createFakeServer(given)
  const mail: Mail = mailFor(server, options)
  const loaded: string[] = []
  const recordedLoad: LoadRemote = (name) => {
    loaded.push(name)
    return load(name)
  }
  provideHost({ load: recordedLoad, savePreferences: async () => undefined })
  workspace.setState({ toasts: [], selection: { scope: '', ids: [] }, density: 'comfortable' })
  beginSession(sessionBuilder())
  const wrapper = ({ children }: { readonly children?: ReactNode }): ReactNode => (
    <WorkspaceProvider>
      <MailProvider mail={mail}>{children}</MailProvider>
    </WorkspaceProvider>
  )
  return {
    server,
    /** What an element needs around it, to be rendered beside what `show` has rendered. */
    wrapper,
    mail,
    /** Federated names whose modules were loaded, in order. */
    loaded,
    /** Reports the server's state on the event stream, and waits until the page has followed. */
    push: (): Promise<void> => pushChanges(server),
    /** Renders an element in the page, and waits until what it reads is there. */
    show: async (element: ReactNode): Promise<ReturnType<typeof render>> => {
      const view = render(<>{element}</>, { wrapper })
      await settle()
      return view
    },
    /** The texts of the toasts, newest last. */
    toastTexts: (): string[] => workspace.getState().toasts.map(({ text }) => text),
    /** Presses the button of the newest toast that has one. */
    pressToast: async (): Promise<void> => {
      act(() =>
        workspace
          .getState()
          .toasts.findLast(({ action }) => action)
          ?.action?.run(),
      )
      await settle()
    },
  }
}
