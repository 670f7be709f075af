import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { AtriumError, type ErrorCode } from '@atrium/protocol'
import { workspace } from '@atrium/remote'
import { act, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createStore } from 'zustand'
import { HostContext, type Host } from './create-host.ts'
import { buildRelease } from './testing/release-builder.ts'
import { healingDelays, useRemote } from './remote-view.tsx'

const load = jest.fn<Host['loader']['load']>()
const failure = (code: ErrorCode) => new AtriumError(code, { subject: 'inbox', remedy: '' })

function Reader(): ReactNode {
  const { state } = useRemote('inbox/page')
  return <p>{state.status === 'failed' ? state.error.code : state.status}</p>
}

const host = { loader: { load }, updates: { generations: createStore(() => ({})) } } as unknown as Host

async function show(): Promise<void> {
  render(
    <HostContext value={host}>
      <Reader />
    </HostContext>,
  )
  await act(async () => undefined)
}

/** In steps: what a timer changes is rendered before the next one fires. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 500)
    await act(async () => void (await jest.advanceTimersByTimeAsync(500)))
}

beforeEach(() => {
  jest.useFakeTimers()
  load.mockReset()
  workspace.setState({ online: true })
})
afterEach(() => void jest.useRealTimers())

describe('a registry that does not respond', () => {
  test('is requested again by itself, and the remote appears', async () => {
    load
      .mockRejectedValueOnce(failure('REGISTRY_UNREACHABLE'))
      .mockResolvedValue({ module: {}, release: buildRelease() })
    await show()
    expect(screen.getByText('REGISTRY_UNREACHABLE')).toBeTruthy()
    await pass(1.5 * healingDelays.first)
    expect(screen.getByText('ready')).toBeTruthy()
  })

  test('is left alone longer and longer, also when it says that there is no connection', async () => {
    load.mockRejectedValue(failure('REMOTE_OFFLINE'))
    await show()
    await pass(30_000)
    expect(load.mock.calls.length).toBeGreaterThan(2)
    expect(load.mock.calls.length).toBeLessThan(7)
  })

  test('is requested at once when the connection is back', async () => {
    workspace.setState({ online: false })
    load.mockRejectedValueOnce(failure('REMOTE_OFFLINE')).mockResolvedValue({ module: {}, release: buildRelease() })
    await show()
    await act(async () => workspace.setState({ online: true }))
    expect(screen.getByText('ready')).toBeTruthy()
  })
})

test('a broken remote is not tried again by itself', async () => {
  load.mockRejectedValue(failure('REMOTE_THREW'))
  await show()
  await pass(60_000)
  expect(load).toHaveBeenCalledTimes(1)
})
