import { paths, type TelemetryReport, type TelemetryVisit } from '@atrium/protocol'
import { hrefOf, on } from '@atrium/remote'
import { ownerOf, type Owner } from './failures.ts'
import { whenIdle } from './idle.ts'

export interface ReporterOptions {
  readonly url: string
  /** Returns whether it took the body. Default: `navigator.sendBeacon`, which outlives the page. */
  readonly send?: (url: string, body: string) => boolean
  /** Names this life of the page. Default: a random one. */
  readonly visit?: string
  /** Milliseconds over which reports are gathered. Default: 2000. */
  readonly delay?: number
}

/** Reports in the life of a page. Beyond it: none is sent, so that a remote that fails in a loop is no flood. */
const maxReports = 200

/** `crypto.randomUUID` is not there without TLS. */
const newVisit = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join('')

/** Gathers reports and sends them together, at the latest when the page goes away. */
export function createReporter({ url, send, visit = newVisit(), delay = 2000 }: ReporterOptions) {
  const beacon = send ?? ((to: string, body: string) => navigator.sendBeacon(to, body))
  let waiting: TelemetryReport[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let count = 0
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const body = JSON.stringify(waiting.map((report): TelemetryReport & TelemetryVisit => ({ ...report, visit })))
    // A browser takes so many bytes at a time; what it does not take goes with the next ones.
    if (beacon(url, body)) waiting = []
    else timer = setTimeout(flush, delay)
  }
  return {
    /** Sends what has been gathered. */
    flush,
    report(report: TelemetryReport): void {
      if (count++ >= maxReports) return
      waiting.push(report)
      // Once the page is away it may be gone at any moment, and its timers first.
      if (document.visibilityState === 'hidden') flush()
      else timer ??= setTimeout(flush, delay)
    },
  }
}

/** The release that this very file is part of: the host's own. */
export const hostRelease = (hostName?: string): Owner => ownerOf(new Error('here'), hostName)

/**
 * Reports to the gateway what failed, by the release whose code threw it, and web vitals, by the page that was
 * open. Never a text of a user: names and codes only.
 *
 * @param hostName - Name of the host's own releases. Default: `shell`.
 */
export function startTelemetry(hostName?: string): void {
  const reporter = createReporter({ url: hrefOf(paths.reports) })
  let page = hostRelease(hostName)
  const caught = (error: unknown): void =>
    reporter.report({
      type: 'error',
      ...ownerOf(error, hostName),
      code: error instanceof Error ? error.name : typeof error,
    })
  window.addEventListener('error', ({ error }) => error && caught(error))
  window.addEventListener('unhandledrejection', ({ reason }) => caught(reason))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && reporter.flush())
  // A page that is left for another one is not always hidden before.
  window.addEventListener('pagehide', reporter.flush)
  reporter.report({ type: 'use', ...page })
  on('remote:mounted', ({ remote, release, module }) => {
    if (!module.endsWith('/page')) return
    page = { remote, release }
    reporter.report({ type: 'use', remote, release })
  })
  on('remote:failed', (failure) => reporter.report({ type: 'error', ...failure }))
  whenIdle(() => void import('./web-vitals.ts').then(({ watchVitals }) => watchVitals(reporter.report, () => page)))
}
