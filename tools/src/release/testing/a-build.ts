import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ReleaseRecord } from '@atrium/protocol'

export interface ABuild extends Partial<Pick<ReleaseRecord, 'name' | 'contract' | 'platform' | 'accepts'>> {
  /** What it is made of: another text is another version. */
  readonly text?: string
  /** The library it uses. Default: none. */
  readonly library?: string
}

/** A folder as a build leaves it. */
export function aBuild({ name = 'inbox', text = 'one', library, contract = 1, platform = 1, accepts }: ABuild = {}): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-build-'))
  const version = createHash('sha256').update(name).update(text).digest('hex').slice(0, 12)
  const script = `globalThis.${name} = ${JSON.stringify(text)}\n`.repeat(30)
  mkdirSync(path.join(folder, 'js'))
  const files: Record<string, string> = {}
  const scripts = [['remoteEntry.js', script], ['js/page.js', script], ...(library === undefined ? [] : [[`js/${libraryFile(library)}`, library]])]
  for (const [file = '', code = ''] of scripts) {
    writeFileSync(path.join(folder, file), code)
    files[file] = `sha384-${createHash('sha384').update(code).digest('base64')}`
  }
  const record: ReleaseRecord = {
    schema: 1,
    name,
    version,
    contract,
    platform,
    entry: 'remoteEntry.js',
    global: `${name}_${version}`,
    exposes: { './page': ['js/page.js'] },
    files,
    ...(accepts ? { accepts } : {}),
  }
  writeFileSync(path.join(folder, 'record.json'), JSON.stringify(record))
  writeFileSync(path.join(folder, 'js/page.js.map'), JSON.stringify({ version: 3, sources: ['webpack://inbox/./remotes/inbox/src/page.tsx'], names: ['draw'], mappings: 'AAAAA' }))
  return folder
}

/** Name of a library of this text. */
export const libraryFile = (library: string): string => `vendor.${createHash('sha256').update(library).digest('hex').slice(0, 10)}.js`

/** The version that a build of this text has. */
export const versionOf = (text: string, name = 'inbox'): string => createHash('sha256').update(name).update(text).digest('hex').slice(0, 12)
