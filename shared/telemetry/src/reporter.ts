import type { TelemetryReport, TelemetryVisit } from '@atrium/protocol'

export interface ReporterOptions {
  readonly url: string
  /** Says whether it took the body. Default: `navigator.sendBeacon`, which outlives the page. */
  readonly send?: (url: string, body: string) => boolean
  /** Names this life of the page. Default: a random one. */
  readonly visit?: string
  /** Milliseconds over which reports are gathered. Default: 2000. */
  readonly delay?: number
}

export interface Reporter {
  readonly report: (report: TelemetryReport) => void
  /** Sends what has been gathered. */
  readonly flush: () => void
}

/** In one page's life; a remote that fails in a loop must not become a flood. */
const most = 200

/** `crypto.randomUUID` is not there without TLS. */
const newVisit = (): string => Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join('')

/** Gathers reports and sends them together, at the latest when the page goes away. */
export function createReporter({ url, send, visit = newVisit(), delay = 2000 }: ReporterOptions): Reporter {
  const beacon = send ?? ((to, body) => navigator.sendBeacon(to, body))
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
    flush,
    report(report) {
      if (count++ >= most) return
      waiting.push(report)
      // Once the page is away it may be gone at any moment, and its timers first.
      if (document.visibilityState === 'hidden') flush()
      else timer ??= setTimeout(flush, delay)
    },
  }
}
