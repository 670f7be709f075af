import { AtriumError, type SignedRelease } from '@atrium/protocol'
import { parseStored, storeLayout, type Store } from '@atrium/store'

/** @returns Undefined when that version is not in the store, or not whole. */
export async function findRelease(store: Store, name: string, version: string): Promise<SignedRelease | undefined> {
  const file = await store.read(storeLayout.release(name, version))
  return file && parseStored('release', file.bytes.toString())
}

/** @throws AtriumError RELEASE_UNPROVEN when it is not there. */
export async function readRelease(store: Store, name: string, version: string): Promise<SignedRelease> {
  const release = await findRelease(store, name, version)
  if (release) return release
  throw new AtriumError('RELEASE_UNPROVEN', { subject: `${name} ${version} is not in ${store.location}`, remedy: 'Release it again.' })
}
