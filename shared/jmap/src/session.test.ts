import { expect, test } from '@jest/globals'
import { createSessionLoader } from './session.ts'
import { jsonResponse } from './testing/fake-server.ts'
import { createFakeTiming } from './testing/fake-timing.ts'
import { coreCapability } from './types.ts'

const sessionOf = (state: string, maxSizeUpload: number) => ({
  state,
  capabilities: { [coreCapability]: { maxSizeUpload } },
  downloadUrl: '/d',
  uploadUrl: '/u',
  eventSourceUrl: '/e',
})

const loaderOf = (...sessions: object[]) => {
  const timing = createFakeTiming()
  let requests = 0
  const fetch = async (): Promise<Response> => {
    requests += 1
    const body = sessions.shift()
    if (!body) throw new TypeError('lost')
    return jsonResponse(body)
  }
  const loader = createSessionLoader({ url: '/jmap/session', fetch, timing, onSignedOut: () => undefined })
  return { loader, timing, requests: () => requests }
}

const turn = async (): Promise<void> => {
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
}

test('the session is fetched again when a response carries another session state', async () => {
  const { loader, requests } = loaderOf(sessionOf('1', 100), sessionOf('2', 200))
  await loader.load()
  loader.follow('1')
  loader.follow('2')
  await turn()
  expect([loader.current()?.limits.maxSizeUpload, requests()]).toEqual([200, 2])
})

test('the current one stays when it cannot be fetched again, and it is requested once for each state', async () => {
  const { loader, requests } = loaderOf(sessionOf('1', 100))
  await loader.load()
  loader.follow('2')
  await turn()
  loader.follow('2')
  await turn()
  expect([loader.current()?.limits.maxSizeUpload, requests()]).toEqual([100, 2])
})

test('a session that cannot be reached is requested again after a while', async () => {
  const { loader, timing, requests } = loaderOf()
  const loading = loader.load()
  await turn()
  expect([requests(), timing.waits]).toEqual([1, [375]])
  for (let attempt = 1; attempt < 4; attempt += 1) {
    timing.pass(8000)
    await turn()
  }
  await expect(loading).rejects.toMatchObject({ code: 'MAIL_UNREACHABLE' })
  expect(requests()).toBe(4)
})
