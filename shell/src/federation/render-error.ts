import { adoptError, AtriumError, type ReleaseRecord } from '@atrium/protocol'
import { isChunkError } from './chunk-error.ts'

/** What React says when a component runs against a React that draws nothing here. */
const secondReact = /Invalid hook call|reading '(useState|useContext|useEffect|useRef|useMemo|useSyncExternalStore|use)'/

export interface Rendered {
  /** Federated name of what was drawn. */
  readonly name: string
  readonly release: ReleaseRecord
  readonly online: boolean
}

/** Names what went wrong when a remote failed while drawing. Whatever was thrown, and whatever looking at it does. */
export function renderError(rendered: Rendered, cause: unknown): AtriumError {
  const subject = `${rendered.name} of release ${rendered.release.version}`
  try {
    return nameError(subject, rendered.online, cause)
  } catch {
    return new AtriumError('REMOTE_RENDER_FAILED', { subject, remedy: 'It threw what throws when it is read.' })
  }
}

function nameError(subject: string, online: boolean, cause: unknown): AtriumError {
  const known = adoptError(cause)
  if (known) return known
  if (isChunkError(cause)) {
    return online
      ? new AtriumError('REMOTE_LOAD_FAILED', { subject, remedy: 'Retry.', cause })
      : new AtriumError('REMOTE_OFFLINE', { subject, remedy: 'Connect and retry.', cause })
  }
  if (cause instanceof Error && secondReact.test(cause.message)) {
    return new AtriumError('SECOND_COPY', {
      subject: `react, brought by ${subject}`,
      remedy: 'Build the remote with the factory of @atrium/configs, which takes react from the host.',
      cause,
    })
  }
  return new AtriumError('REMOTE_RENDER_FAILED', { subject, remedy: 'Retry, or roll the remote back.', cause })
}
