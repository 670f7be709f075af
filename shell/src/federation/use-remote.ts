import { AtriumError, type FederatedName, type ReleaseRecord, type RemoteModule } from '@atrium/contracts'
import { useCallback, useEffect, useState } from 'react'
import { useLoader } from './loader-context.ts'

export type RemoteState<Module> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly module: Module; readonly release: ReleaseRecord }
  | { readonly status: 'failed'; readonly error: AtriumError }

export interface RemoteHandle<Module> {
  readonly state: RemoteState<Module>
  /** Begins anew, with every release. */
  readonly retry: () => void
  /** Gives up the release that is drawn and takes its predecessor; fails with `error` when there is none. */
  readonly fallBack: (release: ReleaseRecord, error: AtriumError) => void
}

const loading = { status: 'loading' } as const

const asError = (cause: unknown, name: string): AtriumError =>
  cause instanceof AtriumError ? cause : new AtriumError('REMOTE_THREW', { subject: name, remedy: 'Retry.', cause })

/** Loads what a remote exposes, for as long as the caller is mounted. */
export function useRemote<Name extends FederatedName>(name: Name): RemoteHandle<RemoteModule<Name>> {
  const loader = useLoader()
  const [except, setExcept] = useState<{ readonly versions: ReadonlySet<string>; readonly because?: AtriumError }>({
    versions: new Set(),
  })
  const [state, setState] = useState<RemoteState<RemoteModule<Name>>>(loading)

  useEffect(() => {
    let current = true
    setState(loading)
    loader.load(name, except.versions).then(
      ({ module, release }) => current && setState({ status: 'ready', module, release }),
      (cause: unknown) => current && setState({ status: 'failed', error: except.because ?? asError(cause, name) }),
    )
    return () => {
      current = false
    }
  }, [loader, name, except])

  const retry = useCallback(() => setExcept({ versions: new Set() }), [])
  const fallBack = useCallback(
    (release: ReleaseRecord, because: AtriumError) =>
      setExcept(({ versions }) => ({ versions: new Set([...versions, release.version]), because })),
    [],
  )
  return { state, retry, fallBack }
}
