import { expect, test } from '@jest/globals'
import { createLimiter } from './limiter.ts'

const turn = async (): Promise<void> => {
  for (let step = 0; step < 10; step += 1) await Promise.resolve()
}

const trackedTasks = (limit: () => number) => {
  const run = createLimiter(limit)
  const ends: (() => void)[] = []
  let running = 0
  let max = 0
  const start = () =>
    run(async () => {
      running += 1
      max = Math.max(max, running)
      await new Promise<void>((resolve) => ends.push(resolve))
      running -= 1
    })
  return { start, ends, running: () => running, max: () => max }
}

test('a task that comes in while a place is passed on does not exceed the limit', async () => {
  const { start, ends, max } = trackedTasks(() => 2)
  const tasks = [start(), start(), start()]
  await turn()
  ends[0]?.()
  // Two microtasks later the first task has released its slot, and the next in the queue has not started yet.
  const late = Promise.resolve()
    .then(() => undefined)
    .then(() => start())
  await turn()
  expect(max()).toBe(2)
  for (let index = 1; index < 4; index += 1) {
    ends[index]?.()
    await turn()
  }
  await Promise.all([...tasks, late])
  expect(max()).toBe(2)
})

test('a task that fails gives its place to the next one', async () => {
  const run = createLimiter(() => 1)
  const failed = run(async () => Promise.reject(new Error('no')))
  const next = run(async () => 'next')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('next')
})

test('a limit that rises lets more of the waiting tasks start when one ends', async () => {
  let limit = 1
  const { start, ends, running } = trackedTasks(() => limit)
  const tasks = [start(), start(), start()]
  await turn()
  expect(running()).toBe(1)
  limit = 2
  ends[0]?.()
  await turn()
  expect(running()).toBe(2)
  ends.forEach((end) => end())
  await Promise.all(tasks)
})
