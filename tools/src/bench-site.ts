import { findProject } from '@atrium/cli/project'
import { publish, trustedKeys, type Build } from '@atrium/cli'
import type { MeasuredSite } from '@atrium/cli/bench'
import type { ReleaseRecord } from '@atrium/protocol'
import { integrityOf } from '@atrium/store'
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** The production server over a store of its own, with the demo mailbox. */
export interface BenchSite extends MeasuredSite {
  /** Puts builds into its store, as a release does. */
  readonly publish: (builds: readonly Build[]) => Promise<void>
  readonly close: () => Promise<void>
}

const demo = { address: 'demo@atrium.test', password: 'try-atrium-now' }

/** The first printed address means that the server is ready. */
function printedOrigin(child: ChildProcess): Promise<string> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      const origin = /https?:\/\/[^\s/]+/.exec(printed)?.[0]
      if (origin) resolve(origin)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${printed}`)))
  })
}

/** Starts a site over some builds. Its start page is the inbox, ready with its first row; its data is mail. */
export async function startBenchSite(builds: readonly Build[]): Promise<BenchSite> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-bench-'))
  const store = path.join(folder, 'store')
  await publish(store, builds)
  const keys = trustedKeys().join(',')
  const env = {
    ...process.env,
    PORT: '0',
    DATA_DIR: path.join(folder, 'data'),
    ATRIUM_STORE: store,
    ATRIUM_REGISTRY_KEYS: keys,
  }
  const child = spawn(process.execPath, [findProject().at('server/src/main.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = await printedOrigin(child)
  return {
    origin,
    signIn: async (visitor) => {
      const response = await visitor.request.post(`${origin}/api/session`, { data: demo, headers: { origin } })
      if (!response.ok()) throw new Error(`Signing in at ${origin} failed with status ${response.status()}`)
    },
    pageScript: path.join(import.meta.dirname, 'bench-page.js'),
    isCode: (file) => file.startsWith('/releases/') || !/^\/(jmap|api|registry|mail-frame)\b/.test(file),
    isData: (file) => file.startsWith('/jmap/'),
    publish: (next) => publish(store, next),
    close: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Builds of remotes that no visit opens, each with a release of its own and an entry in the navigation. */
export function manyRemotes(count: number, model: Build, folder: string): Build[] {
  const modelRecord = JSON.parse(readFileSync(path.join(model.folder, 'record.json'), 'utf8')) as ReleaseRecord
  return Array.from({ length: count }, (_, index) => {
    const name = `generated-${index}`
    const version = createHash('sha256').update(name).digest('hex').slice(0, 12)
    const script = `var generated_${index}_${version}\n`
    const record: ReleaseRecord = {
      ...modelRecord,
      name,
      version,
      entry: 'remoteEntry.js',
      global: `generated_${index}_${version}`,
      exposes: { './page': [] },
      files: { 'remoteEntry.js': integrityOf(script) },
      navigation: { title: { en: `Remote ${index}` }, icon: 'inbox', order: 1000 + index },
    }
    const own = path.join(folder, name)
    mkdirSync(own, { recursive: true })
    writeFileSync(path.join(own, 'remoteEntry.js'), script)
    writeFileSync(path.join(own, 'record.json'), JSON.stringify(record))
    return { name, folder: own }
  })
}
