import { beforeEach, expect, jest, test } from '@jest/globals'
import { foregroundFetch, networkIdle } from './idle.ts'

const answers: (() => void)[] = []

beforeEach(() => {
  jest.useFakeTimers()
  globalThis.fetch = () => new Promise((resolve) => answers.push(() => resolve({ ok: true } as Response)))
})

test('the network is idle when nothing was requested after the last response', async () => {
  const idle = jest.fn()
  void networkIdle.then(idle)
  const first = foregroundFetch('/jmap/session')
  answers.shift()?.()
  await first
  await jest.advanceTimersByTimeAsync(100)
  const second = foregroundFetch('/jmap/api')
  await jest.advanceTimersByTimeAsync(1000)
  expect(idle).not.toHaveBeenCalled()
  answers.shift()?.()
  await second
  await jest.advanceTimersByTimeAsync(199)
  expect(idle).not.toHaveBeenCalled()
  await jest.advanceTimersByTimeAsync(1)
  expect(idle).toHaveBeenCalledTimes(1)
})
