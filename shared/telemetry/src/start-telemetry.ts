import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals'
import { ownerOf, type Owner } from './owner-of.ts'
import { createReporter, type Reporter } from './reporter.ts'

export interface TelemetryOptions {
  /** Where reports go. */
  readonly url: string
  /** Which remote's page is open now: vitals are counted to it. */
  readonly current: () => Owner
}

/**
 * Reports uncaught errors, by the release whose code threw them, and web vitals, by the page that
 * was open. Never a text of a person: names and codes only.
 */
export function startTelemetry({ url, current }: TelemetryOptions): Reporter {
  const reporter = createReporter({ url })
  const caught = (error: unknown): void =>
    reporter.report({ type: 'error', ...ownerOf(error), code: error instanceof Error ? error.name : typeof error })
  window.addEventListener('error', ({ error }) => error && caught(error))
  window.addEventListener('unhandledrejection', ({ reason }) => caught(reason))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && reporter.flush())
  // A page that is left for another one is not always hidden before.
  window.addEventListener('pagehide', reporter.flush)
  for (const watch of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
    watch(({ name, value }) => reporter.report({ type: 'vital', name, value, ...current() }))
  }
  return reporter
}
