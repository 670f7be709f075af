import type { Analysis } from './analysis.ts'

/** What a change costs: one figure before and after. */
export interface Difference {
  readonly name: string
  readonly before: number
  readonly after: number
}

const figures = (analysis: Analysis): Map<string, number> =>
  new Map(analysis.spending.map(({ name, spent }) => [name, spent]))

/** Every route and piece whose size is another; what is new was 0, what is gone is 0. */
export function differences(before: Analysis, after: Analysis): Difference[] {
  const [old, now] = [figures(before), figures(after)]
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? 0, after: now.get(name) ?? 0 }))
    .filter((difference) => difference.before !== difference.after)
}
