import { expect, test } from '@jest/globals'
import { FairQueue } from './fair-queue.ts'

const refusal = () => new Error('refused')

/** A queue whose tasks end when the test resolves them, and the order they began in. */
function createQueue(limits: { atOnce: number; perClient?: number; inAll?: number }) {
  const queue = new FairQueue({ ...limits, refusal })
  const started: string[] = []
  const ends: (() => void)[] = []
  const add = (name: string, client: string, exclusive?: string): Promise<string> =>
    queue
      .run({ client, ...(exclusive === undefined ? {} : { exclusive }) }, async () => {
        started.push(name)
        await new Promise<void>((resolve) => ends.push(resolve))
      })
      .then(
        () => 'done',
        (error: Error) => error.message,
      )
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const finishAll = async (): Promise<void> => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end()
      await settle()
    }
  }
  return { add, started, settle, finishAll }
}

test('a client with one task waits for one task of a client with many', async () => {
  const { add, started, settle, finishAll } = createQueue({ atOnce: 1 })
  const tasks = [...Array.from({ length: 10 }, (_, at) => add(`many ${at}`, 'many')), add('one', 'few')]
  await settle()
  await finishAll()
  expect(started.indexOf('one')).toBe(2)
  expect(await Promise.all(tasks)).toEqual(Array(11).fill('done'))
})

test('a client has only so many tasks that wait', async () => {
  const { add, settle, finishAll } = createQueue({ atOnce: 1, perClient: 2 })
  const tasks = Array.from({ length: 5 }, (_, at) => add(String(at), 'many'))
  await settle()
  await finishAll()
  expect(await Promise.all(tasks)).toEqual(['done', 'done', 'done', 'refused', 'refused'])
})

test('a full queue gives the place of the client with the most to one with fewer', async () => {
  const { add, started, settle, finishAll } = createQueue({ atOnce: 1, inAll: 3 })
  const many = Array.from({ length: 4 }, (_, at) => add(`many ${at}`, 'many'))
  const few = [add('a', 'a'), add('b', 'b'), add('c', 'c')]
  await settle()
  await finishAll()
  expect(await Promise.all(many)).toEqual(['done', 'done', 'refused', 'refused'])
  expect(await Promise.all(few)).toEqual(['done', 'done', 'refused'])
  expect(started).toEqual(['many 0', 'many 1', 'a', 'b'])
})

test('tasks with the same key run one after the other, others pass them', async () => {
  const { add, started, settle, finishAll } = createQueue({ atOnce: 2 })
  const tasks = [add('first', 'x', 'key'), add('second', 'x', 'key'), add('other', 'y')]
  await settle()
  expect(started).toEqual(['first', 'other'])
  await finishAll()
  expect(started).toEqual(['first', 'other', 'second'])
  expect(await Promise.all(tasks)).toEqual(['done', 'done', 'done'])
})
