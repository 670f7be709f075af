import { fisher } from './fisher.ts'
import { rankSumTest } from './rank-sum.ts'
import type { ReleaseHealth } from './release-health.ts'

/** What counts as proof, so that chance stops one canary in a thousand at most. */
export const proof = {
  /** Below this many visits nothing is said. */
  visits: 5,
  /** Probability that it is chance. */
  chance: 0.001,
  /** Values of a vital on each side. */
  values: 20,
  /** How much worse the 75th percentile must be: a proven difference that nobody feels is none. */
  slowdown: 1.25,
} as const

/** A release nobody has used yet is taken to fail once in a hundred visits. */
const expected = { hits: 1, of: 100 } as const

const percent = ({ failed, visits }: ReleaseHealth): string => `${failed} of ${visits} visits`

function percentile75(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.75)] ?? 0
}

function failing(canary: ReleaseHealth, stable: ReleaseHealth): string | undefined {
  if (canary.visits < proof.visits) return undefined
  const before = { hits: stable.failed + expected.hits, of: stable.visits + expected.of }
  if (fisher({ hits: canary.failed, of: canary.visits }, before) >= proof.chance) return undefined
  return `failed in ${percent(canary)}, the current release in ${percent(stable)}`
}

const round = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0))

function slower(canary: ReleaseHealth, stable: ReleaseHealth): string | undefined {
  for (const [name, values] of canary.vitals) {
    const before = stable.vitals.get(name) ?? []
    if (values.length < proof.values || before.length < proof.values) continue
    const [now, then] = [percentile75(values), percentile75(before)]
    if (now <= then * proof.slowdown || rankSumTest(values, before) >= proof.chance) continue
    return `${name} ${round(now)}, with the current release ${round(then)} (75th percentile of ${values.length} and ${before.length})`
  }
  return undefined
}

/** Why a canary has to stop, in figures; undefined as long as nothing is proven against it. */
export const verdict = (canary: ReleaseHealth, stable: ReleaseHealth): string | undefined =>
  failing(canary, stable) ?? slower(canary, stable)
