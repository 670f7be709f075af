import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { AtriumError, ReleaseRecord } from '@atrium/protocol'
import { act, render, screen } from '@testing-library/react'
import { useEffect, useState } from 'react'
import { createStore, useStore } from 'zustand'
import { buildRelease } from './testing/release-builder.ts'
import { createHookWatch, settleTime } from './page-guards.ts'

type UseCount = (of?: string) => readonly [count: number, add: () => void]

const report = jest.fn<(release: ReleaseRecord, error: AtriumError) => void>()
const handOut = (useCount: UseCount) =>
  createHookWatch(report)('calendar/days', { module: { useCount }, release: buildRelease() })

function Caller({ useCount, name, of }: { readonly useCount: UseCount; readonly name: string; readonly of?: string }) {
  const [count, add] = useCount(of)
  return <button onClick={add}>{`${name} ${count}`}</button>
}

/** In steps: what a timer changes is rendered before the next one fires. */
const settle = () => {
  for (let step = 0; step < 4; step++) act(() => jest.advanceTimersByTime(settleTime / 3))
}
const press = (name: string) => act(() => screen.getByRole('button', { name }).click())

const useOwnState: UseCount = () => {
  const [count, setCount] = useState(0)
  return [count, () => setCount(count + 1)]
}

beforeEach(() => void jest.useFakeTimers())
afterEach(() => {
  jest.useRealTimers()
  report.mockReset()
})

describe('an exposed hook', () => {
  test('with a state of its own is reported once, by name, with what its callers read', () => {
    const { useCount } = handOut(useOwnState)
    render(
      <>
        <Caller useCount={useCount} name="one" />
        <Caller useCount={useCount} name="two" />
      </>,
    )
    settle()
    expect(report).not.toHaveBeenCalled()
    press('one 0')
    settle()
    press('one 1')
    settle()
    expect(report.mock.calls).toEqual([[buildRelease(), expect.objectContaining({ code: 'HOOK_STATE_SPLIT' })]])
    expect(report.mock.calls[0]?.[1].subject).toMatch(
      /^calendar\/days useCount of release .* reads \[1,null\]|reads \[1\]/,
    )
  })

  test('that reads a store of its remote is not', () => {
    const store = createStore(() => 0)
    const { useCount } = handOut(() => [useStore(store), () => store.setState((count) => count + 1, true)])
    render(
      <>
        <Caller useCount={useCount} name="one" />
        <Caller useCount={useCount} name="two" />
      </>,
    )
    press('one 0')
    settle()
    expect(screen.getByText('two 1')).toBeDefined()
    expect(report).not.toHaveBeenCalled()
  })

  test('may return different values for different arguments', () => {
    const { useCount } = handOut((of = '') => [of.length, () => undefined])
    render(
      <>
        <Caller useCount={useCount} name="one" of="a" />
        <Caller useCount={useCount} name="two" of="abc" />
      </>,
    )
    settle()
    expect(report).not.toHaveBeenCalled()
  })

  test('may be behind for a moment, and a caller that has gone does not count', () => {
    const useLate: UseCount = (): [number, () => void] => {
      const [count, setCount] = useState(0)
      useEffect(() => {
        const timer = setTimeout(() => setCount(7), settleTime / 2)
        return () => clearTimeout(timer)
      }, [])
      return [count, () => setCount(8)]
    }
    const { useCount } = handOut(useLate)
    const { rerender } = render(
      <>
        <Caller useCount={useCount} name="one" />
      </>,
    )
    settle()
    rerender(
      <>
        <Caller useCount={useCount} name="one" />
        <Caller useCount={useCount} name="two" />
      </>,
    )
    settle()
    press('two 7')
    rerender(
      <>
        <Caller useCount={useCount} name="one" />
      </>,
    )
    settle()
    expect(report).not.toHaveBeenCalled()
  })

  test('is the same function for all callers, and modules without hooks stay as they are', () => {
    const watch = createHookWatch(report)
    const [module, page] = [{ useCount: useOwnState }, { default: () => null }]
    expect(watch('calendar/days', { module, release: buildRelease() })).toBe(
      watch('calendar/days', { module, release: buildRelease() }),
    )
    expect(watch('calendar/page', { module: page, release: buildRelease() })).toBe(page)
  })
})
