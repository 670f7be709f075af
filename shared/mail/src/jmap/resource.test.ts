import { expect, test } from '@jest/globals'
import { capability } from '@atrium/mail-contracts'
import { createResource } from './resource.ts'

const sessionOf = (state: string, maxSizeUpload: number) => ({
  state,
  capabilities: { [capability.core]: { maxSizeUpload } },
  downloadUrl: '/d',
  uploadUrl: '/u',
  eventSourceUrl: '/e',
})

const resourceOf = (...sessions: object[]) => {
  let requests = 0
  const fetch = async (): Promise<Response> => {
    requests += 1
    const body = sessions.shift()
    if (!body) throw new TypeError('lost')
    return { ok: true, status: 200, json: async () => body } as unknown as Response
  }
  const resource = createResource({ url: '/jmap/session', fetch, onSignedOut: () => undefined })
  return { resource, requests: () => requests }
}

const turn = async (): Promise<void> => {
  for (let step = 0; step < 10; step += 1) await Promise.resolve()
}

test('the session is fetched again when a response carries another session state', async () => {
  const { resource, requests } = resourceOf(sessionOf('1', 100), sessionOf('2', 200))
  await resource.load()
  resource.follow('1')
  resource.follow('2')
  await turn()
  expect([resource.known()?.limits.maxSizeUpload, requests()]).toEqual([200, 2])
})

test('what was known stays when it cannot be fetched again, and it is requested once for each state', async () => {
  const { resource, requests } = resourceOf(sessionOf('1', 100))
  await resource.load()
  resource.follow('2')
  await turn()
  resource.follow('2')
  await turn()
  expect([resource.known()?.limits.maxSizeUpload, requests()]).toEqual([100, 2])
})
