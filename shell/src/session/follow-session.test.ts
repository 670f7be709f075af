import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { defaultPreferences } from '@atrium/mail-contracts'
import type { Session } from '@atrium/protocol/register'
import { on, workspace } from '@atrium/remote'
import { beginSession, endSession } from '@atrium/remote/host'
import { acceptSession, announce, confirmExpiry, documentActions, followSession, renewCsrf } from './follow-session.ts'
import { renewTokensBy, savePreferences } from './gateway.ts'

const ada: Session = {
  accountId: 'a1',
  address: 'ada@atrium.test',
  name: 'Ada',
  csrf: 'old',
  preferences: defaultPreferences,
}
const bo: Session = { ...ada, accountId: 'b1', address: 'bo@atrium.test', name: 'Bo', csrf: 'bo' }

const response = (status: number, body: unknown): Response =>
  ({ ok: status < 300, status, json: async () => body }) as unknown as Response
const refused = { status: 403, code: 'CSRF_REFUSED', title: 'No', detail: 'Reload the page' }

/** The other tabs: what reaches them, and a way to speak from one of them. */
class FakeChannel extends EventTarget {
  static readonly open: FakeChannel[] = []
  readonly sent: unknown[] = []
  readonly name: string

  constructor(name: string) {
    super()
    this.name = name
    FakeChannel.open.push(this)
  }

  postMessage(message: unknown): void {
    this.sent.push(message)
  }

  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }

  close(): void {
    FakeChannel.open.splice(FakeChannel.open.indexOf(this), 1)
  }
}

let answers: (readonly [number, unknown])[] = []
const requests: (readonly [string, string | undefined])[] = []
const turn = async (): Promise<void> => {
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
}
const otherTab = (): FakeChannel => FakeChannel.open[0] as FakeChannel
let stop = (): void => undefined
const reload = jest.fn()
const leave = jest.fn()

beforeEach(() => {
  Object.assign(globalThis, { BroadcastChannel: FakeChannel })
  Object.assign(documentActions, { reload, leave })
  globalThis.fetch = async (url, init) => {
    const headers = (init?.headers ?? {}) as Record<string, string>
    requests.push([`${init?.method} ${String(url)}`, headers['x-atrium-csrf']])
    const [status, body] = answers.shift() ?? [500, null]
    return response(status, body)
  }
  answers = []
  requests.length = 0
  jest.clearAllMocks()
  beginSession(ada)
  stop = followSession()
})

afterEach(() => {
  stop()
  renewTokensBy(async () => null)
  endSession('expired')
})

describe('a token that another tab has made stale', () => {
  test('is replaced by the current one, with one request for all who need it', async () => {
    answers = [[200, { ...ada, csrf: 'new' }]]
    expect(await Promise.all([renewCsrf('old'), renewCsrf('old')])).toEqual(['new', 'new'])
    expect(await renewCsrf('old')).toBe('new')
    expect(requests).toEqual([['GET /api/session', undefined]])
  })

  test('is replaced for what the shell itself sends', async () => {
    renewTokensBy(renewCsrf)
    answers = [
      [403, refused],
      [200, { ...ada, csrf: 'new' }],
      [204, null],
    ]
    await savePreferences({ theme: 'dark' })
    expect(requests.map(([, csrf]) => csrf)).toEqual(['old', undefined, 'new'])
  })

  test('ends the session here when there is none', async () => {
    answers = [[401, null]]
    expect(await renewCsrf('old')).toBeNull()
    expect(workspace.getState().session).toBeNull()
  })

  test('is given up, and nothing else changes, when the server cannot be reached', async () => {
    answers = [[502, null]]
    jest.useFakeTimers()
    const renewed = renewCsrf('old')
    await jest.runOnlyPendingTimersAsync()
    await jest.runOnlyPendingTimersAsync()
    jest.useRealTimers()
    expect(await renewed).toBeNull()
    expect([workspace.getState().session?.csrf, reload.mock.calls.length]).toEqual(['old', 0])
  })

  test('of another user’s session starts a fresh document', async () => {
    answers = [[200, bo]]
    expect(await renewCsrf('old')).toBeNull()
    expect(reload).toHaveBeenCalledTimes(1)
    expect(workspace.getState().session?.accountId).toBe('a1')
  })
})

describe('a request that was refused for want of a session', () => {
  test('leaves the session alone when another sign-in has replaced it meanwhile', async () => {
    answers = [[200, { ...ada, csrf: 'new' }]]
    await confirmExpiry()
    expect(workspace.getState().session?.csrf).toBe('new')
  })

  test('ends the session when the server has none', async () => {
    answers = [[401, { ...refused, status: 401, code: 'SIGNED_OUT' }]]
    await confirmExpiry()
    expect(workspace.getState().session).toBeNull()
  })

  test('ends the session when it is refused again at once, so that nothing loops', async () => {
    answers = [[200, ada]]
    await confirmExpiry()
    await confirmExpiry()
    expect(workspace.getState().session).toBeNull()
    expect(requests).toHaveLength(1)
  })
})

describe('signing in again', () => {
  test('continues in place for the user whose session has expired', () => {
    endSession('expired')
    acceptSession({ ...ada, csrf: 'new' })
    expect([workspace.getState().session?.csrf, reload.mock.calls.length]).toEqual(['new', 0])
  })

  test('starts a fresh document for anyone else', () => {
    endSession('expired')
    acceptSession(bo)
    expect([workspace.getState().session, reload.mock.calls.length]).toEqual([null, 1])
  })
})

describe('other tabs', () => {
  test('are woken by a sign-in', async () => {
    endSession('expired')
    answers = [[200, { ...ada, csrf: 'new' }]]
    otherTab().receive('signed-in')
    await turn()
    expect(workspace.getState().session?.csrf).toBe('new')
  })

  test('leave with a sign-out', () => {
    const ended = jest.fn()
    const silence = on('session:ended', ended)
    otherTab().receive('signed-out')
    silence()
    expect([ended.mock.calls, leave.mock.calls.length]).toEqual([[[{ reason: 'signed-out' }]], 1])
  })

  test('receive what happens here, in a channel of this installation', () => {
    announce('signed-in')
    expect([otherTab().name, otherTab().sent]).toEqual(['atrium:session:/', ['signed-in']])
  })

  test('can say nothing that is not understood', async () => {
    for (const data of [null, 7, { kind: 'signed-out' }, 'signed-off']) otherTab().receive(data)
    await turn()
    expect([workspace.getState().session?.accountId, requests]).toEqual(['a1', []])
  })
})
