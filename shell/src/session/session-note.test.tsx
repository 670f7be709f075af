import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { defaultPreferences } from '@atrium/mail-contracts'
import type { Session } from '@atrium/protocol/register'
import { workspace } from '@atrium/remote'
import { beginSession, endSession, WorkspaceProvider } from '@atrium/remote/host'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { documentActions, followSession } from './follow-session.ts'
import { noteSessionEnd } from './session-end.ts'
import { SessionNote } from './session-note.tsx'

const ada: Session = {
  accountId: 'a1',
  address: 'ada@atrium.test',
  name: 'Ada',
  csrf: 'old',
  preferences: defaultPreferences,
  endsIn: 4.5 * 60_000,
}

const reload = jest.fn()
let stop = (): void => undefined
let responses: (readonly [number, unknown])[]

beforeEach(() => {
  Object.assign(documentActions, { reload })
  globalThis.fetch = async () => {
    const [status, body] = responses.shift() ?? [500, null]
    return { ok: status < 300, status, json: async () => body } as unknown as Response
  }
  responses = [[200, ada]]
  beginSession(ada)
  stop = followSession()
})
afterEach(() => {
  stop()
  endSession('expired')
})

test('a session about to end says so, and the password renews it in place', async () => {
  render(
    <WorkspaceProvider>
      <SessionNote session={ada} />
    </WorkspaceProvider>,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Session ends in 5 min' }))
  responses = [
    [401, { status: 401, code: 'CREDENTIALS_WRONG', title: 'Wrong', detail: 'Wrong' }],
    [200, { ...ada, csrf: 'new', endsIn: 30 * 24 * 3_600_000 }],
  ]
  await userEvent.type(await screen.findByLabelText('Password'), 'wrong')
  await userEvent.click(screen.getByRole('button', { name: 'Stay signed in' }))
  expect(await screen.findByRole('alert')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Stay signed in' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(screen.queryByRole('button')).toBeNull()
  expect([workspace.getState().session?.csrf, reload.mock.calls.length]).toEqual(['new', 0])
})

test('one that lasts says nothing', () => {
  act(() => noteSessionEnd(30 * 24 * 3_600_000))
  render(
    <WorkspaceProvider>
      <SessionNote session={ada} />
    </WorkspaceProvider>,
  )
  expect(screen.queryByRole('button')).toBeNull()
})
