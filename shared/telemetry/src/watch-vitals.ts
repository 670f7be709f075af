import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals'
import type { Owner } from './owner-of.ts'
import type { Reporter } from './reporter.ts'

/** Reports web vitals, those from before it was called too. */
export function watchVitals(reporter: Reporter, current: () => Owner): void {
  for (const watch of [onCLS, onFCP, onINP, onLCP, onTTFB]) {
    watch(({ name, value }) => reporter.report({ type: 'vital', name, value, ...current() }))
  }
}
