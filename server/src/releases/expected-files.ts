import { vendorFile, type ReleaseRecord } from '@atrium/protocol'
import { createHash } from 'node:crypto'

/** What a path in the store stands for. */
export interface ReleasedPath {
  readonly name: string
  /** Undefined for a file that the releases of a piece have in common. */
  readonly version: string | undefined
  readonly file: string
}

/** Undefined for what is no released file. */
export function releasedPath(path: string): ReleasedPath | undefined {
  const [, name = '', version = '', file = ''] = /^([a-z][a-z0-9-]*)\/([0-9a-f]{12}|vendor)\/(.+)$/.exec(path) ?? []
  if (name === '') return undefined
  return { name, version: version === 'vendor' ? undefined : version, file }
}

/** Files of libraries that a release needs: name in `vendor/` → hash. */
export const vendorsOf = ({ files }: ReleaseRecord): [string, string][] =>
  Object.entries(files).flatMap(([file, hash]) => {
    const vendor = vendorFile(file)
    return vendor === undefined ? [] : [[vendor, hash]]
  })

/** Whether these are the bytes that a record names. */
export const hasHash = (bytes: Uint8Array, integrity: string): boolean =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}` === integrity
