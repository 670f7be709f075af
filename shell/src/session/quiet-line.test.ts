import { beforeEach, expect, jest, test } from '@jest/globals'
import { awaitedFetch, quiet } from './quiet-line.ts'

const answers: (() => void)[] = []

beforeEach(() => {
  jest.useFakeTimers()
  globalThis.fetch = () => new Promise((resolve) => answers.push(() => resolve({ ok: true } as Response)))
})

test('the line is quiet when nothing was asked for after the last answer', async () => {
  const heard = jest.fn()
  void quiet.then(heard)
  const first = awaitedFetch('/jmap/session')
  answers.shift()?.()
  await first
  await jest.advanceTimersByTimeAsync(100)
  const second = awaitedFetch('/jmap/api')
  await jest.advanceTimersByTimeAsync(1000)
  expect(heard).not.toHaveBeenCalled()
  answers.shift()?.()
  await second
  await jest.advanceTimersByTimeAsync(199)
  expect(heard).not.toHaveBeenCalled()
  await jest.advanceTimersByTimeAsync(1)
  expect(heard).toHaveBeenCalledTimes(1)
})
