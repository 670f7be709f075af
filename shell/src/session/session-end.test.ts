import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { noteSessionEnd, sessionEnd, watchSessionEnd } from './session-end.ts'

const minute = 60_000
const day = 24 * 60 * minute
const expire = jest.fn()
const confirm = jest.fn(async (): Promise<void> => undefined)
let stop = (): void => undefined

beforeEach(() => {
  jest.useFakeTimers()
  jest.clearAllMocks()
  stop = watchSessionEnd({ confirm, expire })
})
afterEach(() => {
  stop()
  jest.useRealTimers()
})

const minutes = (): number | null => sessionEnd.getState().minutes

describe('the end of a session', () => {
  test('is announced ten minutes before, minute by minute, and then the session is given up', async () => {
    noteSessionEnd(30 * day)
    await jest.advanceTimersByTimeAsync(30 * day - 11 * minute)
    expect([minutes(), confirm.mock.calls.length]).toEqual([null, 0])
    await jest.advanceTimersByTimeAsync(minute)
    expect([minutes(), confirm.mock.calls.length]).toEqual([10, 1])
    await jest.advanceTimersByTimeAsync(8.5 * minute)
    expect(minutes()).toBe(2)
    expect(expire).not.toHaveBeenCalled()
    await jest.advanceTimersByTimeAsync(1.5 * minute)
    expect([minutes(), expire.mock.calls.length, confirm.mock.calls.length]).toEqual([null, 1, 1])
  })

  test('is not announced when another tab has renewed the session', async () => {
    noteSessionEnd(20 * minute)
    confirm.mockImplementationOnce(async () => noteSessionEnd(7 * day))
    await jest.advanceTimersByTimeAsync(15 * minute)
    expect([minutes(), expire.mock.calls.length]).toEqual([null, 0])
    await jest.advanceTimersByTimeAsync(7 * day - 10 * minute)
    expect([minutes(), confirm.mock.calls.length]).toEqual([5, 2])
  })

  test('is no longer announced once the session is renewed', async () => {
    noteSessionEnd(5 * minute)
    await jest.advanceTimersByTimeAsync(0)
    expect(minutes()).toBe(5)
    noteSessionEnd(30 * day)
    expect(minutes()).toBeNull()
    await jest.advanceTimersByTimeAsync(day)
    expect(expire).not.toHaveBeenCalled()
  })

  test('is noticed when a laptop is opened again', async () => {
    noteSessionEnd(day)
    jest.setSystemTime(Date.now() + day + 1)
    document.dispatchEvent(new Event('visibilitychange'))
    await jest.advanceTimersByTimeAsync(0)
    expect(expire).toHaveBeenCalledTimes(1)
  })

  test('is unknown with a server that does not say, and for no one', async () => {
    noteSessionEnd(5 * minute)
    noteSessionEnd(undefined)
    await jest.advanceTimersByTimeAsync(day)
    expect([minutes(), expire.mock.calls.length]).toEqual([null, 0])
  })
})
