import type { Listing, SignedRelease } from '@atrium/contracts'
import { parseStored, storeLayout } from '@atrium/store'
import { verifyRelease } from '@atrium/trust'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * A release that its listing names and its team has signed.
 *
 * @throws AtriumError RELEASE_UNPROVEN, or the error of the file.
 */
export async function readRelease(store: string, listing: Listing, version: string): Promise<SignedRelease> {
  const text = readFileSync(path.join(store, storeLayout.release(listing.name, version)), 'utf8')
  const release = parseStored('release', text)
  await verifyRelease(listing, release)
  return release
}
