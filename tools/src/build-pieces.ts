import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fingerprint } from './fingerprint.ts'
import { trustedKeys } from './keys/signers.ts'
import { buildFolder, localPiece } from './workspace.ts'

const stampOf = (name: string): string => path.join(buildFolder(name), '.built-from')

const isFresh = (name: string, print: string): boolean =>
  existsSync(stampOf(name)) && readFileSync(stampOf(name), 'utf8') === print

/** Whether a piece's last build was made of the sources as they are. */
export const isUpToDate = (name: string): boolean => isFresh(name, fingerprint(name))

function run(name: string): Promise<boolean> {
  const program = path.join(import.meta.dirname, 'build-piece.ts')
  return new Promise((resolve) => {
    const composition = name === localPiece ? 'local' : 'federated'
    spawn(process.execPath, [program, name], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ATRIUM_REGISTRY_KEYS: trustedKeys().join(','), ATRIUM_COMPOSITION: composition },
    }).on('exit', (code) => resolve(code === 0))
  })
}

/**
 * Builds what has changed since its last build, two at a time, and says so.
 *
 * @throws Error naming the pieces that did not build.
 */
export async function buildPieces(names: readonly string[]): Promise<void> {
  const stale = names.map((name) => ({ name, print: fingerprint(name) })).filter(({ name, print }) => !isFresh(name, print))
  const failed: string[] = []
  const total = stale.length
  let done = 0
  const worker = async (): Promise<void> => {
    for (let next = stale.shift(); next; next = stale.shift()) {
      const begun = performance.now()
      const built = await run(next.name)
      if (built) writeFileSync(stampOf(next.name), next.print)
      else failed.push(next.name)
      const seconds = ((performance.now() - begun) / 1000).toFixed(1)
      process.stderr.write(`atrium: [${++done}/${total}] ${built ? 'built' : 'FAILED'} ${next.name} in ${seconds} s\n`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, os.availableParallelism()) }, worker))
  if (failed.length > 0) throw new Error(`These did not build: ${failed.join(', ')}`)
}
