import type { Listing, SignedRelease } from '@atrium/protocol'
import { parseStored, storeLayout } from '@atrium/store'
import { verifyRelease } from '@atrium/trust'
import type { ReleaseSource } from '../releases/release-source.ts'

/**
 * A release that its listing names and its team has signed.
 *
 * @throws AtriumError RELEASE_UNPROVEN, or the error of the store or the file.
 */
export const readRelease = (source: ReleaseSource, listing: Listing, version: string): Promise<SignedRelease> =>
  source.read(storeLayout.release(listing.name, version), async (text) => {
    const release = parseStored('release', text)
    await verifyRelease(listing, release)
    return release
  })
