
/** Middle, and the half of all values that lies around it. */
export interface Summary {
  readonly median: number
  /** First and third quartile. */
  readonly low: number
  readonly high: number
}

const at = (sorted: readonly number[], share: number): number => {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** NaN for no values. */
export function summarise(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: at(sorted, 0.5), low: at(sorted, 0.25), high: at(sorted, 0.75) }
}

/** How the medians of two series relate; the spread is that of each value over the other's median. */
export function ratio(values: readonly number[], of: readonly number[]): Summary {
  const base = summarise(of).median
  const { median, low, high } = summarise(values)
  return { median: median / base, low: low / base, high: high / base }
}

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

/** One figure of both sites, and their ratio. */
export function compare(name: string, unit: Compared['unit'], values: { federated: readonly number[]; single: readonly number[] }): Compared {
  const { federated, single } = values
  return { name, unit, federated: summarise(federated), single: summarise(single), ratio: ratio(federated, single) }
}


export const figureText = (value: number, unit: Measured['unit']): string => {
  if (unit === 'KB') return `${(value / 1000).toFixed(1)} KB`
  if (unit === 'ms') return `${Math.round(value)} ms`
  return String(value)
}

export const ratioText = ({ median, low, high }: Summary): string =>
  low === high ? `${median.toFixed(3)} ×` : `${median.toFixed(3)} × (${low.toFixed(2)} to ${high.toFixed(2)})`

export const verdict = (measured: Measured): string =>
  measured.bar === undefined ? '' : `${isMissed(measured) ? 'MISSED' : 'met'} ${measured.bar}`

/** The table as it stands on the terminal. */
export function printTable(rows: readonly Measured[]): string {
  const cells = rows.map((row) => [
    row.name,
    figureText(row.federated.median, row.unit),
    figureText(row.single.median, row.unit),
    ratioText(row.ratio),
    verdict(row),
  ])
  const all = [['', 'federated', 'single', 'ratio', ''], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}
