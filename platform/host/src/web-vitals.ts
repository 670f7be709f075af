import type { TelemetryReport } from '@atrium/protocol'
import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals'
import type { Owner } from './failures.ts'

/** Reports web vitals, those from before it was called too. A file of its own, because it is loaded when the page is idle. */
export function watchVitals(report: (vital: TelemetryReport) => void, currentPage: () => Owner): void {
  for (const watch of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
    watch(({ name, value }) => report({ type: 'vital', name, value, ...currentPage() }))
  }
}
