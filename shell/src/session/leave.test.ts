import { beforeEach, expect, jest, test } from '@jest/globals'
import { defaultPreferences } from '@atrium/mail-contracts'
import { clearUnsaved, markUnsaved, on } from '@atrium/remote'
import { beginSession } from '@atrium/remote/host'
import { documentActions } from './follow-session.ts'
import { leave } from './leave.ts'

const requests: string[] = []

beforeEach(() => {
  jest.useFakeTimers()
  localStorage.clear()
  requests.length = 0
  globalThis.fetch = async (url, init) => {
    requests.push(`${init?.method} ${String(url)}`)
    return { ok: true, status: 204, json: async () => null } as unknown as Response
  }
  Object.assign(documentActions, { leave: jest.fn() })
  beginSession({ accountId: 'a1', address: 'ada@atrium.test', name: 'Ada', csrf: 'x', preferences: defaultPreferences })
})

test('signing out waits until what is unsaved has been saved', async () => {
  markUnsaved('compose/message-1')
  const stop = on('session:ending', () => void setTimeout(() => clearUnsaved('compose/message-1'), 500))
  const left = leave()
  await jest.advanceTimersByTimeAsync(499)
  expect(requests).toEqual([])
  await jest.advanceTimersByTimeAsync(1)
  await left
  stop()
  expect(requests).toEqual(['DELETE /api/session'])
})

test('signing out does not wait forever for a server that does not take it', async () => {
  markUnsaved('compose/message-1')
  const left = leave()
  await jest.advanceTimersByTimeAsync(3000)
  await left
  expect(requests).toEqual(['DELETE /api/session'])
  expect(documentActions.leave).toHaveBeenCalledTimes(1)
})

test('signing out removes what is Atrium’s and personal, not backups of other tabs nor keys of other applications', async () => {
  for (const key of [
    'atrium:searches:a1',
    'atrium:searches:account-of-another-installation',
    'atrium:list-width:a1',
    'atrium:list-width:account-of-another-installation',
    'atrium:compose:a1:x',
    'atrium:registry:k',
    'wiki:draft',
    'theme',
  ])
    localStorage.setItem(key, '1')
  await leave()
  expect(Object.keys(localStorage).toSorted()).toEqual([
    'atrium:compose:a1:x',
    'atrium:list-width:account-of-another-installation',
    'atrium:registry:k',
    'atrium:searches:account-of-another-installation',
    'theme',
    'wiki:draft',
  ])
})
