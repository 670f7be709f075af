import type { Summary } from './statistics.ts'

/** One line of the bench's table. */
export interface Measured {
  readonly name: string
  readonly unit: 'KB' | 'ms' | ''
  readonly federated: Summary
  readonly single: Summary
  /** Federated over single. */
  readonly ratio: Summary
  /** What the federated one may cost at most, in words; absent where there is no bar. */
  readonly bar?: string
  readonly met?: boolean
}

export interface Compared {
  readonly name: string
  readonly unit: Measured['unit']
  readonly federated: Summary
  readonly single: Summary
  readonly ratio: Summary
}

/** At most so many times what one application costs. */
export const atMost = (times: number) => (compared: Compared): Measured => ({
  ...compared,
  bar: `≤ ${times.toFixed(2)} ×`,
  met: compared.ratio.median <= times,
})

/** At most so many more than one application needs. */
export const atMostMore = (more: number) => (compared: Compared): Measured => ({
  ...compared,
  bar: more === 0 ? '≤ single' : `≤ single + ${more}`,
  met: compared.federated.median <= compared.single.median + more,
})

export const isMissed = ({ met }: Measured): boolean => met === false
