import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { defaultPreferences } from '@atrium/mail-contracts'
import type { InspectedRemote, InspectorSource } from '@atrium/protocol'
import { emit, markUnsaved } from '@atrium/remote'
import { beginSession, WorkspaceProvider } from '@atrium/remote/host'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { InspectorPanel } from './inspector-panel.tsx'

const aRemote = (change: Partial<InspectedRemote> = {}): InspectedRemote => ({
  name: 'inbox',
  version: '0123456789ab',
  base: 'https://cdn.example/inbox/0123456789ab/',
  modules: ['inbox/page', 'inbox/folders'],
  mounted: 2,
  milliseconds: 84.3,
  failure: null,
  ...change,
})

const aSource = (change: Partial<InspectorSource> = {}): InspectorSource => {
  const [remotes, off] = [[aRemote()], [] as const]
  return {
    subscribe: () => () => undefined,
    remotes: () => remotes,
    off: () => off,
    shared: () => [{ library: 'react', version: '19.3.1', from: 'shell', usedBy: ['inbox_0123456789ab'] }],
    violations: () => Promise.resolve({ total: 0, kinds: {} }),
    ...change,
  }
}

const open = (source = aSource(), onClose = () => undefined) =>
  render(<InspectorPanel source={source} onClose={onClose} />, { wrapper: WorkspaceProvider })

const choose = (section: string) => userEvent.click(screen.getByRole('radio', { name: section }))

beforeEach(() => {
  Object.defineProperty(performance, 'getEntriesByType', { value: () => [], configurable: true })
  beginSession({ accountId: 'a1', address: 'ada@atrium.test', name: 'Ada', csrf: 'not-to-be-seen', preferences: defaultPreferences })
})

describe('the inspector', () => {
  test('tells of each release what it is, where from and how it does', () => {
    open()
    const row = screen.getByRole('row', { name: /^inbox/ })
    for (const text of ['page, folders', '0123456789ab', 'cdn.example', 'drawn 2 times', '84 ms']) {
      expect(within(row).getByText(text)).toBeDefined()
    }
  })

  test('tells of a failure its code and its reference', () => {
    const remotes = [aRemote({ failure: { code: 'REMOTE_THREW', reference: 'R-7F3K2Q', message: 'It threw' } })]
    open(aSource({ remotes: () => remotes }))
    expect(screen.getByText('REMOTE_THREW')).toBeDefined()
    expect(screen.getByText('R-7F3K2Q')).toBeDefined()
  })

  test('tells what is switched off, and why', () => {
    const off = [{ name: 'search', reason: 'failures' }] as const
    open(aSource({ off: () => off }))
    expect(screen.getByRole('row', { name: /search off after repeated failures/ })).toBeDefined()
  })

  test('marks a library that is in the page twice', async () => {
    const copy = { library: 'react', from: 'shell', usedBy: [] }
    open(aSource({ shared: () => [{ ...copy, version: '19.3.1' }, { ...copy, version: '18.0.0', from: 'calendar' }] }))
    await choose('Shared')
    expect(screen.getAllByText('2 copies')).toHaveLength(2)
  })

  test('shows events as they pass, also those that passed while another section was open', async () => {
    open()
    act(() => emit('draft:saved', { key: 'd1', emailId: 'e1' }))
    await choose('Events')
    expect(await screen.findByText('draft:saved')).toBeDefined()
    expect(screen.getByText('{"key":"d1","emailId":"e1"}')).toBeDefined()
  })

  test('survives a flood of events, and says what it has let go', async () => {
    open()
    act(() => {
      for (let count = 0; count < 1000; count++) emit('draft:discarded', { key: `d${count}` })
    })
    await choose('Events')
    expect(await screen.findByText('800 older events are not kept')).toBeDefined()
    expect(within(screen.getByRole('list', { name: 'Events' })).getAllByRole('listitem')).toHaveLength(200)
  })

  test('shows the shared store as it changes, and no secret', async () => {
    open()
    await choose('State')
    act(() => markUnsaved('draft-1'))
    expect(await screen.findByText('["draft-1"]')).toBeDefined()
    expect(screen.getByText('changed once')).toBeDefined()
    expect(document.body.textContent).not.toContain('not-to-be-seen')
  })

  test('makes faults by hand in development, and offers none in production', async () => {
    open().unmount()
    expect(screen.queryByLabelText('Fault of inbox, by hand')).toBeNull()
    const inject = jest.fn()
    open(aSource({ inject }))
    await userEvent.selectOptions(screen.getByLabelText('Fault of inbox, by hand'), 'Kill')
    await userEvent.selectOptions(screen.getByLabelText('Fault of inbox, by hand'), 'Healthy')
    expect(inject.mock.calls).toEqual([['inbox', 'kill'], ['inbox', null]])
  })

  test('says that nothing was reported, instead of an empty table', async () => {
    open()
    await choose('Reports')
    expect(await screen.findByText('Nothing was reported since the server started')).toBeDefined()
    expect(screen.queryByRole('table')).toBeNull()
  })

  test('says when the server does not tell its reports, and asks again', async () => {
    const violations = jest.fn<InspectorSource['violations']>().mockRejectedValueOnce(new Error('503'))
    violations.mockResolvedValue({ total: 3, kinds: { 'csp-violation:script-src': 3 } })
    open(aSource({ violations }))
    await choose('Reports')
    expect(await screen.findByRole('alert')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('row', { name: 'csp-violation:script-src 3' })).toBeDefined()
  })

  test('closes by its button and by Escape', async () => {
    const onClose = jest.fn()
    open(aSource(), () => void onClose())
    await userEvent.click(screen.getByRole('button', { name: 'Close the inspector' }))
    await userEvent.keyboard('{Escape}')
    expect(onClose.mock.calls.length).toBeGreaterThanOrEqual(1)
  })
})
