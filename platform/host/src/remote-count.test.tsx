import { beforeEach, expect, jest, test } from '@jest/globals'
import { render, screen, waitFor } from '@testing-library/react'
import { createStore } from 'zustand'
import { buildRelease } from './testing/release-builder.ts'
import { HostContext, type Host } from './create-host.ts'
import { RemoteCount } from './remote-view.tsx'

const onCount = jest.fn<(count: number) => void>()
beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  onCount.mockReset()
})

/** As much of the host as a hook of a remote meets. */
function withHook(useUnreadCount: () => unknown) {
  const host = {
    loader: { load: async () => ({ module: { useUnreadCount }, release: buildRelease() }) },
    updates: { generations: createStore(() => ({})) },
    log: { failed: () => undefined },
  }
  render(
    <HostContext value={host as unknown as Host}>
      <p>The page</p>
      <RemoteCount source={{ module: 'inbox/unread', hook: 'useUnreadCount' }} onCount={onCount} />
    </HostContext>,
  )
}

test('hands on the number a remote’s hook returns', async () => {
  withHook(() => 3)
  await waitFor(() => expect(onCount).toHaveBeenLastCalledWith(3))
})

const wrong: readonly [what: string, hook: () => unknown, code: string][] = [
  [
    'that throws',
    () => {
      throw new Error('broken')
    },
    'REMOTE_RENDER_FAILED',
  ],
  ['that returns no number', () => Symbol('three'), 'REMOTE_SHAPE_WRONG'],
  ['that returns not a number', () => Number.NaN, 'REMOTE_SHAPE_WRONG'],
]

test.each(wrong)('a hook %s is reported by the remote’s name, and the page keeps working', async (_, hook, code) => {
  withHook(hook)
  await waitFor(() =>
    expect(console.error).toHaveBeenCalledWith(expect.stringMatching(/^inbox /), expect.objectContaining({ code })),
  )
  expect(screen.getByText('The page')).toBeDefined()
  expect(onCount.mock.calls.every(([count]) => count === 0)).toBe(true)
})
