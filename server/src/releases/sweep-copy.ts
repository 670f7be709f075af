import type { Registry } from '@atrium/protocol'
import { parseStored, storeLayout } from '@atrium/store'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { vendorsOf } from './expected-files.ts'

/** Milliseconds for which a release that may no longer run is kept for tabs that have begun with it. */
const grace = 7 * 24 * 3_600_000

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : []

interface Sweep {
  readonly folder: string
  readonly name: string
  readonly versions: ReadonlySet<string>
  readonly now: number
}

const isOld = (place: string, now: number): boolean => now - statSync(place).mtimeMs > grace

/** The time of a folder is when its release could run last, or a file was fetched. */
function sweepVersions({ folder, name, versions, now }: Sweep): string[] {
  return foldersIn(path.join(folder, name)).filter((version) => {
    if (version === 'vendor') return false
    const place = path.join(folder, name, version)
    if (versions.has(version)) utimesSync(place, now / 1000, now / 1000)
    else if (isOld(place, now)) {
      rmSync(place, { recursive: true, force: true })
      return false
    }
    return true
  })
}

function vendorsNamed({ folder, name, versions }: Sweep): string[] {
  const records = [...versions].map((version) => path.join(folder, storeLayout.release(name, version))).filter((file) => existsSync(file))
  return records.flatMap((file) => vendorsOf(parseStored('release', readFileSync(file, 'utf8')).record).map(([vendor]) => vendor))
}

function sweepVendors(sweep: Sweep, kept: readonly string[]): void {
  const folder = path.join(sweep.folder, storeLayout.vendorFolder(sweep.name))
  if (!existsSync(folder)) return
  const running = new Set(vendorsNamed(sweep))
  const needed = new Set([...running, ...vendorsNamed({ ...sweep, versions: new Set(kept) })])
  for (const file of readdirSync(folder)) {
    const vendor = file.replace(/\.(br|gz)$/, '')
    const place = path.join(folder, file)
    if (running.has(vendor)) utimesSync(place, sweep.now / 1000, sweep.now / 1000)
    else if (!needed.has(vendor) && isOld(place, sweep.now)) rmSync(place, { force: true })
  }
}

export interface SweepOptions {
  /** Where files of a bucket are kept. */
  readonly folder: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Removes from a copy what may not run any more, and has not for a week. Should a tab still ask for it, it is fetched again. */
export function sweepCopy(listings: Registry['listings'], { folder, now }: SweepOptions): void {
  for (const name of foldersIn(folder)) {
    const sweep = { folder, name, now, versions: new Set(Object.keys(listings[name]?.releases ?? {})) }
    sweepVendors(sweep, sweepVersions(sweep))
  }
}
