import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { releaseRecordSchema, vendorFile } from '@atrium/protocol'
import * as v from 'valibot'

/** A file of registry packages, and how many releases of its piece it has lasted. */
export interface VendorLife {
  readonly piece: string
  readonly file: string
  /** Releases in the store that have it, out of so many. */
  readonly releases: number
  readonly of: number
  /** Whether the newest release has it still. */
  readonly current: boolean
}

interface Release {
  readonly time: number
  readonly vendors: readonly string[]
}

function releasesIn(folder: string): Release[] {
  return readdirSync(folder)
    .map((version) => path.join(folder, version, 'record.json'))
    .filter((file) => existsSync(file))
    .map((file) => {
      const { files } = v.parse(releaseRecordSchema, JSON.parse(readFileSync(file, 'utf8')))
      return { time: statSync(file).mtimeMs, vendors: Object.keys(files).filter((each) => vendorFile(each) !== undefined) }
    })
    .toSorted((a, b) => b.time - a.time)
}

/** How long vendor files stay in a browser's cache: over the last releases that the store has. */
export function vendorLives(store: string, pieces: readonly string[], last = 20): VendorLife[] {
  return pieces.flatMap((piece) => {
    const folder = path.join(store, piece)
    const releases = existsSync(folder) ? releasesIn(folder).slice(0, last) : []
    const files = [...new Set(releases.flatMap(({ vendors }) => vendors))]
    return files.map((file) => ({
      piece,
      file,
      releases: releases.filter(({ vendors }) => vendors.includes(file)).length,
      of: releases.length,
      current: releases[0]?.vendors.includes(file) ?? false,
    }))
  })
}
