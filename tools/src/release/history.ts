import { changeSchema, type Change } from '@atrium/contracts'
import type { Store } from '@atrium/store'
import * as v from 'valibot'
import { readRegistry } from './registry-document.ts'

const folder = 'history/'

/** Digits enough for seconds since 1970 and for serials that count from there; equal length keeps the order of names. */
const fileOf = (serial: number): string => `${folder}${String(serial).padStart(12, '0')}.json`

/** Writes a line of history, once. */
export async function keepChange(store: Store, change: Change | undefined): Promise<void> {
  if (change) await store.replace(fileOf(change.serial), Buffer.from(`${JSON.stringify(change)}\n`), null)
}

async function readChange(store: Store, file: string): Promise<Change | undefined> {
  const stored = await store.read(file)
  const parsed = stored && v.safeParse(changeSchema, JSON.parse(stored.bytes.toString()))
  return parsed?.success ? parsed.output : undefined
}

/** So many files are read at once. */
const batch = 16

/** All changes, the newest first, read as they are asked for. */
export async function* changes(store: Store): AsyncGenerator<Change> {
  const current = (await readRegistry(store)).registry?.change
  if (current) yield current
  const files = (await store.list(folder)).map(({ path }) => path).reverse()
  const rest = files.filter((file) => current === undefined || file !== fileOf(current.serial))
  for (let start = 0; start < rest.length; start += batch) {
    const read = await Promise.all(rest.slice(start, start + batch).map((file) => readChange(store, file)))
    yield* read.filter((change) => change !== undefined)
  }
}
