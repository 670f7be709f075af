import { AtriumError, type ReleaseRecord } from '@atrium/protocol'
import type { FederatedName, RemoteModule } from '@atrium/mail-contracts'
import { forgetFailures, useWorkspace } from '@atrium/remote'
import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useFederation } from './federation-context.ts'

export type RemoteState<Module> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly name: string; readonly module: Module; readonly release: ReleaseRecord }
  | { readonly status: 'failed'; readonly error: AtriumError }

export interface RemoteHandle<Module> {
  readonly state: RemoteState<Module>
  /** Begins anew, with every release. */
  readonly retry: () => void
  /** Gives up the release that is drawn and takes its predecessor; fails with `error` when there is none. */
  readonly fallBack: (release: ReleaseRecord, error: AtriumError) => void
}

interface Attempt {
  /** Failed while drawing. */
  readonly except: ReadonlySet<string>
  readonly because?: AtriumError
}

const fresh: Attempt = { except: new Set() }
const loading = { status: 'loading' } as const

const isOffline = ({ code }: AtriumError): boolean => code === 'REMOTE_OFFLINE'

const asError = (cause: unknown, name: string): AtriumError =>
  cause instanceof AtriumError ? cause : new AtriumError('REMOTE_THREW', { subject: name, remedy: 'Retry.', cause })

/** A switched-off remote says so; otherwise the first thing that went wrong is the one worth telling. */
const worthTelling = (error: AtriumError, because: AtriumError | undefined): AtriumError =>
  error.code === 'REMOTE_DISABLED' ? error : (because ?? error)

/** What could not be renewed goes on as it is; what is switched off does not. */
function afterFailure<Module>(old: RemoteState<Module>, stays: boolean, error: AtriumError): RemoteState<Module> {
  return stays && error.code !== 'REMOTE_DISABLED' ? old : { status: 'failed', error }
}

/** A whole new attempt, in which nothing that failed before is remembered. */
const begin = (): Attempt => {
  forgetFailures()
  return { ...fresh }
}

/** Loads what a remote exposes, for as long as the caller is mounted, and takes up its newer releases. */
export function useRemote<Name extends FederatedName>(name: Name): RemoteHandle<RemoteModule<Name>> {
  const { loader, updates } = useFederation()
  const online = useWorkspace((workspace) => workspace.online)
  const remote = name.slice(0, name.indexOf('/'))
  const generation = useStore(updates.generations, (all) => all[remote] ?? 0)
  const [attempt, setAttempt] = useState(fresh)
  const [state, setState] = useState<RemoteState<RemoteModule<Name>>>(loading)

  useEffect(() => {
    let current = true
    const { except, because } = attempt
    const stays = (old: typeof state): boolean =>
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
        current && setState((old) => afterFailure(old, stays(old), worthTelling(asError(cause, name), because))),
    )
    return () => {
      current = false
    }
  }, [loader, name, attempt, generation])

  const retry = useCallback(() => setAttempt(begin()), [])
  const fallBack = useCallback((release: ReleaseRecord, because: AtriumError) => {
    // No release can be fetched without a connection: there is nothing wrong with this one.
    if (isOffline(because)) setState({ status: 'failed', error: because })
    else setAttempt(({ except }) => ({ except: new Set([...except, release.version]), because }))
  }, [])
  const waiting = state.status === 'failed' && isOffline(state.error)
  useEffect(() => {
    if (waiting && online) retry()
  }, [waiting, online, retry])
  return { state, retry, fallBack }
}
