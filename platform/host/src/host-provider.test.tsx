import { expect, test } from '@jest/globals'
import { useFlags } from '@atrium/remote'
import { render, screen } from '@testing-library/react'
import { createHost } from './create-host.ts'
import { HostProvider } from './slots.tsx'

const boot = { registry: { signed: null, entries: [], unsigned: [], directory: [] } }
const views = { Skeleton: () => null, Failure: () => null }

function Flag(): string {
  return useFlags()['newList'] ? 'on' : 'off'
}

test('remotes read the flags that the product gives the host', () => {
  const host = createHost({ boot, publicKeys: [], landingRemote: 'home', views, flags: { newList: true } })
  render(
    <HostProvider host={host} fallback={null}>
      <Flag />
    </HostProvider>,
  )
  expect(screen.getByText('on')).toBeTruthy()
})
