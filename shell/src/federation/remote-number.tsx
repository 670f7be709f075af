import { AtriumError } from '@atrium/protocol'
import type { FederatedName, RemoteModule } from '@atrium/mail-contracts'
import { Suspense, useEffect, type ReactNode } from 'react'
import { RemoteBoundary } from './remote-boundary.tsx'
import { useBlame } from './use-blame.ts'
import { useRemote } from './use-remote.ts'

type UseNumber = () => number

export interface RemoteNumberProps<Name extends FederatedName> {
  readonly name: Name
  /** Which of its exports: a hook that returns a number. */
  readonly hookOf: (module: RemoteModule<Name>) => UseNumber
  /** Told of every number, and of 0 when the remote is gone or has failed. Must stay the same. */
  readonly onNumber: (count: number) => void
}

interface ReaderProps {
  readonly name: string
  readonly useNumber: UseNumber
  readonly onNumber: (count: number) => void
}

function Reader({ name, useNumber, onNumber }: ReaderProps): null {
  const count: unknown = useNumber()
  if (typeof count !== 'number' || !Number.isFinite(count)) {
    throw new AtriumError('REMOTE_SHAPE_WRONG', { subject: `${name} gave no number`, remedy: 'Return what its contract says.' })
  }
  useEffect(() => onNumber(count), [count, onNumber])
  useEffect(() => () => onNumber(0), [onNumber])
  return null
}

/**
 * Reads a number that a remote owns, by the hook it exposes. A component of its own, so that the hook is
 * called from its first drawing to its last, whatever becomes of the remote; without it, there is no number.
 */
export function RemoteNumber<Name extends FederatedName>({ name, hookOf, onNumber }: RemoteNumberProps<Name>): ReactNode {
  const blame = useBlame(name)
  const { state } = useRemote(name)
  if (state.status !== 'ready') return null
  const { release, module } = state
  return (
    <RemoteBoundary key={release.version} onError={(cause) => void blame(release, cause)}>
      <Suspense>
        <Reader name={name} useNumber={hookOf(module)} onNumber={onNumber} />
      </Suspense>
    </RemoteBoundary>
  )
}
