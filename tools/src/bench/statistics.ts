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
