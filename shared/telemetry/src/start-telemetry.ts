import { ownerOf, type Owner } from './owner-of.ts'
import { createReporter, type Reporter } from './reporter.ts'

export interface TelemetryOptions {
  /** Where reports go. */
  readonly url: string
  /** Which remote's page is open now: vitals are counted to it. */
  readonly current: () => Owner
  /** Runs what can wait until the page has nothing better to do: measuring, which knows the past. */
  readonly later: (run: () => void) => void
}

/**
 * Reports uncaught errors, by the release whose code threw them, and web vitals, by the page that
 * was open. Never a text of a person: names and codes only.
 */
export function startTelemetry({ url, current, later }: TelemetryOptions): Reporter {
  const reporter = createReporter({ url })
  const caught = (error: unknown): void =>
    reporter.report({ type: 'error', ...ownerOf(error), code: error instanceof Error ? error.name : typeof error })
  window.addEventListener('error', ({ error }) => error && caught(error))
  window.addEventListener('unhandledrejection', ({ reason }) => caught(reason))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && reporter.flush())
  // A page that is left for another one is not always hidden before.
  window.addEventListener('pagehide', reporter.flush)
  later(() => void import('./watch-vitals.ts').then(({ watchVitals }) => watchVitals(reporter, current)))
  return reporter
}
