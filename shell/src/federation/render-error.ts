import { AtriumError, type ReleaseRecord } from '@atrium/contracts'

/** What React says when a component runs against a React that draws nothing here. */
const secondReact = /Invalid hook call|reading '(useState|useContext|useEffect|useRef|useMemo|useSyncExternalStore|use)'/

/** Names what went wrong when a remote failed while drawing. */
export function renderError(name: string, release: ReleaseRecord, cause: unknown): AtriumError {
  const subject = `${name} of release ${release.version}`
  if (cause instanceof AtriumError) return cause
  if (cause instanceof Error && secondReact.test(cause.message)) {
    return new AtriumError('SECOND_COPY', {
      subject: `react, brought by ${subject}`,
      remedy: 'Build the remote with the factory of @atrium/configs, which takes react from the host.',
      cause,
    })
  }
  return new AtriumError('REMOTE_RENDER_FAILED', { subject, remedy: 'Retry, or roll the remote back.', cause })
}
