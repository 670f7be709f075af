import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { InspectedRemote, InspectorSource } from '@atrium/protocol'
import { emit, markUnsaved } from '@atrium/remote'
import { beginSession, WorkspaceProvider } from '@atrium/remote/host'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { InspectorPanel } from './inspector-panel.tsx'
import { filesBelow } from './loaded.tsx'

const preferences: Parameters<typeof beginSession>[0]['preferences'] = {
  theme: 'system',
  density: 'comfortable',
  locale: 'system',
  railCollapsed: false,
  imageSenders: [],
}

const remoteRelease = (change: Partial<InspectedRemote> = {}): InspectedRemote => ({
  name: 'inbox',
  version: '0123456789ab',
  base: 'https://cdn.example/inbox/0123456789ab/',
  modules: ['inbox/page', 'inbox/folders'],
  mounted: 2,
  milliseconds: 84.3,
  failure: null,
  ...change,
})

const createSource = (change: Partial<InspectorSource> = {}): InspectorSource => {
  const [remotes, off] = [[remoteRelease()], [] as const]
  return {
    subscribe: () => () => undefined,
    remotes: () => remotes,
    off: () => off,
    shared: () => [{ library: 'react', version: '19.3.1', from: 'shell', usedBy: ['inbox_0123456789ab'] }],
    violations: () => Promise.resolve({ total: 0, kinds: {} }),
    ...change,
  }
}

const open = (source = createSource(), onClose = () => undefined) =>
  render(<InspectorPanel source={source} onClose={onClose} />, { wrapper: WorkspaceProvider })

/** As a script without @atrium/remote emits an event. */
const dispatch = (name: string, detail: unknown) => window.dispatchEvent(new CustomEvent(`atrium:${name}`, { detail }))

const choose = (section: string) => userEvent.click(screen.getByRole('radio', { name: section }))

beforeEach(() => {
  Object.defineProperty(performance, 'getEntriesByType', { value: () => [], configurable: true })
  beginSession({ accountId: 'a1', address: 'ada@atrium.test', name: 'Ada', csrf: 'not-to-be-seen', preferences })
})

describe('the inspector', () => {
  test('shows the modules, release, origin, status and load time of each remote', () => {
    open()
    const row = screen.getByRole('row', { name: /^inbox/ })
    for (const text of ['page, folders', '0123456789ab', 'cdn.example', 'rendered 2 times', '84 ms']) {
      expect(within(row).getByText(text)).toBeDefined()
    }
  })

  test('shows the code and the reference of a failure', () => {
    const remotes = [remoteRelease({ failure: { code: 'REMOTE_THREW', reference: 'R-7F3K2Q', message: 'It threw' } })]
    open(createSource({ remotes: () => remotes }))
    expect(screen.getByText('REMOTE_THREW')).toBeDefined()
    expect(screen.getByText('R-7F3K2Q')).toBeDefined()
  })

  test('shows which remotes are switched off, and why', () => {
    const off = [{ name: 'search', reason: 'failures' }] as const
    open(createSource({ off: () => off }))
    expect(screen.getByRole('row', { name: /search off after repeated failures/ })).toBeDefined()
  })

  test('shows each flag, whether it is on, and why', async () => {
    const flags = [
      { name: 'beta', on: false, why: 'groups' },
      { name: 'newList', on: true, why: '20 %' },
    ]
    open(createSource({ flags: () => flags }))
    await choose('Flags')
    expect(screen.getByRole('row', { name: 'beta off groups' })).toBeDefined()
    expect(screen.getByRole('row', { name: 'newList on 20 %' })).toBeDefined()
  })

  test('shows what remotes in this page were granted', async () => {
    open(createSource({ grants: () => [{ remote: 'bookings', kind: 'connect', source: 'https://api.example' }] }))
    await choose('Grants')
    expect(screen.getByRole('row', { name: 'bookings connect https://api.example' })).toBeDefined()
  })

  test('marks a library that is loaded twice', async () => {
    const copy = { library: 'react', from: 'shell', usedBy: [] }
    open(
      createSource({
        shared: () => [
          { ...copy, version: '19.3.1' },
          { ...copy, version: '18.0.0', from: 'calendar' },
        ],
      }),
    )
    await choose('Shared')
    expect(screen.getAllByText('2 copies')).toHaveLength(2)
  })

  test('shows events, also those emitted while another view was open', async () => {
    open()
    act(() => emit('session:ended', { reason: 'expired' }))
    await choose('Events')
    expect(await screen.findByText('session:ended')).toBeDefined()
    expect(screen.getByText('{"reason":"expired"}')).toBeDefined()
  })

  test('shows an event of any name, and a payload that JSON cannot hold', async () => {
    open()
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    act(() => void dispatch('calendar:moved', cycle))
    await choose('Events')
    expect(await screen.findByText('calendar:moved')).toBeDefined()
    expect(screen.getByText(/^TypeError: .*circular/)).toBeDefined()
  })

  test('logs nothing while it is paused', async () => {
    open()
    await choose('Events')
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    act(() => void dispatch('calendar:moved', 1))
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }))
    act(() => void dispatch('calendar:closed', 2))
    expect(await screen.findByText('calendar:closed')).toBeDefined()
    expect(screen.queryByText('calendar:moved')).toBeNull()
  })

  test('keeps the newest 200 events of a flood and shows how many it dropped', async () => {
    open()
    act(() => {
      for (let count = 0; count < 1000; count++) dispatch('calendar:moved', { count })
    })
    await choose('Events')
    expect(await screen.findByText('800 older events were dropped')).toBeDefined()
    expect(within(screen.getByRole('list', { name: 'Events' })).getAllByRole('listitem')).toHaveLength(200)
  })

  test('shows the shared store as it changes, without secrets', async () => {
    open()
    await choose('State')
    act(() => markUnsaved('draft-1'))
    expect(await screen.findByText('["draft-1"]')).toBeDefined()
    expect(screen.getByText('changed once')).toBeDefined()
    expect(document.body.textContent).not.toContain('not-to-be-seen')
  })

  test('injects faults in development, and offers none in production', async () => {
    open().unmount()
    expect(screen.queryByLabelText('Inject fault into inbox')).toBeNull()
    const inject = jest.fn()
    open(createSource({ inject }))
    await userEvent.selectOptions(screen.getByLabelText('Inject fault into inbox'), 'Files missing')
    await userEvent.selectOptions(screen.getByLabelText('Inject fault into inbox'), 'None')
    expect(inject.mock.calls).toEqual([
      ['inbox', 'kill'],
      ['inbox', null],
    ])
  })

  test('shows a note instead of an empty table of reports', async () => {
    open()
    await choose('Reports')
    expect(await screen.findByText('No reports since the server started')).toBeDefined()
    expect(screen.queryByRole('table')).toBeNull()
  })

  test('offers a retry when the reports fail to load', async () => {
    const violations = jest.fn<InspectorSource['violations']>().mockRejectedValueOnce(new Error('503'))
    violations.mockResolvedValue({ total: 3, kinds: { 'csp-violation:script-src': 3 } })
    open(createSource({ violations }))
    await choose('Reports')
    expect(await screen.findByRole('alert')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('row', { name: 'csp-violation:script-src 3' })).toBeDefined()
  })

  test('closes with its button and with Escape', async () => {
    const onClose = jest.fn()
    open(createSource(), () => void onClose())
    await userEvent.click(screen.getByRole('button', { name: 'Close inspector' }))
    await userEvent.keyboard('{Escape}')
    expect(onClose.mock.calls.length).toBeGreaterThanOrEqual(1)
  })
})

const createResource = (name: string, encodedBodySize: number) =>
  ({ name, encodedBodySize }) as PerformanceResourceTiming

test('counts the files of one release, each once', () => {
  const resources = [
    createResource('https://cdn/inbox/1/a.js', 1000),
    createResource('https://cdn/inbox/1/a.js', 0),
    createResource('https://cdn/inbox/1/a.css', 24),
    createResource('https://cdn/inbox/10/a.js', 5000),
  ]
  expect(filesBelow('https://cdn/inbox/1/', resources)).toEqual({ files: 2, bytes: 1024 })
})

test('does not take an origin that hides its sizes for an empty one', () => {
  expect(filesBelow('https://cdn/a/', [createResource('https://cdn/a/x.js', 0)])).toEqual({
    files: 1,
    bytes: undefined,
  })
})
