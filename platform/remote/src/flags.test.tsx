import { expect, test } from '@jest/globals'
import { act, render, screen } from '@testing-library/react'
import { WorkspaceProvider } from './contexts.tsx'
import { on } from './events.ts'
import { readFlag, setFlags, useFlag, useFlags } from './flags.ts'

function Shown(): string {
  return `${useFlag('newList') ? 'on' : 'off'} of ${Object.keys(useFlags()).length}`
}

test('flags are read in components and outside of them, and an event names those that were switched', () => {
  const changed: string[] = []
  on('flags:changed', (detail) => void changed.push(...detail.changed))
  expect(readFlag('newList')).toBe(false)
  setFlags({ beta: true, old: false })
  expect(changed).toEqual([])
  render(<Shown />, { wrapper: WorkspaceProvider })
  expect(screen.getByText('off of 2')).toBeDefined()
  act(() => setFlags({ newList: true, beta: true }))
  expect(screen.getByText('on of 2')).toBeDefined()
  expect(readFlag('newList')).toBe(true)
  act(() => setFlags({}))
  expect(changed).toEqual(['newList', 'beta', 'newList'])
  expect(readFlag('newList')).toBe(false)
})

test('a provider in a test has flags of its own', () => {
  render(
    <WorkspaceProvider flags={{ newList: true }}>
      <Shown />
    </WorkspaceProvider>,
  )
  expect(screen.getByText('on of 1')).toBeDefined()
})
