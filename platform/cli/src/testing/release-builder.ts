import type { ChangeRecord, ReleaseRecord } from '@atrium/protocol'
import { integrityOf, openStore, type Store } from '@atrium/store'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { ReleaseContext } from '../release/operations.ts'
import { changes } from '../release/registry.ts'

export interface BuildFixture extends Partial<
  Pick<
    ReleaseRecord,
    | 'name'
    | 'contract'
    | 'platform'
    | 'accepts'
    | 'provides'
    | 'packageVersion'
    | 'requires'
    | 'shapes'
    | 'slots'
    | 'navigation'
    | 'policy'
  >
> {
  /** Its content: another text is another version. */
  readonly text?: string
  /** The library it uses. Default: none. */
  readonly library?: string
  /** Modules it exposes. Default: `./page`. */
  readonly exposes?: readonly string[]
}

/** Writes a folder like that of a build. */
export function buildFixture({
  name = 'inbox',
  text = 'one',
  library,
  contract = 1,
  platform = 1,
  exposes = ['./page'],
  ...about
}: BuildFixture = {}): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-build-'))
  const version = createHash('sha256').update(name).update(text).digest('hex').slice(0, 12)
  const script = `globalThis.${name} = ${JSON.stringify(text)}\n`.repeat(30)
  mkdirSync(path.join(folder, 'js'))
  const files: Record<string, string> = {}
  const scripts = [
    ['remoteEntry.js', script],
    ['js/page.js', script],
    ...(library === undefined ? [] : [[`js/${libraryFile(library)}`, library]]),
  ]
  for (const [file = '', code = ''] of scripts) {
    writeFileSync(path.join(folder, file), code)
    files[file] = integrityOf(code)
  }
  const record: ReleaseRecord = {
    schema: 1,
    name,
    version,
    contract,
    platform,
    entry: 'remoteEntry.js',
    global: `${name.replaceAll('-', '_')}_${version}`,
    exposes: Object.fromEntries(exposes.map((module) => [module, ['js/page.js']])),
    files,
    ...about,
  }
  writeFileSync(path.join(folder, 'record.json'), JSON.stringify(record))
  writeFileSync(
    path.join(folder, 'js/page.js.map'),
    JSON.stringify({
      version: 3,
      sources: ['webpack://inbox/./remotes/inbox/src/page.tsx'],
      names: ['draw'],
      mappings: 'AAAAA',
    }),
  )
  return folder
}

/** Name of a library of this text. */
export const libraryFile = (library: string): string =>
  `vendor.${createHash('sha256').update(library).digest('hex').slice(0, 10)}.js`

/** The version that a build of this text has. */
export const versionOf = (text: string, name = 'inbox'): string =>
  createHash('sha256').update(name).update(text).digest('hex').slice(0, 12)

/** A fresh private key in PEM form. */
export const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

/** Signs in this process, and in those it starts, with keys of its own. */
export function useFreshKeys(): void {
  process.env['ATRIUM_REGISTRY_KEY'] = newKey()
  process.env['ATRIUM_TEAM_KEY'] = newKey()
}

export interface RecordedContext extends ReleaseContext {
  readonly output: string[]
}

export const folderStore = (): Store => openStore(mkdtempSync(path.join(os.tmpdir(), 'atrium-store-')))

/** What a command is given, and what it output. */
export function releaseContext(store: Store = folderStore(), options: Partial<ReleaseContext> = {}): RecordedContext {
  const output: string[] = []
  return { store, dryRun: false, force: false, say: (line) => void output.push(line), output, ...options }
}

export async function historyOf(store: Store): Promise<ChangeRecord[]> {
  const found: ChangeRecord[] = []
  for await (const change of changes(store)) found.push(change)
  return found
}
