import { expect, test } from '@jest/globals'
import { createHost, HostProvider } from '@atrium/host'
import { clearUnsaved, markUnsaved } from '@atrium/remote'
import { act, render, screen } from '@testing-library/react'
import { UpdateNote } from './header.tsx'

test('a newer release of the shell is offered quietly, once it is out and nothing is unsaved', () => {
  const host = createHost({
    boot: { registry: { signed: null, entries: [], unsigned: [], directory: [] } },
    publicKeys: [],
    landingRemote: 'inbox',
    views: { Skeleton: () => null, Failure: () => null },
  })
  render(
    <HostProvider host={host} fallback={null}>
      <UpdateNote />
    </HostProvider>,
  )
  expect(screen.queryByRole('button')).toBeNull()
  act(() => host.updates.newHost.setState(true, true))
  expect(screen.getByRole('button', { name: 'A new version is available. Reload' })).toBeTruthy()
  act(() => markUnsaved('draft'))
  expect(screen.queryByRole('button')).toBeNull()
  act(() => clearUnsaved('draft'))
  expect(screen.getByRole('button', { name: 'A new version is available. Reload' })).toBeTruthy()
})
