import { expect, jest, test } from '@jest/globals'
import { createUpdates } from './updates.ts'

test('a remote that is held stays as it is, and is taken up at the next occasion', () => {
  const outdated = new Set(['inbox', 'compose'])
  const renew = jest.fn((remote: string) => void outdated.delete(remote))
  const updates = createUpdates({ outdated: () => [...outdated], renew })
  updates.adopt((remote) => remote === 'compose')
  expect(updates.generations.getState()).toEqual({ inbox: 1 })
  updates.adopt(() => false)
  expect(updates.generations.getState()).toEqual({ inbox: 1, compose: 1 })
  expect(renew.mock.calls).toEqual([['inbox'], ['compose']])
})
