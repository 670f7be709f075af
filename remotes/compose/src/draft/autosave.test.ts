import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { MailError } from '@atrium/mail-contracts'
import type { Outcome } from '@atrium/mail'
import { createAutosave, retryDelay, type SaveState } from './autosave.ts'

const done: Outcome<null> = { ok: true, value: null }
const failed: Outcome<null> = {
  ok: false,
  error: new MailError('MAIL_UNREACHABLE', { subject: 'mail', remedy: 'Check the connection' }),
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

function buildAutosave() {
  const answers: ((outcome: Outcome<null>) => void)[] = []
  const save = jest.fn(() => new Promise<Outcome<null>>((resolve) => answers.push(resolve)))
  const states: SaveState['status'][] = []
  const autosave = createAutosave({ save, onState: (state) => states.push(state.status) })
  const answer = async (outcome: Outcome<null>) => {
    answers.shift()?.(outcome)
    await jest.advanceTimersByTimeAsync(0)
  }
  return { autosave, save, states, answer }
}

describe('saving by itself', () => {
  test('waits two seconds after the last keystroke, and saves once', async () => {
    const { autosave, save } = buildAutosave()
    for (let key = 0; key < 5; key += 1) {
      autosave.change()
      await jest.advanceTimersByTimeAsync(1900)
    }
    expect(save).not.toHaveBeenCalled()
    await jest.advanceTimersByTimeAsync(100)
    expect(save).toHaveBeenCalledTimes(1)
  })

  test('does not wait for a pause longer than half a minute', async () => {
    const { autosave, save } = buildAutosave()
    for (let second = 0; second < 30; second += 1) {
      autosave.change()
      await jest.advanceTimersByTimeAsync(1000)
    }
    expect(save).toHaveBeenCalledTimes(1)
  })

  test('saves nothing when nothing was changed', async () => {
    const { autosave, save } = buildAutosave()
    expect(await autosave.flush()).toBe(true)
    await jest.advanceTimersByTimeAsync(60_000)
    expect(save).not.toHaveBeenCalled()
  })

  test('never runs two saves at a time; what was typed meanwhile follows', async () => {
    const { autosave, save, answer, states } = buildAutosave()
    autosave.change()
    await jest.advanceTimersByTimeAsync(2000)
    autosave.change()
    await jest.advanceTimersByTimeAsync(10_000)
    expect(save).toHaveBeenCalledTimes(1)
    await answer(done)
    expect(autosave.dirty()).toBe(true)
    await jest.advanceTimersByTimeAsync(2000)
    expect(save).toHaveBeenCalledTimes(2)
    await answer(done)
    expect(autosave.dirty()).toBe(false)
    expect(states).toEqual(['waiting', 'saving', 'waiting', 'saving', 'saved'])
  })
})

describe('saving at once', () => {
  test('does not wait, and covers what is typed during the save', async () => {
    const { autosave, save, answer } = buildAutosave()
    autosave.change()
    const flushed = autosave.flush()
    expect(save).toHaveBeenCalledTimes(1)
    autosave.change()
    await answer(done)
    expect(save).toHaveBeenCalledTimes(2)
    await answer(done)
    expect(await flushed).toBe(true)
  })

  test('says when it did not work', async () => {
    const { autosave, answer } = buildAutosave()
    autosave.change()
    const flushed = autosave.flush()
    await answer(failed)
    expect(await flushed).toBe(false)
    expect(autosave.dirty()).toBe(true)
  })
})

describe('a save that fails', () => {
  test('is tried again, ever more slowly, until it works', async () => {
    const { autosave, save, answer, states } = buildAutosave()
    autosave.change()
    await jest.advanceTimersByTimeAsync(2000)
    await answer(failed)
    await jest.advanceTimersByTimeAsync(2999)
    expect(save).toHaveBeenCalledTimes(1)
    await jest.advanceTimersByTimeAsync(1)
    expect(save).toHaveBeenCalledTimes(2)
    await answer(failed)
    await jest.advanceTimersByTimeAsync(6000)
    expect(save).toHaveBeenCalledTimes(3)
    await answer(done)
    expect(states.at(-1)).toBe('saved')
  })

  test('is not tried more often because the user types', async () => {
    const { autosave, save, answer, states } = buildAutosave()
    autosave.change()
    await jest.advanceTimersByTimeAsync(2000)
    await answer(failed)
    autosave.change()
    await jest.advanceTimersByTimeAsync(2900)
    expect(save).toHaveBeenCalledTimes(1)
    expect(states.at(-1)).toBe('failed')
  })

  test('is not tried again once stopped', async () => {
    const { autosave, save, answer } = buildAutosave()
    autosave.change()
    await jest.advanceTimersByTimeAsync(2000)
    await answer(failed)
    await autosave.stop()
    await jest.advanceTimersByTimeAsync(120_000)
    expect(save).toHaveBeenCalledTimes(1)
  })

  test('stopping waits for the save under way', async () => {
    const { autosave, answer } = buildAutosave()
    autosave.change()
    const flushed = autosave.flush()
    let stopped = false
    const stopping = autosave.stop().then(() => (stopped = true))
    await jest.advanceTimersByTimeAsync(1000)
    expect(stopped).toBe(false)
    await answer(done)
    await Promise.all([stopping, flushed])
    expect(stopped).toBe(true)
  })

  test('the pauses grow to a minute', () => {
    expect([1, 2, 3, 9].map(retryDelay)).toEqual([3000, 6000, 12_000, 60_000])
  })
})
