import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { developmentVersion } from '@atrium/protocol'
import { fingerprint } from '../fingerprint.ts'
import { trustedKeys } from '../keys/signers.ts'
import { publish } from '../publish.ts'
import { lastBuilds, root } from '../workspace.ts'

/** Releases that a development gateway serves. */
export const devStore = path.join(root, 'dist/dev-store')

/** Where the development shell is written, by its dev server or once. */
export const devShellFolder = path.join(devStore, 'shell', developmentVersion)

const stamp = path.join(devShellFolder, '.built-from')

/**
 * Builds the development shell, unless the one that is there is made of the same sources.
 *
 * @throws Error when it does not build.
 */
export async function buildDevShell(): Promise<void> {
  mkdirSync(devStore, { recursive: true })
  const print = fingerprint('shell')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return
  process.stderr.write('atrium: building the development shell\n')
  const program = path.join(import.meta.dirname, '../build-piece.ts')
  const code = await new Promise<number | null>((resolve) =>
    spawn(process.execPath, [program, 'shell'], { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'development', ATRIUM_REGISTRY_KEYS: trustedKeys().join(',') } }).on('exit', resolve),
  )
  if (code !== 0) throw new Error('The shell does not build, see above')
  rmSync(devShellFolder, { recursive: true, force: true })
  cpSync(path.join(root, 'dist/development/shell'), devShellFolder, { recursive: true })
  writeFileSync(stamp, print)
}

/** A store with the last build of every remote; the shell comes by itself. */
export async function prepareDevStore(): Promise<void> {
  mkdirSync(devShellFolder, { recursive: true })
  await publish(devStore, lastBuilds().filter(({ name, folder }) => name !== 'shell' && existsSync(path.join(folder, 'record.json'))))
}
