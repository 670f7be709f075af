import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import type { TelemetryReport } from '@atrium/protocol'
import { createReporter } from './telemetry.ts'

const buildError = (code: string): TelemetryReport => ({ type: 'error', remote: 'inbox', release: '', code })

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

test('reports of one moment go out together', () => {
  const send = jest.fn<(url: string, body: string) => boolean>(() => true)
  const reporter = createReporter({ url: '/api/reports', send, visit: 'v1' })
  reporter.report(buildError('A'))
  reporter.report(buildError('B'))
  expect(send).not.toHaveBeenCalled()
  jest.advanceTimersByTime(2000)
  expect(send.mock.calls).toEqual([
    ['/api/reports', JSON.stringify([buildError('A'), buildError('B')].map((report) => ({ ...report, visit: 'v1' })))],
  ])
})

test('an endless failure does not become a flood', () => {
  const send = jest.fn<(url: string, body: string) => boolean>(() => true)
  const reporter = createReporter({ url: '/api/reports', send })
  for (let count = 0; count < 10_000; count++) reporter.report(buildError('LOOP'))
  reporter.flush()
  expect((JSON.parse(send.mock.calls[0]?.[1] ?? '[]') as unknown[]).length).toBe(200)
})

test('nothing is sent when nothing was reported', () => {
  const send = jest.fn<(url: string, body: string) => boolean>(() => true)
  createReporter({ url: '/api/reports', send }).flush()
  expect(send).not.toHaveBeenCalled()
})

test('what the browser does not take goes out with the next reports', () => {
  const send = jest.fn<(url: string, body: string) => boolean>(() => true).mockReturnValueOnce(false)
  const reporter = createReporter({ url: '/api/reports', send, visit: 'v1' })
  reporter.report(buildError('A'))
  reporter.flush()
  reporter.report(buildError('B'))
  jest.advanceTimersByTime(2000)
  expect(send.mock.calls.map(([, body]) => (JSON.parse(body) as { code: string }[]).map(({ code }) => code))).toEqual([
    ['A'],
    ['A', 'B'],
  ])
})

test('a report of a page that is away goes out at once', () => {
  const visibility = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const send = jest.fn<(url: string, body: string) => boolean>(() => true)
  createReporter({ url: '/api/reports', send }).report(buildError('A'))
  expect(send).toHaveBeenCalledTimes(1)
  visibility.mockRestore()
})
