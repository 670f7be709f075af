import { signedReleaseSchema, type Listing, type SignedRelease } from '@atrium/contracts'
import { verifyRelease } from '@atrium/trust'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseDocument } from './parse-document.ts'

/** Where a release's signed record lies, below the store. */
export const releaseFile = (name: string, version: string): string => path.join(name, version, 'release.json')

/**
 * A release that its listing names and its team has signed.
 *
 * @throws AtriumError RELEASE_UNPROVEN, or the error of the file.
 */
export async function readRelease(store: string, listing: Listing, version: string): Promise<SignedRelease> {
  const text = readFileSync(path.join(store, releaseFile(listing.name, version)), 'utf8')
  const release = parseDocument(signedReleaseSchema, text)
  await verifyRelease(listing, release)
  return release
}
