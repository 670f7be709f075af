import { beforeEach, expect, jest, test } from '@jest/globals'
import { render, screen, waitFor } from '@testing-library/react'
import { createStore } from 'zustand'
import { aRelease } from './a-release.ts'
import { FederationContext } from './federation-context.ts'
import { RemoteNumber } from './remote-number.tsx'
import type { Federation } from './start-federation.ts'

const onNumber = jest.fn<(count: number) => void>()
beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  onNumber.mockReset()
})

/** As much of the federation as a hook of a remote meets. */
function withHook(useUnreadCount: () => unknown) {
  const federation = {
    loader: { load: async () => ({ module: { useUnreadCount }, release: aRelease() }) },
    updates: { generations: createStore(() => ({})) },
    log: { failed: () => undefined },
  }
  render(
    <FederationContext value={federation as unknown as Federation}>
      <p>The page</p>
      <RemoteNumber name="inbox/unread" hookOf={(module) => module.useUnreadCount} onNumber={onNumber} />
    </FederationContext>,
  )
}

test('hands on the number a remote’s hook returns', async () => {
  withHook(() => 3)
  await waitFor(() => expect(onNumber).toHaveBeenLastCalledWith(3))
})

const wrong: readonly [what: string, hook: () => unknown, code: string][] = [
  ['that throws', () => { throw new Error('broken') }, 'REMOTE_RENDER_FAILED'],
  ['that returns no number', () => Symbol('three'), 'REMOTE_SHAPE_WRONG'],
  ['that returns not a number', () => Number.NaN, 'REMOTE_SHAPE_WRONG'],
]

test.each(wrong)('a hook %s is reported by the remote’s name, and the page stands', async (_, hook, code) => {
  withHook(hook)
  await waitFor(() => expect(console.error).toHaveBeenCalledWith(expect.stringMatching(/^inbox /), expect.objectContaining({ code })))
  expect(screen.getByText('The page')).toBeDefined()
  expect(onNumber.mock.calls.every(([count]) => count === 0)).toBe(true)
})
