import type { Listing, Registry } from '@atrium/protocol'

/** @throws Error when the piece is not in the registry. */
export function listed(listings: Registry['listings'], name: string): Listing {
  const listing = Object.hasOwn(listings, name) ? listings[name] : undefined
  if (listing) return listing
  throw new Error(`${name} was never released; there are: ${Object.keys(listings).sort().join(', ') || 'none'}`)
}
