import { AtriumError, signedReleaseSchema, type SignedRelease } from '@atrium/contracts'
import type { Store } from '@atrium/store'
import * as v from 'valibot'

export const releaseFolder = (name: string, version: string): string => `${name}/${version}/`

/** The signed record. It is written last: a release that has one is whole. */
export const releaseFile = (name: string, version: string): string => `${releaseFolder(name, version)}release.json`

/** Where source maps are, apart from what is served. */
export const mapFolder = (name: string, version: string): string => `maps/${name}/${version}/`

/** @returns Undefined when that version is not in the store, or not whole. */
export async function findRelease(store: Store, name: string, version: string): Promise<SignedRelease | undefined> {
  const file = await store.read(releaseFile(name, version))
  return file && v.parse(signedReleaseSchema, JSON.parse(file.bytes.toString()))
}

/** @throws AtriumError RELEASE_UNPROVEN when it is not there. */
export async function readRelease(store: Store, name: string, version: string): Promise<SignedRelease> {
  const release = await findRelease(store, name, version)
  if (release) return release
  throw new AtriumError('RELEASE_UNPROVEN', { subject: `${name} ${version} is not in ${store.location}`, remedy: 'Release it again.' })
}
