import type { Compared } from './bars.ts'
import { ratio, summarise } from './statistics.ts'
import type { Visit } from './visit.ts'

/** The same visits to both, taken in alternation. */
export interface Series {
  readonly federated: readonly Visit[]
  readonly single: readonly Visit[]
}

const units = { bytes: 'KB', requests: '', depth: '', firstRow: 'ms', lcp: 'ms' } as const

type Figure = keyof typeof units

/** One figure of all visits, side by side. */
export function compare(name: string, unit: Compared['unit'], values: { federated: readonly number[]; single: readonly number[] }): Compared {
  const { federated, single } = values
  return { name, unit, federated: summarise(federated), single: summarise(single), ratio: ratio(federated, single) }
}

export const figureOf = (series: Series, figure: Figure, name: string): Compared =>
  compare(name, units[figure], {
    federated: series.federated.map((visit) => visit[figure]),
    single: series.single.map((visit) => visit[figure]),
  })
