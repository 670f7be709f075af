import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { trustedKeys } from '../keys/signers.ts'
import { publish, type Build } from '../publish.ts'
import { root } from '../workspace.ts'

/** The production server over a store of its own, with the demo mailbox. */
export interface BenchSite {
  readonly origin: string
  readonly person: { readonly address: string; readonly password: string }
  /** Puts builds into its store, as a release does. */
  readonly publish: (builds: readonly Build[]) => Promise<void>
  readonly close: () => Promise<void>
}

const person = { address: 'demo@atrium.test', password: 'try-atrium-now' }

export async function benchSite(builds: readonly Build[]): Promise<BenchSite> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'atrium-bench-'))
  const store = path.join(folder, 'store')
  await publish(store, builds)
  const keys = trustedKeys().join(',')
  const env = { ...process.env, PORT: '0', DATA_DIR: path.join(folder, 'data'), ATRIUM_STORE: store, ATRIUM_REGISTRY_KEYS: keys }
  const child = spawn(process.execPath, [path.join(root, 'server/src/main.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const origin = await new Promise<string>((resolve, reject) => {
    let printed = ''
    const read = (chunk: Buffer): void => {
      printed += chunk.toString()
      const found = /https?:\/\/[^\s/]+/.exec(printed)?.[0]
      if (found) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${printed}`)))
  })
  return {
    origin,
    person,
    publish: async (next) => publish(store, next),
    close: async () => {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
