import type { ComposeRequest } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import { provideHost, WorkspaceProvider } from '@atrium/remote/host'
import { expect, test } from '@jest/globals'
import { act, render } from '@testing-library/react'
import { useComposer } from './composer.ts'

const settle = (): Promise<void> => act(() => new Promise<void>((resolve) => setTimeout(resolve, 0)))

test('a composer that cannot be loaded is offered again, and opens with the same request', async () => {
  const opened: ComposeRequest[] = []
  let reachable = false
  const load = async (): Promise<never> => {
    if (!reachable) throw new Error('offline')
    return { openComposer: (request: ComposeRequest) => void opened.push(request) } as never
  }
  provideHost({ load, savePreferences: async () => undefined })
  workspace.setState({ toasts: [] })
  let compose: ((request: ComposeRequest) => void) | undefined
  const Caller = (): null => {
    compose = useComposer()
    return null
  }
  render(
    <WorkspaceProvider>
      <Caller />
    </WorkspaceProvider>,
  )
  compose?.({ kind: 'reply', emailId: 'e1' })
  await settle()
  const [toast] = workspace.getState().toasts
  expect([toast?.text, toast?.action?.label]).toEqual(["Couldn't open the editor. Your mail is safe.", 'Try again'])

  reachable = true
  act(() => toast?.action?.run())
  await settle()
  expect(opened).toEqual([{ kind: 'reply', emailId: 'e1' }])
})
