import { adoptError, AtriumError } from '@atrium/protocol'
import { isChunkError } from './chunk-error.ts'

/** What went wrong with an exposed module, as an error of ours: REMOTE_LOAD_FAILED when a file of it did not come. */
export function moduleError(cause: unknown, subject: string): AtriumError {
  const known = adoptError(cause)
  if (known) return known
  const code = isChunkError(cause) ? 'REMOTE_LOAD_FAILED' : 'REMOTE_THREW'
  return new AtriumError(code, { subject, remedy: 'Retry; if it stays, the release is broken.', cause })
}
