import { AtriumError } from '@atrium/protocol'
import { ownerOf } from '@atrium/telemetry'
import { emit } from '@atrium/remote'
import { referenceCode } from './reference-code.ts'

const references = new WeakMap<AtriumError, string>()

/** The code under which a failure is found again in the reports; the same for the same error. */
export function referenceOf(error: AtriumError): string {
  const known = references.get(error) ?? referenceCode()
  references.set(error, known)
  return known
}

export interface RemoteFailure {
  readonly remote: string
  readonly release: string
  readonly error: AtriumError
}

/** Tells the console and everybody who listens that a remote failed: also when a fallback hides it. */
export function reportFailure({ remote, release, error }: RemoteFailure): void {
  const reference = referenceOf(error)
  console.error(`${remote} ${release} ${reference}`, error)
  emit('remote:failed', { remote, release, code: error.code, reference })
}

/** Whatever failed while it was taken away: its boundary is gone, so the stack must tell who it was. */
export function reportLeaving(cause: unknown): void {
  const { remote, release } = ownerOf(cause)
  const error = new AtriumError('REMOTE_RENDER_FAILED', {
    subject: `${remote}, while it was being taken away`,
    remedy: 'Look at the clean-ups of its effects.',
    cause,
  })
  reportFailure({ remote, release, error })
}
