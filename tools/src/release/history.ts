import type { ChangeRecord } from '@atrium/protocol'
import { parseStored, storeLayout, type Store } from '@atrium/store'
import { readRegistry } from './registry-document.ts'

/** Writes a line of history, once. */
export async function keepChange(store: Store, change: ChangeRecord | undefined): Promise<void> {
  if (change) await store.replace(storeLayout.change(change.serial), Buffer.from(`${JSON.stringify(change)}\n`), null)
}

async function readChange(store: Store, file: string): Promise<ChangeRecord | undefined> {
  const stored = await store.read(file)
  try {
    return stored && parseStored('change', stored.bytes.toString())
  } catch {
    // It is for people, and nothing is decided by it: one line less.
    return undefined
  }
}

/** So many files are read at once. */
const batch = 16

/** All changes, the newest first, read as they are asked for. */
export async function* changes(store: Store): AsyncGenerator<ChangeRecord> {
  const current = (await readRegistry(store)).registry?.change
  if (current) yield current
  const files = (await store.list(storeLayout.history)).map(({ path }) => path).reverse()
  const rest = files.filter((file) => current === undefined || file !== storeLayout.change(current.serial))
  for (let start = 0; start < rest.length; start += batch) {
    const read = await Promise.all(rest.slice(start, start + batch).map((file) => readChange(store, file)))
    yield* read.filter((change) => change !== undefined)
  }
}
