import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { AtriumError, type Contribution, type DirectoryEntry, type ErrorCode } from '@atrium/protocol'
import { act, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createStore } from 'zustand'
import { HostContext, type FailureViewProps, type Host } from './create-host.ts'
import type { OffReason } from './safe-mode.ts'
import { Slot } from './slots.tsx'
import { buildRelease } from './testing/release-builder.ts'

const load = jest.fn<(name: string) => Promise<unknown>>()
const release = buildRelease()
const switchOn = jest.fn()

type Given = Partial<Contribution> & { readonly view: string }

/** One entry for each contribution: `view` is its federated name. */
const directoryOf = (slots: Readonly<Record<string, readonly Given[]>>): DirectoryEntry[] =>
  Object.entries(slots).flatMap(([slot, given]) =>
    given.map(({ view, ...more }) => {
      const [name = '', module = ''] = view.split('/')
      return { name, slots: { [slot]: [{ module: `./${module}`, ...more }] } }
    }),
  )

const prefetch = jest.fn(async () => undefined)

/** As much of a host as a slot uses. */
function createHost(slots: Readonly<Record<string, readonly Given[]>>) {
  const requested = createStore<Record<string, true>>(() => ({}))
  return {
    directory: createStore<readonly DirectoryEntry[]>(() => directoryOf(slots)),
    prefetch,
    requested,
    busy: createStore<Record<string, number>>(() => ({})),
    request: (remote: string) => requested.setState({ [remote]: true }),
    loader: { load: async (name: string) => ({ module: await load(name), release }) },
    updates: { generations: createStore(() => ({})) },
    log: { baseOf: () => undefined, mounted: () => () => undefined, failed: () => undefined },
    safeMode: { reasonFor: (): OffReason => 'failures', switchOn, wordsOfOperator: () => 'being moved to Berlin' },
    views: {
      Skeleton: ({ slot }: { slot: string }): ReactNode => `skeleton of ${slot}`,
      Failure: ({ kind, remote, reason = '', onRetry }: FailureViewProps): ReactNode => (
        <button onClick={onRetry}>{`${remote}: ${kind} ${reason}`.trim()}</button>
      ),
    },
  }
}

async function show(host: ReturnType<typeof createHost>, placeholder?: ReactNode): Promise<void> {
  render(
    <HostContext value={host as unknown as Host}>
      <Slot name="place" props={{ text: 'hello' }} {...(placeholder === undefined ? {} : { placeholder })} />
    </HostContext>,
  )
  await act(async () => undefined)
}

const greeting = { default: ({ text }: { text: string }): ReactNode => <p>{`remote says ${text}`}</p> }

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  load.mockReset().mockResolvedValue(greeting)
  switchOn.mockReset()
  prefetch.mockClear()
})

describe('a slot', () => {
  test('renders each contribution with its props, and one that fails beside the others', async () => {
    load.mockImplementation(async (name) => {
      if (name === 'bad/part') throw new AtriumError('REMOTE_THREW', { subject: 'bad', remedy: '' })
      return greeting
    })
    await show(createHost({ place: [{ view: 'bad/part' }, { view: 'good/part' }] }))
    expect(screen.getByText('bad: failed')).toBeTruthy()
    expect(screen.getByText('remote says hello')).toBeTruthy()
  })

  test('renders contributions by their order, and of equal order by the names of their remotes', async () => {
    load.mockImplementation(async (name) => ({ default: () => <p>{name}</p> }))
    await show(
      createHost({
        place: [
          { view: 'last/part', order: 9 },
          { view: 'b/part' },
          { view: 'a/part' },
          { view: 'first/part', order: -1 },
        ],
      }),
    )
    expect(screen.getAllByText(/\/part$/).map(({ textContent }) => textContent)).toEqual([
      'first/part',
      'a/part',
      'b/part',
      'last/part',
    ])
  })

  test('of a remote renders only what takes a media type', async () => {
    load.mockImplementation(async (name) => ({ default: () => <p>{name}</p> }))
    const host = createHost({
      'message.attachment': [
        { view: 'calendar/invitation', mediaTypes: ['text/calendar'] },
        { view: 'pictures/view', mediaTypes: ['image/*'] },
      ],
    })
    render(
      <HostContext value={host as unknown as Host}>
        <Slot name="message.attachment" mediaType="Text/Calendar; method=REQUEST" />
      </HostContext>,
    )
    expect(await screen.findByText('calendar/invitation')).toBeTruthy()
    expect(screen.queryByText('pictures/view')).toBeNull()
  })

  test('that nothing contributes to is empty', async () => {
    await show(createHost({}))
    expect(document.body.textContent).toBe('')
  })

  test('loads nothing of a contribution that waits for a request', async () => {
    const host = createHost({ place: [{ view: 'windows/all', activation: 'requested' }] })
    await show(host)
    expect(load).not.toHaveBeenCalled()
    await act(async () => host.request('windows'))
    expect(screen.getByText('remote says hello')).toBeTruthy()
  })

  test.each<[ErrorCode, string]>([
    ['REMOTE_OFFLINE', 'offline'],
    ['REGISTRY_UNREACHABLE', 'unreachable'],
    ['REMOTE_UNKNOWN', 'unknown'],
    ['REMOTE_REFUSED', 'refused'],
    ['REMOTE_DISABLED', 'paused'],
    ['RELEASE_UNPROVEN', 'failed'],
  ])('shows %s as %s', async (code, kind) => {
    load.mockRejectedValue(new AtriumError(code, { subject: 'part', remedy: '' }))
    await show(createHost({ place: [{ view: 'part/all' }] }))
    expect(screen.getByText(`part: ${kind}`)).toBeTruthy()
  })

  test('shows why the operator has switched a remote off, in their words', async () => {
    load.mockRejectedValue(new AtriumError('REMOTE_DISABLED', { subject: 'part', remedy: '' }))
    const host = createHost({ place: [{ view: 'part/all' }] })
    host.safeMode.reasonFor = () => 'operator'
    await show(host)
    expect(screen.getByText('part: disabled being moved to Berlin')).toBeTruthy()
  })

  test('switches a paused remote back on when the user wants it', async () => {
    load.mockRejectedValueOnce(new AtriumError('REMOTE_DISABLED', { subject: 'part', remedy: '' }))
    await show(createHost({ place: [{ view: 'part/all' }] }))
    await act(async () => fireEvent.click(screen.getByText('part: paused')))
    expect(switchOn).toHaveBeenCalledWith('part')
    expect(screen.getByText('remote says hello')).toBeTruthy()
  })
})

describe('a placeholder', () => {
  const plain = <input aria-label="plain" />
  const host = () => createHost({ place: [{ view: 'search/box', activation: 'idle' }] })

  test('is never replaced while the user types into it, and requests the remote', async () => {
    await show(host(), plain)
    const field = screen.getByLabelText('plain')
    await act(async () => field.focus())
    expect(load).toHaveBeenCalled()
    expect(document.activeElement).toBe(field)
    await act(async () => field.blur())
    expect(screen.getByText('remote says hello')).toBeTruthy()
  })

  test('stays where the remote cannot be loaded', async () => {
    load.mockRejectedValue(new AtriumError('REMOTE_LOAD_FAILED', { subject: 'search', remedy: '' }))
    await show(host(), plain)
    await act(async () => screen.getByLabelText('plain').focus())
    await act(async () => screen.getByLabelText('plain').blur())
    expect(screen.getByLabelText('plain')).toBeTruthy()
  })
})
