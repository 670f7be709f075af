import { AtriumError, type ErrorCode, type ReleaseRecord } from '@atrium/protocol'
import { forgetFailures, useWorkspace } from '@atrium/remote'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useHost } from './create-host.ts'

export type RemoteState =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly name: string; readonly module: unknown; readonly release: ReleaseRecord }
  | { readonly status: 'failed'; readonly error: AtriumError }

export interface RemoteHandle {
  readonly state: RemoteState
  /** Starts over, with every release. */
  readonly retry: () => void
  /** Gives up the release that is rendered and takes its predecessor; fails with `error` when there is none. */
  readonly fallBack: (release: ReleaseRecord, error: AtriumError) => void
}

interface Attempt {
  /** Failed while rendering. */
  readonly except: ReadonlySet<string>
  readonly because?: AtriumError
}

const firstAttempt: Attempt = { except: new Set() }
const loading = { status: 'loading' } as const

const isOffline = ({ code }: AtriumError): boolean => code === 'REMOTE_OFFLINE'

const toError = (cause: unknown, name: string): AtriumError =>
  cause instanceof AtriumError ? cause : new AtriumError('REMOTE_THREW', { subject: name, remedy: 'Retry.', cause })

/** A switched-off remote says so; otherwise the first thing that went wrong is the one to show. */
const errorToShow = (error: AtriumError, because: AtriumError | undefined): AtriumError =>
  error.code === 'REMOTE_DISABLED' ? error : (because ?? error)

/** What could not be renewed goes on as it is; what is switched off does not. */
const afterFailure = (old: RemoteState, stays: boolean, error: AtriumError): RemoteState =>
  stays && error.code !== 'REMOTE_DISABLED' ? old : { status: 'failed', error }

/** Ends by itself: nothing of the remote has run, and the network or the registry may be back in a moment. */
const passing: readonly ErrorCode[] = ['REMOTE_OFFLINE', 'REGISTRY_UNREACHABLE', 'REGISTRY_INVALID', 'REGISTRY_EXPIRED']

/** Milliseconds until a passing failure is tried again: doubling, so that a registry that is down is left alone. */
export const healingDelays = { first: 2_000, longest: 60_000 } as const

/** Tries again what failed in passing, after a while, and at once when the connection is back. */
function useHealing(state: RemoteState, retry: () => void): void {
  const online = useWorkspace((workspace) => workspace.online)
  const retries = useRef(0)
  const wasOnline = useRef(online)
  const isPassing = state.status === 'failed' && passing.includes(state.error.code)
  useEffect(() => {
    if (state.status === 'ready') retries.current = 0
  }, [state.status])
  useEffect(() => {
    const isBack = online && !wasOnline.current
    wasOnline.current = online
    if (!isPassing) return
    if (isBack) return retry()
    const delay = Math.min(healingDelays.longest, healingDelays.first * 2 ** retries.current)
    const timer = setTimeout(() => {
      retries.current += 1
      retry()
    }, delay * (1 + Math.random() / 2))
    return () => clearTimeout(timer)
  }, [isPassing, state, online, retry])
}

/** Loads what a remote exposes, for as long as the caller is mounted, and adopts its newer releases. */
export function useRemote(name: string): RemoteHandle {
  const { loader, updates } = useHost()
  const remote = name.slice(0, name.indexOf('/'))
  const generation = useStore(updates.generations, (all) => all[remote] ?? 0)
  const [attempt, setAttempt] = useState(firstAttempt)
  const [state, setState] = useState<RemoteState>(loading)

  useEffect(() => {
    let current = true
    const { except, because } = attempt
    const stays = (old: RemoteState): boolean =>
      old.status === 'ready' && old.name === name && !except.has(old.release.version)
    setState((old) => (stays(old) ? old : loading))
    loader.load(name, except).then(
      ({ module, release }) =>
        current &&
        setState((old) =>
          old.status === 'ready' && stays(old) && old.release.version === release.version
            ? old
            : { status: 'ready', name, module, release },
        ),
      (cause: unknown) =>
        current && setState((old) => afterFailure(old, stays(old), errorToShow(toError(cause, name), because))),
    )
    return () => {
      current = false
    }
  }, [loader, name, attempt, generation])

  const retry = useCallback(() => {
    forgetFailures()
    setAttempt({ ...firstAttempt })
  }, [])
  const fallBack = useCallback((release: ReleaseRecord, because: AtriumError) => {
    // No release can be fetched without a connection: there is nothing wrong with this one.
    if (isOffline(because)) setState({ status: 'failed', error: because })
    else setAttempt(({ except }) => ({ except: new Set([...except, release.version]), because }))
  }, [])
  useHealing(state, retry)
  return { state, retry, fallBack }
}
