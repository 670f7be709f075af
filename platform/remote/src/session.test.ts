import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Session } from '@atrium/protocol/register'
import { provideHost } from './host-connection.ts'
import { beginSession, changePreferences, endSession } from './session.ts'
import { workspace } from './store.ts'

const defaultPreferences = { theme: 'system', density: 'comfortable', locale: 'system', railCollapsed: false }

const buildSession = () => ({ name: 'Ada', csrf: 'token', preferences: defaultPreferences }) as Session

const savePreferences = jest.fn<(changed: object) => Promise<void>>()

beforeEach(() => {
  savePreferences.mockReset()
  provideHost({ load: () => Promise.reject(new Error('not in this test')), savePreferences })
  endSession('signed-out')
  beginSession(buildSession())
})

describe('changing preferences', () => {
  test('takes effect in the shared store before the server has answered', () => {
    savePreferences.mockReturnValue(new Promise(() => undefined))
    void changePreferences({ theme: 'dark', density: 'compact' })
    expect(workspace.getState()).toMatchObject({ theme: 'dark', density: 'compact' })
  })

  test('is rolled back when the server refuses, and the caller is notified', async () => {
    savePreferences.mockRejectedValue(new Error('no'))
    await expect(changePreferences({ theme: 'dark' })).rejects.toThrow('no')
    expect(workspace.getState().theme).toBe('system')
  })

  test('a refused change does not take back another one made meanwhile', async () => {
    savePreferences.mockRejectedValueOnce(new Error('no')).mockResolvedValue(undefined)
    const refused = changePreferences({ theme: 'dark' })
    await changePreferences({ density: 'compact' })
    await expect(refused).rejects.toThrow()
    expect(workspace.getState()).toMatchObject({ theme: 'system', density: 'compact' })
  })

  test('needs a session', async () => {
    endSession('signed-out')
    await expect(changePreferences({ theme: 'dark' })).rejects.toThrow('session')
  })
})
