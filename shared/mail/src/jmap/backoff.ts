export interface Backoff {
  /** Milliseconds before the n-th attempt after the first (n from 1). */
  readonly delay: (attempt: number) => number
}

/**
 * Doubling delays with full jitter, so that a thousand pages do not come back in one instant.
 * @param options.first Upper bound of the first delay in milliseconds. Default: 500.
 * @param options.longest Upper bound of any delay in milliseconds. Default: 30000.
 */
export const createBackoff = (
  options: { readonly first?: number; readonly longest?: number; readonly random?: () => number } = {},
): Backoff => {
  const { first = 500, longest = 30_000, random = Math.random } = options
  return {
    delay: (attempt) => {
      const bound = Math.min(longest, first * 2 ** (attempt - 1))
      return Math.round(bound / 2 + (random() * bound) / 2)
    },
  }
}
