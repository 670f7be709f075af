import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ReleaseRecord } from '@atrium/protocol'

/** A build that is the next release of the same remote: a folder for `--from`. */
export interface NextRelease {
  readonly folder: string
  readonly version: string
  /** Of the build it follows. */
  readonly previous: string
}

const isText = /\.(js|css|json|map|html)$/

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isText.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))

/**
 * Makes the next release of a build without waiting for the bundler: a release is named in its files wherever
 * the bundler would name it, so another name makes another release of all of them.
 */
export function nextRelease(build: string): NextRelease {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-next-'))
  cpSync(build, folder, { recursive: true })
  const { version: previous } = JSON.parse(readFileSync(path.join(build, 'record.json'), 'utf8')) as ReleaseRecord
  const version = createHash('sha256').update(`after ${previous}`).digest('hex').slice(0, 12)
  for (const file of filesOf(folder)) writeFileSync(file, readFileSync(file, 'utf8').replaceAll(previous, version))
  const note = path.join(folder, 'record.json')
  const record = JSON.parse(readFileSync(note, 'utf8')) as ReleaseRecord
  const files = Object.keys(record.files).map((file) => {
    const hash = createHash('sha384')
      .update(readFileSync(path.join(folder, file)))
      .digest('base64')
    return [file, `sha384-${hash}`]
  })
  writeFileSync(note, JSON.stringify({ ...record, files: Object.fromEntries(files) }))
  return { folder, version, previous }
}
