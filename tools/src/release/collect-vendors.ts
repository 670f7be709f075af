import { vendorFile, type SignedRelease } from '@atrium/protocol'
import { parseStored, storeLayout, type ListedFile, type Store } from '@atrium/store'
import { inParallel } from './in-parallel.ts'
import type { Work } from './work.ts'

export interface VendorCollection {
  /** Milliseconds since 1970: what is younger stays. */
  readonly since: number
  /** Records that are taken for removed. */
  readonly gone: ReadonlySet<string>
}

const isRecord = (file: string): boolean => /^[a-z][a-z0-9-]*\/[0-9a-f]{12}\/release\.json$/.test(file)

/** `inbox/vendor/vendor.0123456789.js.br` → `inbox/vendor/vendor.0123456789.js`; undefined for what is no library. */
const libraryOf = (file: string): string | undefined => /^([a-z][a-z0-9-]*\/vendor\/[^/]+?)(\.br|\.gz)?$/.exec(file)?.[1]

function readable(file: string, text: string): SignedRelease {
  try {
    return parseStored('release', text)
  } catch (cause) {
    throw new Error(`${file} cannot be read, so nobody knows which libraries it needs: none was removed`, { cause })
  }
}

/** Libraries that releases in the store need. @throws Error when a record cannot be read: what it needs is not known then. */
async function needed(store: Store, records: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  await inParallel(records, 16, async (file) => {
    const stored = await store.read(file)
    if (!stored) return
    const { record } = readable(file, stored.bytes.toString())
    for (const vendor of Object.keys(record.files).map(vendorFile)) if (vendor !== undefined) found.add(`${storeLayout.vendorFolder(record.name)}${vendor}`)
  })
  return found
}

/** Each library with its compressed forms. */
function libraries(files: readonly ListedFile[]): Map<string, ListedFile[]> {
  const found = new Map<string, ListedFile[]>()
  for (const file of files) {
    const library = libraryOf(file.path)
    if (library !== undefined) found.set(library, [...(found.get(library) ?? []), file])
  }
  return found
}

/**
 * Removes libraries that no release in the store needs and that nobody has written for long: a release that is
 * being uploaded writes those it needs again (see `upload`).
 */
export async function collectVendors({ store, dryRun, say }: Work, { since, gone }: VendorCollection): Promise<{ readonly count: number; readonly bytes: number }> {
  const files = await store.list('')
  const candidates = [...libraries(files)].filter(([, forms]) => forms.every(({ modified }) => modified.getTime() < since))
  if (candidates.length === 0) return { count: 0, bytes: 0 }
  const inUse = await needed(store, files.map(({ path }) => path).filter((path) => isRecord(path) && !gone.has(path)))
  const old = candidates.filter(([library]) => !inUse.has(library))
  for (const [library, forms] of old) {
    // The compressed forms first: what is left half-removed is still the whole file.
    if (!dryRun) for (const { path } of forms.toSorted((a, b) => b.path.length - a.path.length)) await store.remove(path)
    say(`${dryRun ? 'would remove' : 'removed'} ${library}`)
  }
  return { count: old.length, bytes: old.flatMap(([, forms]) => forms).reduce((total, { size }) => total + size, 0) }
}
