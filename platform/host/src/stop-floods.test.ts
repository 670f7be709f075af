import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { clearUnsaved, emit, markUnsaved } from '@atrium/remote'
import { floodLimit } from '@atrium/remote/host'
import { stopFloods } from './page-guards.ts'

const from = (path: string) =>
  `Error: flood\n    at emit (https://mail.example/releases/shell/aaaaaaaaaaaa/js/main.js:1:1)\n    at send (https://cdn.example/${path}/js/page.js:1:1)`

const failed = jest.fn<(name: string, code: string) => boolean>()
const [takeAway, blame] = [jest.fn(), jest.fn()]
let stop: () => void

/** One second of too many events; their sender is where the stack says. */
function flood(path: string): void {
  const engine = Error as ErrorConstructor & { prepareStackTrace?: (() => string) | undefined }
  const usual = engine.prepareStackTrace
  engine.prepareStackTrace = () => from(path)
  for (let count = 0; count <= floodLimit.events; count++) emit('draft:discarded', { key: `d${count}` })
  engine.prepareStackTrace = usual
  jest.advanceTimersByTime(floodLimit.within)
}

beforeEach(() => {
  jest.useFakeTimers()
  jest.resetAllMocks()
  stop = stopFloods({ hostName: 'shell', safeMode: { failed }, takeAway, blame })
})
afterEach(() => {
  stop()
  jest.useRealTimers()
})

describe('a remote that floods the bus', () => {
  test('is named, with the event and the release', () => {
    flood('calendar/bbbbbbbbbbbb')
    expect(blame.mock.calls).toEqual([
      [
        { name: 'calendar', version: 'bbbbbbbbbbbb' },
        expect.objectContaining({
          code: 'EVENTS_FLOODED',
          subject: expect.stringContaining('calendar sent draft:discarded'),
        }),
      ],
    ])
    expect(failed).toHaveBeenCalledWith('calendar/events', 'EVENTS_FLOODED')
    expect(takeAway).not.toHaveBeenCalled()
  })

  test('is taken out of the page when it was once too often', () => {
    failed.mockReturnValue(true)
    flood('calendar/bbbbbbbbbbbb')
    expect(takeAway.mock.calls).toEqual([['calendar']])
  })

  test('stays as long as some work is not stored', () => {
    failed.mockReturnValue(true)
    markUnsaved('draft')
    flood('calendar/bbbbbbbbbbbb')
    expect(takeAway).not.toHaveBeenCalled()
    clearUnsaved('draft')
  })

  test('that is being developed is named, and not switched off', () => {
    flood('calendar/000000000000')
    expect(blame).toHaveBeenCalledTimes(1)
    expect(failed).not.toHaveBeenCalled()
  })
})
