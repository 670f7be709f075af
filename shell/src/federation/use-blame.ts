import type { AtriumError, ReleaseRecord } from '@atrium/protocol'
import type { FederatedName } from '@atrium/mail-contracts'
import { workspace } from '@atrium/remote'
import { useCallback } from 'react'
import { useFederation } from './federation-context.ts'
import { renderError } from './render-error.ts'
import { reportFailure } from './report-failure.ts'

/** Names what a release threw while it was in use, and tells everybody who listens. */
export function useBlame(name: FederatedName): (release: ReleaseRecord, cause: unknown) => AtriumError {
  const { log } = useFederation()
  return useCallback(
    (release, cause) => {
      const error = renderError({ name, release, online: workspace.getState().online }, cause)
      log.failed(release, error)
      reportFailure({ remote: release.name, release: release.version, error })
      return error
    },
    [log, name],
  )
}
