import type { Listing } from '@atrium/contracts'

/** Versions to be tried for one person, in this order. */
export function chooseReleases({ channels }: Listing): string[] {
  const { stable, previous } = channels
  return [...new Set([stable, previous].filter((version) => version !== undefined))]
}
